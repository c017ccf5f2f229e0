"""What a receiving body does: ask about an issued version, and read what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.db import next_number
from casework.dossiers import delivery
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.printed import Printed, codes_in, printed_by
from casework.enquiries import citing, sealing
from casework.enquiries.checking import no_longer_allowed, together, versions_of
from casework.enquiries.models import InformationReply, InformationRequest
from casework.enquiries.states import ReplyKind, RequestState
from casework.errors import Invalid, NotFound, Refused, Unavailable
from casework.i18n import _
from casework.subjects import Actor, Subject
from casework.vault import Vault

MOST_TEXT = 10_000
MOST_OPEN = 50
WAITING = (RequestState.OPEN, RequestState.PROPOSED)


@dataclass(frozen=True)
class Replied:
    """A reply as its body reads it. `text` is None where a witness who is spoken of no longer consents."""

    row: InformationReply
    text: str | None
    supplement: DossierVersion | None = None


def ask(
    session: Session, actor: Actor, *, vault: Vault, version_id: int, question: str, about: str
) -> InformationRequest:
    """Ask about a version that was issued to the actor's body. Raises Invalid, NotFound, Refused, Unavailable."""
    version, dossier, recipient = delivery.find_received(session, actor, version_id)
    printed = printed_by(version)
    cited = _checked(question, about, printed)
    if _waiting(session, dossier) >= MOST_OPEN:
        raise Refused(_("Too many requests about this dossier wait for an answer. Wait for some of them."))
    number, sealed = next_number(session, f"dossier:{dossier.key}:request"), sealing.seal(vault, question.strip())
    mentions = sorted({*cited, *(codes_in(question) & printed.codes)})
    row = InformationRequest(
        case_id=dossier.case_id, dossier_id=dossier.key, dossier_version_id=version.key, recipient_id=recipient.key,
        number=number, reference=f"{dossier.reference}-R{number}", asked_by=actor.key, cited=cited, mentions=mentions,
        token=sealed.token, nonce=sealed.nonce, ciphertext=sealed.ciphertext,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, actor, "request.asked", row.subject, version=version.number, cited=cited, body=recipient.slug)
    return row


def _checked(question: str, about: str, printed: Printed) -> list[str]:
    cited, strange = citing.cited(about, printed)
    problems: dict[str, object] = {}
    if not question.strip():
        problems["question"] = _("Write what you want to know.")
    elif len(question) > MOST_TEXT:
        problems["question"] = _("Write at most %(most)s characters.", most=MOST_TEXT)
    if strange:
        problems["about"] = _("This version prints nothing of this name: %(pieces)s.", pieces=", ".join(strange[:5]))
    elif len(cited) > citing.MOST_CITED:
        problems["about"] = _("Name at most %(most)s places.", most=citing.MOST_CITED)
    if problems:
        raise Invalid(fields=problems)
    return cited


def _waiting(session: Session, dossier: Dossier) -> int:
    statement = select(func.count()).where(
        InformationRequest.dossier_id == dossier.key, col(InformationRequest.state).in_(WAITING)
    )
    return session.exec(statement).one()


def requests_of_body(session: Session, actor: Actor, state: RequestState | None = None) -> Select[Any]:
    """The requests of the actor's body, to be paged by the caller; one that is being answered counts as open."""
    require(session, actor, Permission.DOSSIER_RECEIVE)
    statement = select(InformationRequest).where(InformationRequest.recipient_id == (actor.recipient_id or -1))
    if state is None:
        return statement
    return statement.where(col(InformationRequest.state).in_(WAITING if state is RequestState.OPEN else (state,)))


def find_own(session: Session, actor: Actor, request_id: int) -> InformationRequest:
    """One request of the actor's body. Raises NotFound, Forbidden."""
    row = session.get(InformationRequest, request_id)
    if row is None:
        require(session, actor, Permission.DOSSIER_RECEIVE)
        raise NotFound
    recipient = session.get_one(Recipient, row.recipient_id)
    require(session, actor, Permission.DOSSIER_RECEIVE, Subject("recipient", recipient.key, None, recipient.slug))
    return row


def replies_sent(session: Session, request: InformationRequest) -> Sequence[InformationReply]:
    """What went out in reply, in order."""
    statement = select(InformationReply).where(
        InformationReply.request_id == request.key, col(InformationReply.sent_at).is_not(None)
    )
    return session.exec(statement.order_by(col(InformationReply.number)).limit(100)).all()


def read_replies(session: Session, actor: Actor, vault: Vault, request: InformationRequest) -> list[Replied]:
    """The replies as the body may read them today; that they were read is in the log. Consent is asked again."""
    found = []
    for row in replies_sent(session, request):
        key = row.supplement_version_id
        supplement = session.get(DossierVersion, key, options=[delivery.WITHOUT_TEXT]) if key else None
        found.append(Replied(row, _text_today(session, vault, request, row, supplement), supplement))
    if found:
        audit.record(session, actor, "request.reply_read", request.subject, replies=[one.row.number for one in found])
    return found


def _text_today(
    session: Session,
    vault: Vault,
    request: InformationRequest,
    row: InformationReply,
    supplement: DossierVersion | None,
) -> str | None:
    if row.kind is not ReplyKind.DECLINED:
        versions = versions_of(session, request, supplement)
        spoken_of = together(printed_by(one) for one in versions).witnesses_of([*request.mentions, *row.mentions])
        if spoken_of & set(no_longer_allowed(session, versions)):
            return None
    try:
        return sealing.unseal(vault, row)
    except Unavailable as problem:
        return str(problem.message)
