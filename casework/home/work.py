"""What waits for whom: the sections of the first page. Every list is bounded and costs a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from casework.access import visible_cases
from casework.accounts.services import names_of
from casework.cases.models import Case
from casework.dossiers import recalls
from casework.enquiries import answering
from casework.evidence.fixity import quarantined
from casework.evidence.handovers import given_and_waiting, waiting_for
from casework.evidence.models import CustodyEvent, Exhibit
from casework.i18n import _, format_list, format_number, ngettext
from casework.i18n.labels import label
from casework.leaks import services as leaks
from casework.review import services as review
from casework.review.authorship import written_by
from casework.review.models import Review
from casework.search.places import Place
from casework.subjects import Actor, Role, Subject
from casework.testimonies.queries import my_testimonies
from casework.vocabulary import ReviewStatus
from casework.witnesses.consents import consents_running_out
from casework.witnesses.services import reviews_due

MOST = 20


@dataclass(frozen=True)
class Item:
    """One thing to do: the object, its case, what about it, since when."""

    subject: Subject
    case: str
    text: str = ""
    when: datetime | date | None = None
    review_id: int | None = None
    handover: int | None = None

    @property
    def place(self) -> Place:
        """The case, as links are made from it."""
        return Place(self.case, "")


@dataclass(frozen=True)
class Section:
    """A list of things to do of one kind; `tone` says how pressing it is."""

    title: str
    items: Sequence[Item]
    tone: str = "info"
    hint: str = ""
    more: bool = field(default=False)


def sections(session: Session, actor: Actor) -> list[Section]:
    """What waits for this actor, the most pressing first; empty lists are left out."""
    if actor.role not in (Role.INVESTIGATOR, Role.SUPERVISOR):
        return []
    references = _references(session, actor)
    found = [
        _failed(session, actor, references),
        *_handovers(session, actor, references),
        _returned(session, actor, references),
    ]
    if actor.role is Role.SUPERVISOR:
        found += [
            _named(session, actor, references),
            _to_tell(session, actor, references),
            _asked(session, actor, references),
            *_to_review(session, actor, references),
        ]
    found += [_drafts(session, actor), _consents(session, actor, references), _risks(session, actor, references)]
    return [section for section in found if section.items]


def _references(session: Session, actor: Actor) -> dict[int, str]:
    """The references of the actor's cases; at most a thousand."""
    statement = select(Case.id, Case.reference).where(col(Case.id).in_(visible_cases(actor))).limit(1000)
    return {int(key): reference for key, reference in session.exec(statement).all() if key is not None}


def _failed(session: Session, actor: Actor, references: dict[int, str]) -> Section:
    items = [
        Item(row.subject, references.get(row.case_id, ""), row.title, row.checked_at)
        for row in quarantined(session, actor, MOST)
    ]
    hint = _("The stored file is not what was registered. It is kept apart and left out of dossiers.")
    return Section(_("Failed integrity checks"), items, "bad", hint)


def _handovers(session: Session, actor: Actor, references: dict[int, str]) -> list[Section]:
    mine, given = waiting_for(session, actor, MOST), given_and_waiting(session, actor, MOST)
    names = names_of(session, {event.receiver_id for event, _exhibit in given if event.receiver_id is not None})

    def items(rows: Sequence[tuple[CustodyEvent, Exhibit]], *, to_me: bool) -> list[Item]:
        return [
            Item(
                exhibit.subject,
                references.get(exhibit.case_id, ""),
                event.given_by if to_me else event.given_to or names.get(event.receiver_id or 0, ""),
                event.at,
                handover=event.number,
            )
            for event, exhibit in rows
        ]

    return [
        Section(_("Handed to me: confirm the receipt"), items(mine, to_me=True), "warn", _("Confirm or refuse it.")),
        Section(_("Handed over: not confirmed yet"), items(given, to_me=False), "info", _("Until then you have it.")),
    ]


def _reviews(rows: Sequence[Review], references: dict[int, str], *, reasons: bool = False) -> list[Item]:
    return [
        Item(
            review.subject_of(row),
            references.get(row.case_id, ""),
            row.reasons if reasons else _("version %(number)s", number=row.subject_version),
            row.decided_at or row.created_at,
            row.key,
        )
        for row in rows
    ]


def _returned(session: Session, actor: Actor, references: dict[int, str]) -> Section:
    items = _reviews(review.returned_to(session, actor, MOST), references, reasons=True)
    return Section(_("Returned to me"), items, "warn", _("A reviewer asked for changes."))


def _to_review(session: Session, actor: Actor, references: dict[int, str]) -> list[Section]:
    queue = review.queue(session, actor, limit=MOST * 2)
    own = written_by(session, actor, [review.subject_of(row) for row in queue])
    rows = [row for row in queue if row.author_id != actor.id and (row.subject_kind, row.subject_id) not in own]
    mine = [row for row in rows if row.status is ReviewStatus.CLAIMED and row.reviewer_id == actor.id]
    waiting = [row for row in rows if row.status is ReviewStatus.SUBMITTED]
    return [
        Section(_("Reviews I took on"), _reviews(mine, references), "warn"),
        Section(_("Waiting for review"), _reviews(waiting[:MOST], references), more=len(rows) >= MOST),
    ]


def _named(session: Session, actor: Actor, references: dict[int, str]) -> Section:
    rows = leaks.to_look_at(session, actor, limit=MOST)
    names = names_of(session, {row.account_id for row in rows})
    items = [
        Item(
            Subject("leaks", row.case_id, row.case_id, references.get(row.case_id, "")),
            references.get(row.case_id, ""),
            f"{names.get(row.account_id, '')}: {label(row.outcome)} ({format_number(row.count)})",
        )
        for row in rows
    ]
    hint = _("Texts of the last seven days that seem to name a protected person. Read them, and mend them.")
    return Section(_("Names found in texts"), items, "bad", hint)


def _to_tell(session: Session, actor: Actor, references: dict[int, str]) -> Section:
    items = [
        Item(
            dossier.subject,
            references.get(dossier.case_id, ""),
            ngettext(
                "version %(version)s: %(num)s person to tell",
                "version %(version)s: %(num)s people to tell",
                count,
                version=version.number,
            ),
            since,
        )
        for dossier, version, count, since in recalls.to_tell(session, actor, MOST)
    ]
    return Section(_("What went out and may no longer be used"), items, "bad", _("Tell everybody who has a copy."))


def _asked(session: Session, actor: Actor, references: dict[int, str]) -> Section:
    rows = answering.waiting(session, actor, MOST)
    items = [
        Item(row.subject, references.get(row.case_id, ""), format_list(row.cited) or label(row.state), row.created_at)
        for row in rows
    ]
    hint = _("A receiving body asks about a dossier. One of you writes the reply, another sends it.")
    return Section(_("Requests for information"), items, "warn", hint)


def _drafts(session: Session, actor: Actor) -> Section:
    rows = my_testimonies(session, actor, status=ReviewStatus.DRAFT, limit=MOST)
    items = [Item(row.subject, reference, label(row.kind), row.updated_at) for row, reference in rows]
    return Section(_("My drafts"), items)


def _consents(session: Session, actor: Actor, references: dict[int, str]) -> Section:
    items = [
        Item(
            found.witness.subject,
            references.get(found.witness.case_id, ""),
            format_list(label(scope) for scope in found.scopes),
            found.expires_on,
        )
        for found in consents_running_out(session, actor, limit=MOST)
    ]
    hint = _("After this day nothing of the account may be used for it. Ask again in good time.")
    return Section(_("Consents running out"), items, "warn", hint)


def _risks(session: Session, actor: Actor, references: dict[int, str]) -> Section:
    items = [
        Item(row.subject, references.get(row.case_id, ""), label(row.risk_level), row.risk_review_on)
        for row in reviews_due(session, actor, limit=MOST)
    ]
    return Section(_("Risk to be assessed again"), items, "warn")
