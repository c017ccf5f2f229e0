"""A finished sample dossier, made once: typesetting is the slow part."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import pytest

from casework.dossiers import archive, building, html, layout, render, seal
from casework.dossiers.content import Snapshot
from casework.dossiers.typesetting import Typesetter
from casework.i18n import use_locale
from casework.printing.fragments import render_fragment
from casework.printing.pieces import Fragment, Sheet
from casework.printing.press import Answered, unheard
from tests.dossiers import samples

CODE, LAYOUT = "K7QM4XTP", "5a" * 16
KEY = seal.sealing_key(b"k" * 32)
PHRASES = html.Phrases(str, lambda one, many, count: one if count == 1 else many, str)


def typeset(snapshot: Snapshot) -> bytes:
    """The body, typeset in this process: what children of the press do is tested apart."""
    with use_locale(snapshot.lang):
        return Typesetter(Here()).body(snapshot, phrases_of(snapshot), samples.PICTURES).data  # type: ignore[arg-type]


def phrases_of(snapshot: Snapshot) -> html.Phrases:
    """English needs no catalogue."""
    return building.phrases("ar") if snapshot.lang == "ar" else PHRASES


class Here:
    """A press without children."""

    def typeset(self, sheets: Sequence[Sheet], answered: Answered = unheard) -> Iterator[tuple[int, Fragment]]:
        for at, one in enumerate(sheets):
            yield at, render_fragment(one.html, one.resources, style=one.style, tag=one.tag)


def make_pdf(
    snapshot: Snapshot, *, number: str = "1", body: bytes | None = None, code: str = CODE, layout_key: str = LAYOUT
) -> bytes:
    """The sealed file of one copy."""
    body = body or typeset(snapshot)
    mark = html.compose_mark(snapshot, PHRASES, short=f"Copy {number}", long=f"Copy {number} of D-0001", code=code)
    manifest = {
        "dossier": "D-0001",
        "version": snapshot.cover.version,
        "edition": snapshot.lang,
        "built_at": snapshot.built_at,
        "log": {"sequence": 412, "head": snapshot.log_head},
    }
    copy = archive.Copy(render.render(mark, variant=None), number, layout_key)
    return archive.finish(body, copy=copy, manifest=manifest, attachments={"texts.json": b'{"a": 1}'}, key=KEY)


@cache
def typeset_sample(language: str) -> tuple[Snapshot, bytes]:
    """A snapshot and its typeset body."""
    snapshot = samples.snapshot(language)
    return snapshot, typeset(snapshot)


@pytest.fixture(scope="session", params=["en", "ar"])
def edition(request: pytest.FixtureRequest) -> tuple[Snapshot, bytes]:
    """A snapshot and its typeset body, in each language."""
    return typeset_sample(request.param)


@pytest.fixture(scope="session")
def sealed(edition: tuple[Snapshot, bytes]) -> bytes:
    """One copy of each edition."""
    return make_pdf(edition[0], body=edition[1])


def best(keys: Sequence[str], lines: Iterable[layout.Moved]) -> tuple[int | None, float]:
    """The one of the keys that what was found fits (None: no one, or more than one), and how well the best does."""
    answer = layout.judged(keys, lines)
    return (answer.at[0] if len(answer.at) == 1 else None), answer.fit
