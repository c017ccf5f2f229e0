"""Competing claims about one datum of a record: side by side, each with its sources; one may be preferred, with a reason.

The record's own column holds what is preferred: preferring a claim writes it there through the record's own service, and
taking the preference back restores what stood there before. Nothing is overwritten without somebody's name and reason.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.errors import Invalid, NotFound
from casework.i18n import _, current_language
from casework.i18n.labels import label, when
from casework.sources.facts import Sources, add_source, sources_of
from casework.sources.given import SourceGiven, check_source, read_date
from casework.sources.models import DatumClaim, Preference
from casework.subjects import Actor
from casework.vocabulary import Term

DATUM = "datum"


@dataclass(frozen=True)
class Datum:
    """What can be claimed of a record. `column`: the record has a column of this name, and one `_ar` with `has_ar`."""

    name: str
    label: Any
    choices: type[Term] | None = None
    is_date: bool = False
    has_ar: bool = False
    is_column: bool = True


Put = Callable[[Session, Actor, Any, Mapping[str, Any]], None]


@dataclass(frozen=True)
class Kind:
    """A kind of record whose data may be claimed. `put` changes columns as the record's own form would."""

    name: str
    data: Sequence[Datum]
    put: Put

    def datum(self, name: str) -> Datum:
        """One of them. Raises NotFound."""
        found = next((one for one in self.data if one.name == name), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True)
class Claimed:
    """What is claimed, as it is entered."""

    source: SourceGiven
    datum: str
    value: str = ""
    value_ar: str = ""
    note: str = ""


@dataclass(frozen=True)
class ClaimShown:
    """A claim with its sources, and the preference that stands for it."""

    row: DatumClaim
    words: str
    sources: Sources
    preference: Preference | None = None


@dataclass(frozen=True)
class DatumShown:
    """One datum: what the record says now, and every claim about it."""

    datum: Datum
    recorded: str
    claims: Sequence[ClaimShown]

    @property
    def is_contested(self) -> bool:
        """Standing claims say different things."""
        return len({(one.row.value, one.row.value_ar) for one in self.claims if not one.row.withdrawn}) > 1

    @property
    def differs(self) -> bool:
        """A claim is preferred, but the record was changed to something else since."""
        chosen = next((one for one in self.claims if one.preference), None)
        return chosen is not None and self.datum.is_column and chosen.words != self.recorded


@dataclass
class _Words:
    datum: Datum
    english: str
    arabic: str = ""

    def __str__(self) -> str:
        if self.datum.choices is not None and self.english in set(self.datum.choices):
            return label(self.datum.choices(self.english))
        if self.datum.is_date and self.english:
            return when(self.english)
        return (self.arabic or self.english) if current_language() == "ar" else (self.english or self.arabic)


def _permission(record: Any) -> Permission:
    return Permission.UNIT_EDIT if record.subject.case_id is None else Permission.INCIDENT_EDIT


def claims_of(session: Session, actor: Actor, kind: Kind, record: Any) -> list[DatumShown]:
    """Every datum of a record that something is claimed of, in the kind's order; at most five hundred claims."""
    return claims_of_many(session, actor, kind, [record]).get(record.key, [])


def claims_of_many(
    session: Session, actor: Actor, kind: Kind, records: Collection[Any], *, case_id: int | None = None
) -> dict[int, list[DatumShown]]:
    """The same for several records in a constant number of statements: at most five hundred claims for each.

    With `case_id`, only those sources that this case may carry.
    """
    keys = [record.key for record in records]
    about = (DatumClaim.subject_kind == kind.name, col(DatumClaim.subject_id).in_(keys))
    statement = select(DatumClaim).where(*about).order_by(col(DatumClaim.id))
    rows = session.exec(statement.limit(500 * len(keys))).all() if keys else []
    said = sources_of(session, actor, DATUM, [row.key for row in rows], case_id=case_id) if rows else {}
    chosen = _chosen(session, kind, keys) if rows else {}
    found = {
        record.key: _shown(kind, record, [row for row in rows if row.subject_id == record.key], said, chosen)
        for record in records
    }
    return {key: shown for key, shown in found.items() if shown}


def _shown(
    kind: Kind, record: Any, rows: Sequence[DatumClaim], said: Mapping[int, Sources], chosen: Mapping[int, Preference]
) -> list[DatumShown]:
    shown = []
    for datum in kind.data:
        found = [
            ClaimShown(row, words_of(datum, row), said.get(row.key, Sources()), chosen.get(row.key))
            for row in rows
            if row.datum == datum.name
        ]
        if found:
            shown.append(DatumShown(datum, str(_Words(datum, *_recorded(record, datum))), found))
    return shown


def words_of(datum: Datum, row: DatumClaim) -> str:
    """What a claim says, in the current language."""
    return str(_Words(datum, row.value, row.value_ar))


def _chosen(session: Session, kind: Kind, keys: Collection[int]) -> dict[int, Preference]:
    about = (Preference.subject_kind == kind.name, col(Preference.subject_id).in_(keys))
    stands = (Preference.fact_kind == DATUM, Preference.withdrawn == "")
    return {row.fact_id: row for row in session.exec(select(Preference).where(*about, *stands))}


def _standing(session: Session, kind: Kind, record: Any, datum: str = "") -> Sequence[Preference]:
    statement = select(Preference).where(
        Preference.subject_kind == kind.name,
        Preference.subject_id == record.key,
        Preference.fact_kind == DATUM,
        Preference.withdrawn == "",
    )
    return session.exec(statement.where(Preference.datum == datum) if datum else statement).all()


def _recorded(record: Any, datum: Datum) -> tuple[str, str]:
    if not datum.is_column:
        return "", ""
    return str(getattr(record, datum.name)), str(getattr(record, f"{datum.name}_ar")) if datum.has_ar else ""


def get_claim(session: Session, kind: Kind, record: Any, claim_id: int) -> DatumClaim:
    """One claim about this record. Raises NotFound."""
    row = session.get(DatumClaim, claim_id)
    if row is None or (row.subject_kind, row.subject_id) != (kind.name, record.key):
        raise NotFound
    return row


def add_claim(session: Session, actor: Actor, kind: Kind, record: Any, claimed: Claimed) -> DatumClaim:
    """Put what a source says beside the rest. Raises Invalid beside the field, also without a source."""
    require(session, actor, _permission(record), record.subject)
    datum = kind.datum(claimed.datum)
    check_source(claimed.source)
    row = DatumClaim(
        subject_kind=kind.name,
        subject_id=record.key,
        case_id=record.subject.case_id,
        datum=datum.name,
        value=_checked(datum, claimed.value.strip(), claimed.value_ar.strip()),
        value_ar=claimed.value_ar.strip() if datum.has_ar else "",
        note=claimed.note.strip(),
        added_by=actor.id,
    )
    session.add(row)
    session.flush()
    add_source(session, actor, kind=DATUM, fact_id=row.key, about=record.subject, given=claimed.source)
    audit.record(session, actor, "datum.claimed", record.subject, datum=datum.name, claim=row.key)
    return row


def _checked(datum: Datum, value: str, value_ar: str) -> str:
    if not value and not (datum.has_ar and value_ar):
        raise Invalid(fields={"value": _("Say what the source says.")})
    if datum.is_date:
        return read_date(value, "value")
    if datum.choices is not None:
        words = {label(one).casefold(): one.value for one in datum.choices} | {
            one.value: one.value for one in datum.choices
        }
        if value.casefold() not in words:
            known = ", ".join(label(one) for one in datum.choices)
            raise Invalid(fields={"value": _("Write one of these: %(words)s", words=known)})
        return words[value.casefold()]
    return value


def withdraw(session: Session, actor: Actor, kind: Kind, record: Any, row: DatumClaim, *, reason: str) -> None:
    """Take a claim back: it stays readable with the reason, and is preferred no more. Raises Invalid."""
    require(session, actor, _permission(record), record.subject)
    reason = _given(reason)
    if row.withdrawn:
        return
    if any(one.fact_id == row.key for one in _standing(session, kind, record, row.datum)):
        unprefer(session, actor, kind, record, row, reason=reason)
    row.withdrawn = reason
    session.flush()
    audit.record(session, actor, "datum.withdrawn", record.subject, datum=row.datum, claim=row.key)


def prefer(session: Session, actor: Actor, kind: Kind, record: Any, row: DatumClaim, *, reason: str) -> Preference:
    """Prefer a claim, and let the record say so. An earlier preference ends. Raises Invalid, Refused (in review)."""
    require(session, actor, _permission(record), record.subject)
    reason, datum = _given(reason), kind.datum(row.datum)
    if row.withdrawn:
        raise Invalid(fields={"reason": _("This claim was taken back.")})
    before, earlier = _recorded(record, datum), _standing(session, kind, record, row.datum)
    _put(session, actor, kind, record, datum, row.value, row.value_ar)
    for one in earlier:
        before = one.replaced, one.replaced_ar
        one.withdrawn = _("Another claim is preferred: %(reason)s", reason=reason)[:2_000]
    chosen = Preference(
        subject_kind=kind.name, subject_id=record.key, case_id=record.subject.case_id, datum=row.datum, fact_kind=DATUM,
        fact_id=row.key, reason=reason, replaced=before[0], replaced_ar=before[1], chosen_by=actor.id,
    )  # fmt: skip
    session.add(chosen)
    session.flush()
    audit.record(session, actor, "datum.preferred", record.subject, datum=row.datum, claim=row.key)
    return chosen


def unprefer(session: Session, actor: Actor, kind: Kind, record: Any, row: DatumClaim, *, reason: str) -> None:
    """Take a preference back. The record says again what it said before, unless it was changed since."""
    require(session, actor, _permission(record), record.subject)
    reason, datum = _given(reason), kind.datum(row.datum)
    chosen = next((one for one in _standing(session, kind, record, row.datum) if one.fact_id == row.key), None)
    if chosen is None:
        raise NotFound
    chosen.withdrawn = reason
    if _recorded(record, datum) == (row.value, row.value_ar):
        _put(session, actor, kind, record, datum, chosen.replaced, chosen.replaced_ar)
    session.flush()
    audit.record(session, actor, "datum.preferred_no_more", record.subject, datum=row.datum, claim=row.key)


def _put(session: Session, actor: Actor, kind: Kind, record: Any, datum: Datum, value: str, value_ar: str) -> None:
    if not datum.is_column or _recorded(record, datum) == (value, value_ar):
        return
    changes: dict[str, Any] = {datum.name: datum.choices(value) if datum.choices else value}
    try:
        kind.put(session, actor, record, changes | ({f"{datum.name}_ar": value_ar} if datum.has_ar else {}))
    except Invalid as problem:
        texts = " ".join(str(text) for text in problem.fields.values())
        raise Invalid(fields={"reason": _("The record cannot say this: %(why)s", why=texts)}) from problem


def _given(reason: str) -> str:
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    return reason.strip()
