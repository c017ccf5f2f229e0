"""Two versions of a dossier side by side: which pages differ, and where, as pictures.

The text of an edition's pages is read once, by the confined child in a job, and kept encrypted beside the typeset file;
a request lays two such texts side by side (`flowing`) and opens no PDF but for the pictures that it shows. Who may open
both versions may compare them: consent is asked as for a download.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO

from sqlmodel import Session, col, select

from casework import audit, sandbox
from casework.config import Settings
from casework.db import now
from casework.dossiers import copies, delivery, flowing
from casework.dossiers.flowing import Compared, Span
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.reading import LASTS
from casework.errors import NotFound, Unavailable
from casework.i18n import _
from casework.jobs import enqueue
from casework.jobs.models import Job
from casework.storage import AlteredContent, FileStore, MissingContent
from casework.subjects import Actor

READ = "dossier.read_pages"
SIDE, SMALL_SIDE = 1400, 900
MOST_WORKING = 50
_QUICK = sandbox.Limits(seconds=30, cpu_seconds=25, most_bytes=16 * 1024 * 1024)
_WHOLE = sandbox.Limits(seconds=300, cpu_seconds=280, most_bytes=64 * 1024 * 1024)
# What was compared lately, by the hashes of the texts: they never change.
_KNOWN: dict[tuple[str, str], Compared] = {}
_MOST_KNOWN = 8


@dataclass(frozen=True)
class Pages:
    """The text of an edition: of each page its printed number, and its words."""

    digest: str
    labels: list[str]
    words: list[list[str]]

    def label(self, number: int | None) -> str:
        """What is printed on a page (from 1)."""
        return self.labels[number - 1] if number and number <= len(self.labels) else ""


def require_edition(
    session: Session, actor: Actor, settings: Settings, *, dossier: Dossier, version: DossierVersion, language: str
) -> None:
    """Whether the actor may open a stored edition. Raises NotFound, Forbidden, Refused as a download does."""
    delivery.require_opening(session, actor, settings, dossier=dossier, version=version)
    if language not in version.bodies:
        raise NotFound


def are_read(versions: Sequence[DossierVersion], language: str) -> bool:
    """Whether the pages of these editions were read already."""
    return all(version.bodies[language].get("texts") for version in versions)


def reading_of(session: Session, versions: Sequence[DossierVersion], language: str) -> Job | None:
    """The last job that read, reads or will read these editions."""
    statement = select(Job).where(Job.kind == READ, Job.case_id == versions[0].case_id)
    lately = session.exec(statement.order_by(col(Job.id).desc()).limit(MOST_WORKING))
    return next((one for one in lately if one.payload == _payload(versions, language)), None)


def start_reading(session: Session, actor: Actor, *, versions: Sequence[DossierVersion], language: str) -> None:
    """Have the pages of these editions read, once however often it is asked for. The caller has asked whether who asks
    may open them."""
    working = reading_of(session, versions, language)
    if not are_read(versions, language) and (working is None or not working.state.is_under_way):
        enqueue(session, actor, READ, versions[0].case_id, _payload(versions, language))


def _payload(versions: Sequence[DossierVersion], language: str) -> dict[str, object]:
    return {"versions": sorted(one.key for one in versions), "language": language}


def read_pages(store: FileStore, digest: str) -> str:
    """Read the text of a stored edition's pages and keep it; its hash. Takes seconds: no transaction should be open.

    Raises Unavailable."""
    text = _made(store, "page_texts", digest, {}, _WHOLE)
    return store.keep(store.stage(BytesIO(text), len(text)))


def pages_of(store: FileStore, version: DossierVersion, language: str) -> Pages:
    """The text of an edition that was read. Raises Unavailable."""
    digest = str(version.bodies[language]["texts"])
    lines = [line.partition("\t") for line in copies.kept(store, digest).decode("utf-8").split("\n")[:-1]]
    return Pages(digest, [label for label, _tab, _text in lines], [text.split() for _label, _tab, text in lines])


def compared(before: Pages, after: Pages) -> Compared:
    """What differs; kept for a while, because each picture asks for it again."""
    key = before.digest, after.digest
    if key not in _KNOWN:
        made = flowing.compare(before.words, after.words)
        while len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)), None)
        _KNOWN[key] = made
    return _KNOWN[key]


def picture(
    store: FileStore, digest: str, number: int, words: Sequence[str], spans: Sequence[Span], *, small: bool = False
) -> bytes:
    """A page (from 1) as a JPEG, with these runs of its words underlined. Call it outside any transaction.

    Raises Unavailable."""
    drawn = _words(store, digest, number) if spans else []
    options = {"number": number, "side": SMALL_SIDE if small else SIDE, "spans": _as_drawn(words, drawn, spans)}
    return _made(store, "page_marked", digest, options, _QUICK)


def _as_drawn(words: Sequence[str], drawn: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """The same runs in the words as they stand on the page: a word that is broken over a line is counted there as two."""
    if list(words) == list(drawn):
        return list(spans)
    at = list[int]()
    for _kind, low, high, start, end in SequenceMatcher(None, words, drawn, autojunk=False).get_opcodes():
        at += [min(start + step, max(end - 1, start)) for step in range(high - low)]
    return [(at[low], at[high - 1] + 1) for low, high in spans if low < high <= len(at)]


def _words(store: FileStore, digest: str, number: int) -> list[str]:
    return _made(store, "page_words", digest, {"number": number}, _QUICK).decode("utf-8").split("\n")[:-1]


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
