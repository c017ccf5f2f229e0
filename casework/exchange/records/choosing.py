"""Which records may go to a body as data, and what stays here and why. Pure.

A statement or exhibit is asked about where dossiers and bags ask (`dossiers.selection.standing`). A record goes while
something that it rests on may be used; a record that rests on nothing else stays, and is counted with its reason.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from casework.allegations.queries import AllegationFile
from casework.allegations.shown import LinkShown
from casework.dossiers.gathering import Material
from casework.dossiers.selection import Left, check_link
from casework.sources.facts import Sources, SourceShown
from casework.vocabulary.term import N_, Term


class RecordKind(Term):
    """A kind of record that goes as data; one file each."""

    INCIDENT = "incident", N_("Incident")
    VICTIM = "victim", N_("Victim")
    ALLEGATION = "allegation", N_("Allegation")
    UNIT = "unit", N_("Unit")
    INDIVIDUAL = "individual", N_("Individual")
    RELATION = "relation", N_("Relation between units")
    POSTING = "posting", N_("Posting")
    VACANCY = "vacancy", N_("Vacant post")


class Why(Term):
    """Why a record stays here."""

    NOT_APPROVED = "not_approved", N_("Not approved yet.")
    CONSENT = "consent", N_("All that it rests on was given by witnesses who do not consent to this body.")
    PROTECTED = "protected", N_("All that it rests on is withheld by a protection measure agreed with the witness.")
    RESTRICTED = "restricted", N_("All that it rests on is restricted to named members of the case.")
    UNSOUND = "unsound", N_("What it rests on is not approved, or failed its integrity check.")
    ELSEWHERE = "elsewhere", N_("It rests on another case alone, or on no source at all.")
    WITH_ANOTHER = "with_another", N_("It belongs to an incident that stays here.")
    NO_INCIDENT = "no_incident", N_("It belongs to no incident.")


_CODES = {Why.CONSENT: "R1", Why.PROTECTED: "R5", Why.RESTRICTED: "R5"}


@dataclass(frozen=True)
class Kept:
    """A record that stays. What rests on something restricted is told without its reference."""

    kind: RecordKind
    ref: str
    why: Why

    @property
    def code(self) -> str:
        """The redaction code, "–" for none."""
        return _CODES.get(self.why, "–")

    @property
    def shown(self) -> str:
        return "–" if self.why is Why.RESTRICTED else self.ref


@dataclass(frozen=True)
class Standing:
    """The decision about every statement and exhibit that a record of the case rests on."""

    material: Material
    barred: dict[str, Left]
    spoiled: dict[str, Left]

    def holds(self, file: AllegationFile, link: LinkShown) -> bool:
        """Whether a source of an allegation may be used, at the paragraph that it names."""
        if link.reference in (self.spoiled if link.is_exhibit else self.barred):
            return False
        known = self.material.exhibits if link.is_exhibit else self.material.statements
        return link.reference in known and not check_link(self.material, file, link)

    def stands(self, shown: SourceShown) -> bool:
        """Whether a source of a fact may be used; a public one always."""
        if shown.source.case_id is None:
            return True
        if shown.source.testimony_id:
            return shown.reference in self.material.statements and shown.reference not in self.barred
        return shown.reference in self.material.exhibits and shown.reference not in self.spoiled

    def usable(self) -> set[str]:
        """What a text may tell of: statements and exhibits that may be used, and who said something that may."""
        told = {ref: row.witness.reference for ref, row in self.material.statements.items() if ref not in self.barred}
        return {*told, *told.values(), *(ref for ref in self.material.exhibits if ref not in self.spoiled)}

    def left(self, ref: str) -> Left | None:
        return self.barred.get(ref) or self.spoiled.get(ref)


def why_allegation(standing: Standing, file: AllegationFile) -> Why | None:
    """Why an approved allegation stays; None: it goes. A refuted one goes on what refuted it."""
    if standing.material.approval("allegation", file.row.key, file.row.version) is None:
        return Why.NOT_APPROVED
    if any(standing.holds(file, link) for link in file.supporting) or (file.row.is_refuted and file.refuted):
        return None
    return why_left(standing, [link.reference for link in file.supporting])


def why_fact(standing: Standing, said: Sources) -> Why | None:
    """Why a claim about units stays: it goes on the word of one source that may be used, of whatever kind."""
    if any(standing.stands(shown) for shown in said.shown):
        return None
    return why_left(standing, [shown.reference for shown in said.shown]) if said.shown else Why.ELSEWHERE


def why_incident(standing: Standing, said: Sources, files: Sequence[AllegationFile], going: int) -> Why | None:
    """Why an approved incident stays. It rests on its own sources and on those of its allegations; `going`: how many of
    these go. An incident without any source is the word of whoever approved it."""
    if going or any(standing.stands(shown) for shown in said.shown):
        return None
    refs = [shown.reference for shown in said.shown] + [link.reference for file in files for link in file.supporting]
    if not refs:
        return Why.ELSEWHERE if said.withheld else None
    return why_left(standing, refs)


def why_victim(standing: Standing, said: Sources) -> Why | None:
    """Why a victim stays: it has sources, and none of them may be used."""
    if not said.shown and not said.withheld:
        return None
    return why_fact(standing, said)


def why_left(standing: Standing, refs: Iterable[str]) -> Why:
    """The reason in one word; what is restricted hides every other."""
    lefts = [left for ref in refs if (left := standing.left(ref)) is not None]
    if any(left.code == "R5" and left.ref == "–" for left in lefts):
        return Why.RESTRICTED
    codes = {left.code for left in lefts}
    if codes & {"R1", "R4"}:
        return Why.CONSENT
    return Why.PROTECTED if "R5" in codes else Why.UNSOUND


@dataclass
class Chosen:
    """The decision: ids with their references, never a text. Claims have no reference: their place
    among all claims about their unit."""

    standing: Standing
    going: dict[RecordKind, dict[int, str]] = field(default_factory=lambda: {kind: {} for kind in RecordKind})
    # The version that was approved, by kind and id.
    versions: dict[tuple[RecordKind, int], int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    rests_on: set[str] = field(default_factory=set)

    def add(self, kind: RecordKind, key: int, ref: str, version: int = 0) -> None:
        self.going[kind][key] = ref
        self.versions[kind, key] = version

    def keep(self, kind: RecordKind, ref: str, why: Why) -> None:
        self.kept.append(Kept(kind, ref, why))

    def rest(self, refs: Iterable[str]) -> None:
        self.rests_on.update(refs)

    def gone(self) -> dict[str, int]:
        """How many go, by kind."""
        return {kind.value: len(found) for kind, found in self.going.items()}

    def stayed(self) -> list[list[str]]:
        """How many stay: kind, code, reason, number."""
        counted = Counter((one.kind, one.code, one.why) for one in self.kept)
        ordered = sorted(counted.items(), key=lambda pair: (pair[0][0].rank, pair[0][2].rank))
        return [[kind.value, code, why.value, str(number)] for (kind, code, why), number in ordered]
