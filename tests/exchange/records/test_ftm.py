"""Entities against the model itself: cut from @alephdata/followthemoney 3.8.4 (MIT, see ftm-3.8.4.LICENSE)."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import dates
from casework.dossiers.states import DateDetail
from casework.exchange.records.ftm import partial_date
from casework.vocabulary import ReviewStatus
from tests.exchange.records.world import Full, Out

MODEL: dict[str, Any] = json.loads((Path(__file__).parent / "ftm-3.8.4.json").read_text())
DATE = re.compile(r"[12]\d{3}(-[01]\d(-[0-3]\d(T[0-2]\d(:[0-5]\d(:[0-5]\d)?)?)?)?)?")


def ancestors(schema: str) -> set[str]:
    """The schema and everything that it extends."""
    return {schema}.union(*(ancestors(above) for above in MODEL["schemata"][schema]["extends"]))


def properties(schema: str) -> dict[str, Any]:
    return {name: one for above in ancestors(schema) for name, one in MODEL["schemata"][above]["properties"].items()}


def faults(entities: list[dict[str, Any]]) -> Iterator[str]:
    """Everything in which an export is not of the model."""
    schema_of = {one["id"]: one["schema"] for one in entities}
    if len(schema_of) != len(entities):
        yield "an id stands twice"
    for one in entities:
        if one["schema"] not in MODEL["schemata"] or MODEL["schemata"][one["schema"]]["abstract"]:
            yield f"{one['schema']}: no such schema, or none of its own"
            continue
        known = properties(one["schema"])
        required = {name for above in ancestors(one["schema"]) for name in MODEL["schemata"][above]["required"]}
        yield from (f"{one['schema']}.{name} is required" for name in required - set(one["properties"]))
        for name, values in one["properties"].items():
            if name not in known or known[name].get("stub"):
                yield f"{one['schema']}.{name}: no such property"
                continue
            yield from (
                f"{one['schema']}.{name} = {value!r}: {why}"
                for value in values
                for why in wrong(value, known[name], schema_of)
            )


def wrong(value: Any, known: dict[str, Any], schema_of: dict[str, str]) -> Iterator[str]:
    """Why a value is none of this property."""
    kind = known["type"]
    if not isinstance(value, str) or not value.strip():
        yield "not a text, or empty"
    elif len(value) > MODEL["maxLength"].get(kind, 65_000):
        yield "too long"
    elif kind == "entity" and known["range"] not in ancestors(schema_of.get(value, "Thing")):
        yield "points at nothing of the allowed kind"
    elif kind == "entity" and value not in schema_of:
        yield "points at nothing in the export"
    elif kind == "date" and not DATE.fullmatch(value):
        yield "no date"
    elif kind == "country" and value not in MODEL["countries"]:
        yield "no country"
    elif kind == "gender" and value not in MODEL["genders"]:
        yield "no gender"
    elif kind == "url" and not re.match(r"https?://", value):
        yield "no address"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_entity_is_of_the_model(full: Full, language: str) -> None:
    made = full.export(language=language)
    assert list(faults(made.entities)) == []
    schemata = {one["schema"] for one in made.entities}
    assert schemata == {"Note", "Document", "Organization", "PublicBody", "Person", "Event", "Membership", "UnknownLink", "Succession"}  # fmt: skip


def test_the_validation_finds_what_is_not_of_the_model() -> None:
    bad = [
        {"id": "a", "schema": "Person", "properties": {"name": [""], "birthDate": ["March 2025"], "wings": ["2"]}},
        {"id": "b", "schema": "Membership", "properties": {"member": ["c"], "organization": ["a"]}},
        {"id": "b", "schema": "Thing", "properties": {}},
        {"id": "d", "schema": "Event", "properties": {"name": ["x"], "country": ["Syria"]}},
    ]
    found = " | ".join(faults(bad))
    for told in ("stands twice", "empty", "no date", "no such property", "points at nothing of the allowed kind", "none of its own", "no country"):  # fmt: skip
        assert told in found


def link(made: Out, schema: str, **wanted: str) -> dict[str, Any]:
    (found,) = [
        one["properties"] for one in made.of(schema)
        if all(any(text in value for value in one["properties"].get(name, [])) for name, text in wanted.items())
    ]  # fmt: skip
    return found


def test_relations_postings_and_allegations_are_the_links_that_the_decision_names(full: Full) -> None:
    made = full.export()
    ident, case, unit = full.plan().ident, full.world.case.reference, full.world.unit.reference
    command = link(made, "Membership", role="Command (alleged)")
    assert (command["member"], command["organization"]) == (
        [ident("unit", unit)],
        [ident("unit", full.above.reference)],
    )
    assert (command["startDate"], "endDate" in command) == (["2012"], False)  # "not after 8 March 2025" is no date
    assert "not after 8 March 2025" in " ".join(command["description"])
    posted = link(made, "Membership", role="Commander; Colonel (alleged)")
    assert (posted["startDate"], posted["endDate"]) == (["2024-12"], ["2025-03"])  # between two days of March: March
    heir = link(made, "Succession")
    assert heir["successor"] == [ident("unit", unit)]
    event = ident("incident", case, "I-0001")
    alleged = [one["properties"] for one in made.of("UnknownLink") if one["properties"].get("recordId") == ["A-0001"]]
    assert [one["object"] for one in alleged] == [[event], [event]]  # from the unit, and from the individual
    assert all("The ministry denies it." in " ".join(one["description"]) for one in alleged)
    harm = link(made, "UnknownLink", role="Alleged victim: Killed")
    assert harm["subject"] == [ident("victim", case, "V-0001")]


def test_a_refuted_allegation_is_told_and_is_no_link(full: Full) -> None:
    made = full.export()
    assert "A-0003" in [row["reference"] for row in made.rows("allegations") if row["refuted"] == "yes"]
    assert not [one for one in made.of("UnknownLink") if one["properties"].get("recordId") == ["A-0003"]]
    (event,) = made.of("Event")
    assert "Refuted, and therefore no link: A-0003" in event["properties"]["description"]


def test_public_sources_are_documents_and_proof_of_what_rests_on_them_and_no_others_are(full: Full) -> None:
    made = full.export()
    (document,) = made.of("Document")
    assert document["properties"]["title"] == ["A public report, August 2025"]
    (event,) = made.of("Event")
    assert event["properties"]["proof"] == [document["id"]]
    assert event["properties"]["country"] == ["sy"]


def test_every_entity_carries_the_marking(full: Full) -> None:
    plan = full.plan()
    for one in full.export().entities:
        said = [*one["properties"].get("notes", []), *one["properties"].get("description", [])]
        assert plan.marking in said, one["schema"]
    assert all(word in plan.marking for word in ("Confidential".upper(), plan.case.reference, "X-0001", plan.recipient.slug))  # fmt: skip


def test_names_of_things_are_the_same_in_every_export_whatever_else_goes(full: Full) -> None:
    before = {one["id"] for one in full.export().entities}
    full.incident(2)
    full.world.session.flush()
    later = full.export(reference="X-0002", language="ar", days=DateDetail.MONTH)
    after = {one["id"] for one in later.entities}
    assert len(before - after) == 1  # the first line, which speaks of the export itself
    assert all(re.fullmatch(r"casework-[0-9a-f]{40}", one) for one in after)


def test_another_installation_has_other_names(full: Full) -> None:
    assert full.plan().ident("unit", "U-0001") != full.plan(namespace="another").ident("unit", "U-0001")


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(
    DAYS,
    st.integers(0, 800),
    st.sampled_from(["{a}", "{a}/{b}", "{m}", "{y}", "{a}~", "{m}~", "{y}~", "/{a}", "{a}/", ""]),
)
def test_a_partial_date_is_true_of_every_day_that_is_meant(day: date, more: int, shape: str) -> None:
    stored = shape.format(a=day, b=day + timedelta(days=more), m=f"{day:%Y-%m}", y=f"{day:%Y}")
    span, found = dates.parse(stored), partial_date(stored)
    if span.earliest is None or span.latest is None:
        assert found == []
        return
    for said in found:
        assert DATE.fullmatch(said)
        assert span.earliest.isoformat().startswith(said)
        assert span.latest.isoformat().startswith(said)
    if span.earliest.year == span.latest.year:
        assert found


def test_what_nobody_approved_is_in_no_entity(full: Full) -> None:
    full.world.allegation(9, [(full.statement, "1")], status=ReviewStatus.DRAFT)
    made = full.export()
    assert "A-0009" not in made.files["ftm/entities.ftm.json"].decode()
    assert ("allegation", "A-0009", "not_approved") in made.kept()
