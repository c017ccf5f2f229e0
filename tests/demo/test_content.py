"""The words of the demonstration hold together before anything is loaded."""

import re
from collections import Counter

import pytest

from casework import dates, vocabulary
from casework.demo import content

ARABIC = re.compile(r"[\u0600-\u06ff]")
REFERENCE = re.compile(r"(T-\d{4}) ¶(\d+)")


def test_the_case_has_the_size_that_was_asked_for() -> None:
    sizes = {
        ("people", "witness"): 12,
        ("exhibits", "exhibit"): 24,
        ("case", "incident"): 7,
        ("case", "figure"): 14,
        ("victims", "victim"): 30,
        ("units", "unit"): 12,
        ("units", "posting"): 14,
        ("allegations", "allegation"): 25,
    }
    assert {key: len(content.read(key[0])[key[1]]) >= least for key, least in sizes.items()} == dict.fromkeys(
        sizes, True
    )
    assert Counter(t["language"] for t in content.testimonies().values()) == {"ar": 10, "en": 6}


@pytest.mark.parametrize("reference", content.testimonies())
def test_a_testimony_is_as_long_as_people_speak_and_aligned(reference: str) -> None:
    testimony = content.testimonies()[reference]
    for version in (1, 2):
        texts = content.paragraphs(testimony, version)
        assert all(ARABIC.search(arabic) and not ARABIC.search(english) for arabic, english in texts)
        for side in zip(*texts, strict=True):
            assert 250 <= sum(len(text.split()) for text in side) <= 600


def test_no_vault_name_occurs_in_any_other_text() -> None:
    texts = "\n".join(
        re.sub(r"^identity = .*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for path in content.FOLDER.rglob("*.toml")
        if path.name != "list.toml"  # its names are read into the vault, as those of any list are
    ).casefold()
    parts = {part.casefold() for name in content.vault_names() for part in name.split()}
    assert len(parts) > 60
    assert [part for part in sorted(parts) if part in texts] == []


def test_every_reference_to_a_paragraph_leads_to_one() -> None:
    testimonies = content.testimonies()
    broken = [
        (path.name, reference, number)
        for path in content.FOLDER.rglob("*.toml")
        for reference, number in REFERENCE.findall(path.read_text(encoding="utf-8"))
        if not 1 <= int(number) <= len(testimonies[reference]["p"])
    ]
    assert broken == []


def test_every_allegation_says_what_speaks_against_it() -> None:
    allegations = content.read("allegations")["allegation"]
    assert all(len(row["contrary"]) > 60 for row in allegations)
    assert sum(bool(row.get("refuted")) for row in allegations) == 1
    weak = [row for row in allegations if row.get("weak")]
    assert [row["bases"] for row in weak] == [["speech_or_appearance"]]


def test_references_between_the_files_lead_somewhere() -> None:
    victims = {row["code"] for row in content.read("victims")["victim"]}
    exhibits = {row["code"] for row in content.read("exhibits")["exhibit"]}
    units = {row["code"] for row in content.read("units")["unit"]}
    people = {row["code"] for row in content.read("units")["individual"]}
    for row in content.read("allegations")["allegation"]:
        assert set(row["victims"]) <= victims
        assert set(row["exhibits"]) <= exhibits
        assert row.get("unit") in units | {None}
        assert row.get("individual") in people | {None}


def test_every_word_is_one_of_the_vocabulary() -> None:
    for row in content.read("allegations")["allegation"]:
        vocabulary.Act(row["act"])
        vocabulary.LiabilityMode(row["mode"])
        vocabulary.Confidence(row["confidence"])
        assert [vocabulary.LinkBasis(basis) for basis in row["bases"]]
    for row in content.read("people")["witness"]:
        vocabulary.AgeBand(row["age_band"])
        assert {vocabulary.ConsentScope(scope) for scope in row["consent"]} <= set(vocabulary.ConsentScope)
        assert [vocabulary.ProtectionMeasure(measure) for measure in row["protection"]]


def test_every_date_can_be_read_and_none_ends_before_it_begins() -> None:
    claims = [row for kind in ("posting", "relation", "vacancy") for row in content.read("units")[kind]]
    rows = claims + content.read("case")["incident"]
    spans = [(dates.parse(row["start"]), dates.parse(row["end"])) for row in rows]
    assert spans
    assert [(start, end) for start, end in spans if start.earliest and end.latest and start.earliest > end.latest] == []
    assert all(dates.parse(row["date"]).precision for row in content.read("victims")["victim"])


def test_real_groups_are_named_only_with_their_source_and_invented_ones_say_so() -> None:
    for row in content.read("units")["unit"]:
        assert row["alleged_by"]
        invented = row["description"].startswith("Invented")
        assert invented == ("(SYNTHETIC)" in row["name"])
