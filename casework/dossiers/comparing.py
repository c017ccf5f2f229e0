"""Two versions of a dossier page by page: which pages differ, and where, as pictures side by side.

The confined child reads the typeset files; here only fingerprints of pages are compared, so that 1,100 pages cost a few
hundred kilobytes. Who may open both versions may compare them: consent is asked as for a download.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from itertools import zip_longest

from sqlmodel import Session

from casework import audit, sandbox
from casework.config import Settings
from casework.db import now
from casework.dossiers import delivery
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.reading import LASTS
from casework.errors import NotFound, Unavailable
from casework.i18n import _
from casework.storage import AlteredContent, FileStore, MissingContent
from casework.subjects import Actor

SIDE, SMALL_SIDE = 1400, 900
_QUICK = sandbox.Limits(seconds=30, cpu_seconds=25, most_bytes=16 * 1024 * 1024)
_WHOLE = sandbox.Limits(seconds=120, cpu_seconds=110, most_bytes=1024 * 1024)
# Fingerprints of files that were compared lately, by the hash of the file: they never change.
_KNOWN: dict[str, tuple[str, ...]] = {}
_MOST_KNOWN = 16


@dataclass(frozen=True)
class Side:
    """One page (from 1) of one stored edition; no page where the other version has one more."""

    digest: str
    number: int


@dataclass(frozen=True)
class Pair:
    """Two pages that stand for each other and differ; one of them can be missing (added, removed)."""

    before: int | None
    after: int | None


def aligned(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """The pages that differ, in order. A page put in between makes no later page differ."""
    found: list[Pair] = []
    for kind, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            pages = zip_longest(range(low + 1, high + 1), range(start + 1, end + 1))
            found += [Pair(old, new) for old, new in pages]
    return found


def changed_words(before: Sequence[str], after: Sequence[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Which words of each page the other has not: (first, end) of each run, from 0."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    return (
        [(low, high) for _kind, low, high, _start, _end in changed if high > low],
        [(start, end) for _kind, _low, _high, start, end in changed if end > start],
    )


def edition(
    session: Session, actor: Actor, settings: Settings, *, dossier: Dossier, version: DossierVersion, language: str
) -> str:
    """The hash of a stored edition, for who may open it. Raises NotFound, Forbidden, Refused as a download does."""
    delivery.require_opening(session, actor, settings, dossier=dossier, version=version)
    if language not in version.bodies:
        raise NotFound
    return str(version.bodies[language]["sha256"])


def prints_of(store: FileStore, digest: str) -> tuple[str, ...]:
    """The fingerprint of each page of a stored edition. Call it outside any transaction. Raises Unavailable."""
    if digest not in _KNOWN:
        made = tuple(_made(store, "page_prints", digest, {}, _WHOLE).decode("ascii").split())
        while len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)), None)
        _KNOWN[digest] = made
    return _KNOWN[digest]


def picture(store: FileStore, page: Side, other: Side | None, *, small: bool = False) -> bytes:
    """A page as a JPEG; what the other page has not is underlined. Call it outside any transaction. Raises Unavailable."""
    spans: list[tuple[int, int]] = []
    if other is not None:
        spans = changed_words(_words(store, page), _words(store, other))[0]
    options = {"number": page.number, "side": SMALL_SIDE if small else SIDE, "spans": spans}
    return _made(store, "page_marked", page.digest, options, _QUICK)


def _words(store: FileStore, page: Side) -> list[str]:
    return _made(store, "page_words", page.digest, {"number": page.number}, _QUICK).decode("utf-8").split("\n")


def _made(store: FileStore, task: str, digest: str, options: dict[str, object], limits: sandbox.Limits) -> bytes:
    out = BytesIO()
    try:
        with store.open_stream(digest) as source:
            made = sandbox.produce(task, options, source, out, limits)
    except (MissingContent, AlteredContent, OSError):
        raise Unavailable(_("The stored dossier is missing or damaged. Tell the administrator.")) from None
    if made.problem is not None:
        raise Unavailable(_("These pages could not be compared. Try again later."))
    return out.getvalue()


def record_look(
    session: Session, actor: Actor, *, dossier: Dossier, version: DossierVersion, language: str, page: int
) -> None:
    """A page on the screen is a look at that version. Turning pages is one comparison, which counts as a file taken
    out; who comes back later compares again."""
    done = audit.entries(session, actions=("dossier.compared",), actor_id=actor.id, subject=dossier.subject, limit=1)
    if not done or done[0].at < now() - LASTS:
        audit.record(session, actor, "dossier.compared", dossier.subject, version=version.number, language=language)
    audit.record(
        session, actor, "dossier.page_opened", dossier.subject, version=version.number, language=language, page=page
    )
