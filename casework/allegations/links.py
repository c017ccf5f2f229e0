"""The paragraphs, exhibits and victims that an allegation is tied to, resolved inside its own case."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, delete, select

from casework.allegations.models import Allegation, AllegationExhibit, AllegationParagraph, AllegationVictim
from casework.errors import Invalid
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.incidents.models import Victim
from casework.testimonies.models import Testimony
from casework.vocabulary import KnowledgeBasis
from casework.witnesses.models import Witness

_PARAGRAPH = re.compile(r"[0-9]{1,5}[a-z]{0,3}")
_WITNESS = re.compile(r"W-[0-9]{1,8}", re.IGNORECASE)
_OBJECT = re.compile(r"(T|EX|I|V|A)-[0-9]{1,8}", re.IGNORECASE)


@dataclass(frozen=True)
class SourceNamed:
    """A source as it is entered: T-0001 with a paragraph, or EX-0003 with a page or time; for or against.

    `goes_back_to`: the code of a witness, or an origin outside in words. `refuted`: why it does not hold.
    """

    reference: str
    paragraph: str = ""
    is_contrary: bool = False
    goes_back_to: str = ""
    refuted: str = ""

    @property
    def supports(self) -> bool:
        """It is named, and not against. One that was refuted later still says on what the link once rested."""
        return bool(self.reference.strip()) and not self.is_contrary


@dataclass(frozen=True)
class Tied:
    """A source that exists in the case, ready to be kept."""

    key: int
    locator: str
    is_contrary: bool
    heard_from_id: int | None = None
    origin: str = ""
    refuted: str = ""
    knowledge: KnowledgeBasis | None = None


@dataclass(frozen=True)
class Resolved:
    """Sources that exist in the case."""

    paragraphs: Sequence[Tied]
    exhibits: Sequence[Tied]


def resolve(session: Session, case_id: int, named: Iterable[SourceNamed]) -> Resolved:
    """Find the objects of the references, in three statements. Raises Invalid naming what is not in the case."""
    rows = [_trimmed(row) for row in named if row.reference.strip()]
    references = {row.reference for row in rows}
    testimonies = _testimonies(session, case_id, references)
    exhibits = _ids(session, Exhibit, case_id, references)
    witnesses = _ids(session, Witness, case_id, {row.goes_back_to.upper() for row in rows if _is_code(row)})
    for row in rows:
        _check(row, testimonies, exhibits, witnesses)
    paragraphs = {(row.reference, row.paragraph): row for row in rows if row.reference in testimonies}
    shown = {row.reference: row for row in rows if row.reference in exhibits}
    return Resolved(
        [
            _tied(
                row,
                testimonies[row.reference][0],
                witnesses,
                knowledge_in(testimonies[row.reference][1], row.paragraph),
            )
            for row in paragraphs.values()
        ],
        [_tied(row, exhibits[row.reference], witnesses, None) for row in shown.values()],
    )


def _trimmed(row: SourceNamed) -> SourceNamed:
    return SourceNamed(
        row.reference.strip().upper(), row.paragraph.strip(), row.is_contrary,
        row.goes_back_to.strip()[:200], row.refuted.strip()[:1_000],
    )  # fmt: skip


def _is_code(row: SourceNamed) -> bool:
    return bool(_WITNESS.fullmatch(row.goes_back_to))


def _tied(row: SourceNamed, key: int, witnesses: Mapping[str, int], knowledge: KnowledgeBasis | None) -> Tied:
    heard = witnesses[row.goes_back_to.upper()] if _is_code(row) else None
    origin = "" if heard else row.goes_back_to
    return Tied(key, row.paragraph[:40], row.is_contrary, heard, origin, row.refuted, knowledge)


def knowledge_in(draft: Mapping[str, Any], paragraph: str) -> KnowledgeBasis | None:
    """How the witness knows what a paragraph says: by its own mark, or by the only one of the whole statement."""
    rows = (row for row in draft.get("paragraphs", []) if str(row.get("number", "")) == paragraph and paragraph)
    own = next((row.get("basis") for row in rows), None)
    whole = draft.get("bases", [])
    word = own or (whole[0] if len(whole) == 1 else None)
    return KnowledgeBasis(word) if word in set(KnowledgeBasis) else None


def _testimonies(session: Session, case_id: int, references: Collection[str]) -> dict[str, tuple[int, dict[str, Any]]]:
    if not references:
        return {}
    columns = select(Testimony.reference, Testimony.id, Testimony.draft).where(
        Testimony.case_id == case_id, col(Testimony.reference).in_(references)
    )
    return {reference: (key, dict(draft)) for reference, key, draft in session.exec(columns) if key is not None}


def _ids(
    session: Session, model: type[Exhibit] | type[Witness], case_id: int, references: Collection[str]
) -> dict[str, int]:
    if not references:
        return {}
    columns = select(model.reference, model.id).where(model.case_id == case_id, col(model.reference).in_(references))
    return {reference: key for reference, key in session.exec(columns) if key is not None}


def _check(
    row: SourceNamed, testimonies: Collection[str], exhibits: Collection[str], witnesses: Collection[str]
) -> None:
    wanted = [] if row.reference in testimonies or row.reference in exhibits else [row.reference]
    if _is_code(row) and row.goes_back_to.upper() not in witnesses:
        wanted.append(row.goes_back_to.upper())
    if wanted:
        raise Invalid(fields={"sources": _("There is no %(reference)s in this case.", reference=wanted[0])})
    if row.reference in testimonies and row.paragraph and not _PARAGRAPH.fullmatch(row.paragraph):
        raise Invalid(fields={"sources": _("Give the paragraph by its number, as in 9.")})
    if _OBJECT.fullmatch(row.goes_back_to):
        text = _("Say where it goes back to by the code of a witness, as in W-0003, or in words.")
        raise Invalid(fields={"sources": text})


def keep(session: Session, allegation: Allegation, resolved: Resolved, victims: Collection[Victim]) -> None:
    """Make the links of an allegation these, and no others."""
    for model in (AllegationParagraph, AllegationExhibit, AllegationVictim):
        session.exec(delete(model).where(col(model.allegation_id) == allegation.key))
    ours: dict[str, Any] = {"case_id": allegation.case_id, "allegation_id": allegation.key}
    for tied in resolved.paragraphs:
        told: dict[str, Any] = {"testimony_id": tied.key, "paragraph": tied.locator, "knowledge": tied.knowledge}
        session.add(AllegationParagraph(**ours, **told, **_noted(tied)))
    for tied in resolved.exhibits:
        session.add(AllegationExhibit(**ours, exhibit_id=tied.key, locator=tied.locator, **_noted(tied)))
    for victim in victims:
        session.add(AllegationVictim(**ours, victim_id=victim.key))
    session.flush()


def _noted(tied: Tied) -> dict[str, Any]:
    return {
        "is_contrary": tied.is_contrary,
        "heard_from_id": tied.heard_from_id,
        "origin": tied.origin,
        "refuted": tied.refuted,
    }
