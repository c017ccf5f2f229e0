"""The tables of an export: one file per kind, stable English column names, and a codebook in the reader's language. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from casework import vocabulary
from casework.exchange.records.choosing import Kept, RecordKind, Why
from casework.exchange.records.cleaning import Record
from casework.i18n import _
from casework.i18n.labels import label
from casework.spreadsheet import csv_bytes
from casework.vocabulary.term import N_, Term

_ID = N_("Identifier, the same in every export and in Follow the Money")
_REF = N_("Reference of the record")
_INCIDENT = N_("Incident it belongs to")
_LINKED = N_("Identifier of the record named in the column before it")
_UNIT, _PERSON = N_("Unit"), N_("Individual, by code")
_CLAIM: dict[str, str] = {
    "starts": N_("Beginning, as exactly as it is known (EDTF, ISO 8601-2)"),
    "ends": N_("End, as exactly as it is known (EDTF, ISO 8601-2)"),
    "earliest": N_("First day that it can mean; empty: open or not known"),
    "latest": N_("Last day that it can mean; empty: open or not known"),
    "when": N_("The same in words"),
}
_WORD: dict[str, str] = {
    "sources": N_("On whose word: source, place in it, and grade"),
    "source_ids": N_("Identifiers of the public sources among them"),
    "source_urls": N_("Addresses of the public sources among them"),
    "sources_withheld": N_("How many sources are not told here"),
    "single_source": N_("Yes: the sources that are told go back to one origin"),
}
_SAID: dict[str, str] = _CLAIM | {"confidence": N_("Standard of proof that is reached")} | _WORD
_SYNTHETIC = N_("Yes: invented for a demonstration")

COLUMNS: dict[str, dict[str, str]] = {
    "incidents": {
        "id": _ID, "reference": _REF, "title": N_("Title, English"), "title_ar": N_("Title, Arabic"),
        "acts": N_("Types of act"), **_CLAIM, "place": N_("Place"), "place_ar": N_("Place, Arabic"),
        "district": N_("District"), "governorate": N_("Governorate"),
        "latitude": N_("Latitude (WGS 84), no closer than a kilometre"),
        "longitude": N_("Longitude (WGS 84), no closer than a kilometre"),
        "radius_km": N_("The true spot lies within so many kilometres"),
        "country": N_("Country (ISO 3166), where the vendored outlines tell it"),
        "summary": N_("Factual summary, English"), "summary_ar": N_("Factual summary, Arabic"),
        "targeting": N_("Indicators of targeting"), "contrary": N_("What speaks against it"),
        "finding": N_("Finding: did it occur?"), "finding_standard": N_("Standard of proof of the finding"),
        "refuted_allegations": N_("Allegations about it that were refuted"), **_WORD,
    },
    "victims": {
        "id": _ID, "reference": _REF, "incident": _INCIDENT, "incident_id": _LINKED, "sex": N_("Sex"),
        "age_band": N_("Age band"), "descriptors": N_("Description"), "civilian_status": N_("Civilian status"),
        "harms": N_("Harm"), "harmed_on": N_("Day of the harm, as exactly as it is known (EDTF, ISO 8601-2)"),
        "when": N_("The same in words"), "cause": N_("Cause"), "confirmation": N_("Confirmation"),
        "same_person_as": N_("Records that were judged to be the same person, or perhaps"),
        **_WORD,
    },
    "allegations": {
        "id": _ID, "reference": _REF, "incident": _INCIDENT, "incident_id": _LINKED, "act": N_("Type of act"),
        "unit": N_("Unit that is alleged"), "unit_id": _LINKED, "individual": N_("Individual who is alleged, by code"),
        "individual_id": _LINKED, "victims": N_("Victims, by code"), "mode": N_("Mode of liability"),
        "bases": N_("Basis of the link"), "weak_basis": N_("Yes: it rests on weak bases alone"),
        "conduct": N_("Conduct"), "contrary": N_("What speaks against it"),
        "confidence": N_("Standard of proof that is reached"), "refuted": N_("Yes: it was refuted and is no allegation any more"),
        "supporting": N_("Statements and exhibits that support it"), "against": N_("Statements and exhibits that speak against it"),
        "no_longer": N_("Statements and exhibits that were shown not to hold"),
        "origins": N_("How many independent origins support it"), "sources_withheld": _WORD["sources_withheld"],
    },
    "units": {
        "id": _ID, "reference": _REF, "name": N_("Name, English"), "name_ar": N_("Name, Arabic"),
        "other_names": N_("Other names"), "type": N_("Type of unit"),
        "vacancies": N_("When its post of commander is said to have been vacant"), "synthetic": _SYNTHETIC, **_WORD,
    },
    "individuals": {"id": _ID, "reference": N_("Code; the name stays in the vault"), "synthetic": _SYNTHETIC},
    "relations": {
        "id": _ID, "unit": _UNIT, "unit_id": _LINKED, "parent": N_("Unit that it stands under, or follows"),
        "parent_id": _LINKED, "kind": N_("Kind of relation"), **_SAID,
    },
    "postings": {
        "id": _ID, "individual": _PERSON, "individual_id": _LINKED, "unit": _UNIT, "unit_id": _LINKED,
        "role": N_("Role that is alleged"), "rank": N_("Rank"), **_SAID,
    },
    "vacancies": {"id": _ID, "unit": _UNIT, "unit_id": _LINKED, **_SAID},
    "sources": {
        "id": _ID, "reference": _REF, "citation": N_("Citation"), "url": N_("Address"),
        "published_on": N_("Day of publication"), "source_grade": N_("Source grade"), "information_grade": N_("Information grade"),
    },
    "left-out": {
        "kind": N_("Kind of record"), "reference": N_("Reference; – where it is not told"), "code": N_("Redaction code"),
        "reason": N_("Reason, for programs"), "why": N_("Why it is not here"),
    },
}  # fmt: skip

# The vocabulary whose words stand in a column, by its name; the same column means the same everywhere but `kind`.
_WORDS: dict[str, type[Term]] = {
    "acts": vocabulary.Act, "act": vocabulary.Act, "finding": vocabulary.FindingState,
    "finding_standard": vocabulary.Confidence, "confidence": vocabulary.Confidence, "sex": vocabulary.Sex,
    "age_band": vocabulary.AgeBand, "civilian_status": vocabulary.CivilianStatus, "harms": vocabulary.Harm,
    "confirmation": vocabulary.CasualtyConfirmation, "mode": vocabulary.LiabilityMode, "bases": vocabulary.LinkBasis,
    "type": vocabulary.UnitType, "role": vocabulary.PostingRole, "source_grade": vocabulary.SourceGrade,
    "information_grade": vocabulary.InformationGrade, "reason": Why,
}  # fmt: skip
_KINDS: dict[str, type[Term]] = {"relations": vocabulary.RelationKind, "left-out": RecordKind}


def words_of(table: str, column: str) -> type[Term] | None:
    """The vocabulary of a column, if it has one."""
    return _KINDS.get(table) if column == "kind" else _WORDS.get(column)


def table(name: str, batches: Iterable[Sequence[Record]]) -> Iterator[bytes]:
    """The bytes of a table, batch by batch; formulas are warded off in each cell."""
    columns = list(COLUMNS[name])
    yield csv_bytes(columns, [])
    for batch in batches:
        yield without_header([[told(record[column]) for column in columns] for record in batch])


def without_header(rows: Sequence[Sequence[object]]) -> bytes:
    """Rows as they follow: the mark and the header stand before them already."""
    return csv_bytes([], rows).removeprefix("\ufeff".encode()).removeprefix(b"\r\n")


def told(value: Any) -> str:
    """What stands in a cell: lists with semicolons, yes or nothing."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "; ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def left_out(kept: Sequence[Kept]) -> Iterator[bytes]:
    """What is not here, and why."""
    return table("left-out", [[
        {"kind": one.kind.value, "reference": one.shown, "code": one.code, "reason": one.why.value, "why": label(one.why)}
        for one in kept
    ]])  # fmt: skip


def codebook(files: Mapping[str, object]) -> bytes:
    """What each column means and which words stand in it, in the current language."""
    rows: list[list[str]] = []
    for name in files:
        for column, meaning in COLUMNS[name].items():
            rows.append([f"{name}.csv", column, "", _(meaning)])
            terms = words_of(name, column) or ()
            rows += [[f"{name}.csv", column, term.value, label(term)] for term in terms]
    return csv_bytes(["file", "column", "value", "meaning"], rows)
