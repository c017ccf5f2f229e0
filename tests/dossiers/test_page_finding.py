"""The page that a picture without marks shows is found, its copy told by the lines, and nobody is named for nothing."""

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image

from casework import sandbox
from casework.dossiers import layout, mark_reading, page_finding
from casework.dossiers.layout import Moved
from casework.dossiers.layout_reading import Guess, Measured
from casework.dossiers.page_finding import Edition
from tests.dossiers.conftest import CODE, LAYOUT, best, typeset_sample
from tests.dossiers.photographs import BROAD, COMMON, SMALL, from_a_screen, photograph, scanned
from tests.dossiers.test_copy_marks import OTHERS, page_of, without_margins

DPI = 200


class Kept:
    """What was kept, for all tests: a stand-in for the encrypted cache."""

    found: dict[str, bytes] = {}

    def __init__(self, _settings: object) -> None: ...

    def find_bytes(self, name: str) -> bytes | None:
        return self.found.get(name)

    def keep_bytes(self, name: str, data: bytes) -> None:
        self.found[name] = data


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_finding, "FragmentCache", Kept)


def edition(language: str) -> Edition:
    return Edition(1 if language == "en" else 2, language, language * 32, typeset_sample(language)[1])


def found(picture: bytes, *languages: str) -> list[Measured]:
    return page_finding.found_in(None, picture, [edition(one) for one in languages])  # type: ignore[arg-type]


def told(answer: list[Measured]) -> tuple[str, int, bool]:
    """The edition and page that was found, and whether that is sure."""
    assert answer[0].page is not None
    return answer[0].language, answer[0].page.page, page_finding.is_sure(answer)


def bare(language: str, number: int) -> Image.Image:
    return without_margins(page_of(language, number, DPI))


PICTURES: dict[str, Callable[[Image.Image], bytes]] = {
    "telephone, two megapixels": lambda page: photograph(page, COMMON),
    "telephone, one megapixel": lambda page: photograph(page, SMALL, seed=3),
    "screenshot at 80 %": lambda page: from_a_screen(page, DPI),
}


@pytest.mark.parametrize(
    "language, number, kind",
    [("ar", 17, "telephone, two megapixels"), ("en", 16, "telephone, one megapixel"), ("en", 16, "screenshot at 80 %")],
)
def test_a_picture_of_a_page_without_marks_finds_its_page_and_names_its_copy(
    language: str, number: int, kind: str
) -> None:
    answer = found(PICTURES[kind](bare(language, number)), language)
    assert told(answer)[:2] == (language, number - 1)
    judged = layout.judged([*OTHERS, LAYOUT], answer[0].lines)
    assert (judged.at, judged.chance < layout.CHANCE) == ([len(OTHERS)], True)
    assert layout.judged(OTHERS, answer[0].lines).at == []


def test_half_a_page_is_enough_to_find_it_among_two_editions() -> None:
    page = bare("en", 4)
    answer = found(photograph(page.crop((0, 0, page.width, page.height // 2)), BROAD), "en", "ar")
    assert told(answer) == ("en", 3, True)
    assert layout.judged(OTHERS, answer[0].lines).at == []


def test_a_picture_is_found_however_it_was_held() -> None:
    page = bare("en", 4)
    over = found(scanned(page.transpose(Image.Transpose.ROTATE_180), 100, DPI), "en")
    assert told(over) == ("en", 3, True)
    seen = page_finding.lines_in(scanned(page.transpose(Image.Transpose.ROTATE_90), 100, DPI))
    assert (seen.turned, len(seen.lines) > 20) == (90, True)


def test_what_is_no_page_of_it_finds_none_and_the_same_text_is_not_sought_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page_finding.lines_of(None, edition("en"))  # type: ignore[arg-type]
    produce, asked = sandbox.produce, list[str]()

    def watched(task: str, *rest: object) -> sandbox.Produced:
        asked.append(task)
        return produce(task, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(sandbox, "produce", watched)
    noise = io.BytesIO()
    Image.frombytes("L", (900, 1200), random.Random(1).randbytes(900 * 1200)).save(  # noqa: S311
        noise, "PNG"
    )
    assert found(noise.getvalue(), "en") == []
    assert found(b"\xff\xd8\xff nothing", "en") == []
    assert found(scanned(page_of("ar", 5, DPI), 100, DPI), "en") == []
    assert "page_lines" not in asked


@pytest.mark.parametrize("seed, how", [(1, COMMON), (2, BROAD)])
def test_a_photograph_gives_the_mark_back(seed: int, how: object) -> None:
    page = page_of("en", 5, DPI)
    whole = page if how is COMMON else page.crop((0, 0, page.width, page.height // 2))
    marks = mark_reading.marks_of(photograph(whole, how, seed))  # type: ignore[arg-type]
    assert (set(marks.codes), marks.is_small) == ({CODE}, False)


def test_a_picture_with_too_few_pixels_is_said_to_be_too_small() -> None:
    out = io.BytesIO()
    page_of("en", 5, DPI).resize((200, 283)).save(out, "PNG")
    marks = mark_reading.marks_of(out.getvalue())
    assert (marks.was_read, marks.is_small, set(marks.codes)) == (True, True, set())


def test_a_guess_is_sure_only_when_much_agrees_and_no_other_page_comes_near() -> None:
    def page(number: int, pairs: int, alike: float = 0.9) -> Measured:
        return Measured(1, "en", [Moved(number, 1.0, 0.1)], Guess(number, str(number), pairs, alike))

    sure = [[page(1, 20)], [page(1, 20), page(2, 6)], [page(1, 20), page(1, 19)]]
    unsure = [[], [page(1, 4)], [page(1, 20, 0.3)], [page(1, 20), page(2, 15)]]
    assert [page_finding.is_sure(one) for one in (*sure, *unsure)] == [True] * 3 + [False] * 4
    kept = page_finding.near_the_best([page(1, 20), page(1, 19), page(2, 6)])
    assert [bool(one.lines) for one in kept] == [True, True, False]


def test_the_chance_that_an_innocent_copy_fits_is_counted_out() -> None:
    """Against all patterns, one by one; and over many questions it holds what it says."""
    chance = random.Random(4)  # noqa: S311 - the same answer every time
    bands = [Moved(0, 15.0 * at + 1, chance.gauss(0, 0.3), chance.uniform(0.5, 2)) for at in range(12)]
    for most in (0.5, 0.7, 0.9):
        wanted = most * (sum(b.weight * b.by**2 for b in bands) * sum(b.weight for b in bands)) ** 0.5
        sums = [0.0]
        for one in bands:
            sums = [total + sign * one.weight * one.by for total in sums for sign in (-1, 1)]
        share = sum(total >= wanted for total in sums) / len(sums)
        assert share <= layout.by_chance(bands, most) <= share * 1.4 + 1 / 1000
    named = 0
    for _question in range(200):
        lines = [Moved(3, 14.5 * at + 60, chance.choice([-0.25, 0.25]) + chance.gauss(0, 0.1)) for at in range(24)]
        keys = [f"{chance.getrandbits(128):032x}" for _copy in range(20)]
        named += bool(layout.judged(keys, lines).at)
    assert named <= 2, "one in a thousand would be a fifth of one"


def test_copies_that_fit_about_as_well_are_not_told_apart() -> None:
    pattern = layout.signs(LAYOUT, 0)
    lines = [Moved(0, 15.0 * at + 1, 0.25 * pattern[at]) for at in range(40)]
    twice = layout.judged([*OTHERS, LAYOUT, LAYOUT], lines)
    assert sorted(twice.at) == [len(OTHERS), len(OTHERS) + 1]
    assert best([*OTHERS, LAYOUT, LAYOUT], lines)[0] is None
    asked = layout.judged([LAYOUT], lines[:14], asked=10_000).at, layout.judged([LAYOUT], lines[:14]).at
    assert asked == ([], [0]), "who asks of more copies needs more lines"
