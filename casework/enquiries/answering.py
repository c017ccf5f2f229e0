"""What supervisors do with a request: one writes a reply, another sends it. Everything is checked at both moments."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, cast, or_
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.db import next_number, now
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.printed import codes_in, plain
from casework.dossiers.unsearchable import people_unsearchable
from casework.enquiries import sealing
from casework.enquiries.asking import MOST_TEXT
from casework.enquiries.checking import newest_of, objections, refuse_names
from casework.enquiries.models import InformationReply, InformationRequest
from casework.enquiries.states import ReplyKind, RequestState
from casework.errors import Cause, Invalid, NotFound, Refused
from casework.i18n import _
from casework.subjects import Actor
from casework.vault import Vault


def requests_of_case(
    session: Session, actor: Actor, case: Case, *, state: RequestState | None = None, words: str = ""
) -> Select[Any]:
    """A case's requests, to be paged by the caller; `words`: part of a reference or of what is cited."""
    require(session, actor, Permission.DOSSIER_BUILD, case.subject)
    statement = _seen().where(col(InformationRequest.case_id) == case.key)
    if state is not None:
        statement = statement.where(col(InformationRequest.state) == state)
    if wanted := plain(words.strip()):
        named = col(InformationRequest.reference).contains(wanted, autoescape=True)
        begins = json.dumps(wanted)[:-1]  # as it stands in the stored list, from its opening quotation mark on
        cited = cast(col(InformationRequest.mentions), String).contains(begins, autoescape=True)
        statement = statement.where(or_(named, cited))
    return statement


def requests_about(session: Session, actor: Actor, dossier: Dossier, limit: int) -> Sequence[InformationRequest]:
    """The newest requests about one dossier."""
    require(session, actor, Permission.DOSSIER_BUILD, dossier.subject)
    about = _seen().where(col(InformationRequest.dossier_id) == dossier.key)
    return session.execute(about.order_by(col(InformationRequest.id).desc()).limit(limit)).scalars().all()


def _seen() -> Select[Any]:
    """Requests about versions that the reader may see: the join is narrowed as everything is."""
    return select(InformationRequest).join(
        DossierVersion, col(DossierVersion.id) == InformationRequest.dossier_version_id
    )


def find_request(session: Session, actor: Actor, *, case: Case, reference: str) -> InformationRequest:
    """One request of the case. Raises NotFound, Forbidden."""
    require(session, actor, Permission.DOSSIER_BUILD, case.subject)
    statement = _seen().where(
        col(InformationRequest.case_id) == case.key, col(InformationRequest.reference) == reference
    )
    found: InformationRequest | None = session.execute(statement).scalars().first()
    if found is None:
        raise NotFound
    return found


def waiting(session: Session, actor: Actor, limit: int = 20) -> Sequence[InformationRequest]:
    """What the actor can do something about: questions without a reply, and replies that somebody else wrote."""
    mine = select(InformationReply.request_id).where(
        InformationReply.written_by == actor.id,
        col(InformationReply.sent_at).is_(None),
        col(InformationReply.returned_at).is_(None),
    )
    statement = (
        _seen()
        .where(col(InformationRequest.case_id).in_(visible_cases(actor)))
        .where(col(InformationRequest.state).in_((RequestState.OPEN, RequestState.PROPOSED)))
        .where(col(InformationRequest.id).not_in(mine))
    )
    return session.execute(statement.order_by(col(InformationRequest.id)).limit(limit)).scalars().all()


def replies_to(session: Session, request: InformationRequest) -> Sequence[InformationReply]:
    """Every reply that was written, sent or not, in order."""
    statement = select(InformationReply).where(InformationReply.request_id == request.key)
    return session.exec(statement.order_by(col(InformationReply.number)).limit(100)).all()


def pending(session: Session, request: InformationRequest, *, lock: bool = False) -> InformationReply | None:
    """The reply that waits for a second person; there is one at most."""
    statement = select(InformationReply).where(
        InformationReply.request_id == request.key,
        col(InformationReply.sent_at).is_(None),
        col(InformationReply.returned_at).is_(None),
    )
    return session.exec(statement.with_for_update() if lock else statement).first()


def supplements(session: Session, actor: Actor, request: InformationRequest, limit: int = 200) -> Sequence[Dossier]:
    """The dossiers of the case for this body, newest first: one of them may be the reply."""
    require(session, actor, Permission.DOSSIER_BUILD, request.subject)
    of_body = select(Dossier).where(Dossier.case_id == request.case_id, Dossier.recipient_id == request.recipient_id)
    return session.exec(of_body.order_by(col(Dossier.id).desc()).limit(limit)).all()


def write_reply(
    session: Session, actor: Actor, *, vault: Vault, request: InformationRequest, kind: ReplyKind, text: str,
    supplement: str = "",
) -> InformationReply:  # fmt: skip
    """Write a reply; it goes nowhere until somebody else sends it. Raises Invalid, Refused, Unavailable."""
    require(session, actor, Permission.DOSSIER_BUILD, request.subject)
    session.refresh(request, with_for_update=True)
    if request.state is RequestState.PROPOSED:
        raise Refused(_("A reply waits for a second person already. Send it or return it first."))
    dossier = next((one for one in supplements(session, actor, request) if one.reference == supplement), None)
    problems: dict[str, object] = {}
    if kind is ReplyKind.DOSSIER and dossier is None:
        problems["supplement"] = _("Choose the dossier that answers: one for this body.")
    if kind is not ReplyKind.DOSSIER and not text.strip():
        problems["text"] = _("Write what the body is to read.")
    elif len(text) > MOST_TEXT:
        problems["text"] = _("Write at most %(most)s characters.", most=MOST_TEXT)
    answer = dossier if kind is ReplyKind.DOSSIER else None
    version = newest_of(session, answer.key, issued=False) if answer else None
    if not problems and (why := objections(session, request, text, version, is_answer=kind is not ReplyKind.DECLINED)):
        problems["text"] = " ".join(why)
    if problems:
        raise Invalid(fields=problems)
    return _kept(session, actor, vault, request, kind, text.strip(), answer)


def _kept(
    session: Session, actor: Actor, vault: Vault, request: InformationRequest, kind: ReplyKind, text: str,
    answer: Dossier | None,
) -> InformationReply:  # fmt: skip
    sealed = sealing.seal(vault, text)
    row = InformationReply(
        case_id=request.case_id, request_id=request.key, number=next_number(session, f"information_request:{request.key}:reply"),
        kind=kind,
        token=sealed.token, nonce=sealed.nonce, ciphertext=sealed.ciphertext, mentions=sorted(codes_in(text)),
        supplement_id=answer.key if answer else None, written_by=actor.key,
    )  # fmt: skip
    session.add(row)
    _set_state(request, RequestState.PROPOSED)
    session.flush()
    facts = {"reply": row.number, "kind": kind.value, "supplement": answer.reference if answer else None}
    audit.record(session, actor, "request.reply_written", request.subject, **facts)
    return row


def send_reply(
    session: Session,
    actor: Actor,
    *,
    vault: Vault,
    case: Case,
    request: InformationRequest,
    names_checked: bool = False,
) -> InformationReply:
    """Send what somebody else wrote; it is checked anew. Raises Refused with every cause, NotFound without a reply."""
    require(session, actor, Permission.DOSSIER_ISSUE, request.subject)
    reply = pending(session, request, lock=True)
    if reply is None:
        raise NotFound
    if actor.id is None or actor.id == reply.written_by:
        raise Refused(_("You wrote this reply: somebody else has to read and send it."))
    version = newest_of(session, reply.supplement_id, issued=True) if reply.supplement_id else None
    causes = []
    if reply.supplement_id and version is None:
        fix = {"case_ref": case.reference, "ref": session.get_one(Dossier, reply.supplement_id).reference}
        causes.append(Cause(_("The dossier that answers was not issued yet."), None, "dossiers.show", fix))
    text = sealing.unseal(vault, reply)
    why = objections(session, request, text, version, is_answer=reply.kind is not ReplyKind.DECLINED)
    causes += [Cause(one) for one in why]
    if causes:
        raise Refused(causes)
    refuse_names(session, vault, case, text, is_vouched=names_checked)
    reply.sent_by, reply.sent_at = actor.id, now()
    reply.supplement_version_id = version.key if version else None
    _set_state(request, RequestState.DECLINED if reply.kind is ReplyKind.DECLINED else RequestState.ANSWERED)
    session.flush()
    audit.record(
        session, actor, "request.replied", request.subject, reply=reply.number, kind=reply.kind.value,
        mentions=reply.mentions, supplement_version=version.number if version else None,
        body=session.get_one(Recipient, request.recipient_id).slug,
        **({"people_unsearchable": people} if (people := people_unsearchable(session, vault, case)) else {}),
    )  # fmt: skip
    return reply


def return_reply(session: Session, actor: Actor, *, request: InformationRequest, reason: str) -> InformationReply:
    """Give a reply back to its writer, or take one's own back. It was never sent. Raises Invalid, NotFound."""
    require(session, actor, Permission.DOSSIER_BUILD, request.subject)
    reply = pending(session, request, lock=True)
    if reply is None:
        raise NotFound
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say what has to be changed.")})
    reply.returned_at, reply.returned_by, reply.returned_reason = now(), actor.id, reason.strip()[:1000]
    sent = [one for one in replies_to(session, request) if one.sent_at is not None]
    last = sent[-1].kind if sent else None
    before = RequestState.OPEN if last is None else RequestState.DECLINED if last is ReplyKind.DECLINED else RequestState.ANSWERED  # fmt: skip
    _set_state(request, before)
    session.flush()
    audit.record(session, actor, "request.reply_returned", request.subject, reply=reply.number)
    return reply


def _set_state(request: InformationRequest, state: RequestState) -> None:
    request.state, request.version, request.updated_at = state, request.version + 1, now()
