"""What a question may name, decided on the snapshot alone."""

import pytest

from casework.dossiers import snapshot as snapshots
from casework.dossiers.printed import codes_in, printed_in
from casework.enquiries.citing import cited
from tests.dossiers import samples

SAMPLE = samples.snapshot("en")
PRINTED = printed_in(SAMPLE, snapshots.dumps(SAMPLE))
TOLD = SAMPLE.statements[0]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("W-0003 and EX-0042, T-0016 ¶9", {"W-0003", "EX-0042", "T-0016"}),
        ("w-0003; الشاهد W-٠٠٠٤", {"W-0003", "W-0004"}),
        ("W\u20110005", {"W-0005"}),
        ("CW-2025-0001 and SHA-256 and XW-0001-2", set()),
    ],
)
def test_codes_are_read_in_every_writing(text: str, codes: set[str]) -> None:
    assert codes_in(text) == codes


def test_a_place_that_is_not_printed_is_named_as_strange_whether_it_exists_or_not() -> None:
    number = next(fact.number for one in SAMPLE.incidents for fact in one.facts)
    typed = f"{number}, {TOLD.ref.lower()}؛ {TOLD.ref} ¶{TOLD.paragraphs[0].number}; W-9999, 99999, {TOLD.ref} ¶999"
    found, strange = cited(typed, PRINTED)
    assert found == [f"¶{number}", TOLD.ref, f"{TOLD.ref} ¶{TOLD.paragraphs[0].number}"]
    assert strange == ["W-9999", "99999", f"{TOLD.ref} ¶999"]


def test_a_mention_leads_to_the_witnesses_on_whom_it_rests() -> None:
    assert PRINTED.witnesses_of([TOLD.ref]) == {TOLD.witness}
    assert PRINTED.witnesses_of([f"{TOLD.ref} ¶{TOLD.paragraphs[0].number}"]) == {TOLD.witness}
    assert PRINTED.witnesses_of(["W-9999"]) == set()
