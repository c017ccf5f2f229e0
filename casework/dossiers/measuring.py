"""What a file that turned up is measured against: the bodies that its copies were made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from casework.access import Permission, require
from casework.cases.models import Case
from casework.config import Settings
from casework.db import UNFILTERED, now, read_session
from casework.dossiers import copies, layout_reading, page_finding
from casework.dossiers.cache import DAYS, FragmentCache
from casework.dossiers.layout_reading import Measured
from casework.dossiers.mark_reading import Marks
from casework.dossiers.models import Dossier, DossierCopy, DossierVersion
from casework.dossiers.page_finding import Edition
from casework.errors import Unavailable
from casework.jobs import housekeeping
from casework.storage import open_store
from casework.subjects import Actor

SENT_MOST = 200
MOST_BODIES = 4


@dataclass(frozen=True)
class Body:
    """One edition of an issued version: what its copies were made of."""

    version_id: int
    language: str
    sha256: str


def editions(session: Session, actor: Actor, case: Case) -> list[tuple[str, str]]:
    """The issued editions of a case, to choose from: a value for a form, and its words; the newest first."""
    require(session, actor, Permission.DOSSIER_ISSUE, case.subject)
    return [
        (f"{version.key}-{language}", f"{dossier.reference} v{version.number} ({language})")
        for dossier, version in _issued(session, case)
        for language in version.languages
    ]


def bodies_for(session: Session, actor: Actor, *, case: Case, marks: Marks, chosen: str = "") -> list[Body]:
    """What to measure a file against: the edition that was chosen, else those that it names or whose mark it bears; a
    picture that names none is looked for in the newest ones."""
    require(session, actor, Permission.DOSSIER_ISSUE, case.subject)
    known = select(DossierCopy.id).where(DossierCopy.case_id == case.key, DossierCopy.sha256 == marks.sha256)
    if not marks.sha256 or session.exec(known).first() is not None:
        return []  # there is nothing to measure, or its bytes say more than its lines
    every = [
        (Body(version.key, language, str(version.bodies[language]["sha256"])), (dossier.reference, version.number))
        for dossier, version in _issued(session, case)
        for language in version.languages
    ]
    if chosen:
        return [body for body, _named in every if f"{body.version_id}-{body.language}" == chosen]
    named, marked = set(marks.references) | {one[:2] for one in marks.identifiers}, _marked(session, case, marks)
    found = [body for body, name in every if name in named or (body.version_id, body.language) in marked]
    return (found or ([body for body, _name in every] if marks.is_picture else []))[:MOST_BODIES]


def _marked(session: Session, case: Case, marks: Marks) -> set[tuple[int, str]]:
    """The editions of the copies whose marks it bears."""
    statement = select(DossierCopy.dossier_version_id, DossierCopy.language).where(
        DossierCopy.case_id == case.key, col(DossierCopy.mark_code).in_(set(marks.codes) - {""})
    )
    return set(session.exec(statement.limit(SENT_MOST)).all())


def _issued(session: Session, case: Case) -> Sequence[tuple[Dossier, DossierVersion]]:
    statement = (
        select(Dossier, DossierVersion)
        .join(DossierVersion, col(DossierVersion.dossier_id) == Dossier.id)
        .where(Dossier.case_id == case.key, col(DossierVersion.issued_at).is_not(None))
        .order_by(col(DossierVersion.id).desc())
        .limit(SENT_MOST)
    )
    return [(dossier, version) for dossier, version in session.exec(statement)]


def measure(settings: Settings, data: bytes, marks: Marks, bodies: Sequence[Body], page: str = "") -> list[Measured]:
    """The places of its lines, measured in the confined child; takes seconds. No session should be open.

    Of a picture the page that it shows is looked for; `page`: its number, when a person knows it."""
    kept = [(one, body) for one in bodies if (body := _body(settings, one))]
    if marks.is_picture:
        known = [Edition(one.version_id, one.language, one.sha256, body) for one, body in kept]
        return _on_page(data, known, page) if page.strip() else page_finding.found_in(settings, data, known)
    found = [Measured(one.version_id, one.language, layout_reading.of_pdf(data, body)) for one, body in kept]
    return [one for one in found if one.lines]


def _body(settings: Settings, body: Body) -> bytes:
    try:
        return copies.kept(open_store(settings), body.sha256)
    except Unavailable:
        return b""


def _on_page(data: bytes, editions: Sequence[Edition], page: str) -> list[Measured]:
    """The picture on the page that a person chose: laid over it, else, of a whole page, stretched over it."""
    found = []
    for edition in editions:
        at = layout_reading.page_at(edition.data, page)
        if at is None:
            continue
        laid = page_finding.laid_over(data, [(edition, at)])
        lines = [] if laid else layout_reading.of_picture(data, edition.data, at)
        found += laid or ([Measured(edition.version_id, edition.language, lines)] if lines else [])
    return found


@housekeeping
def take_lines_of_pages(engine: Engine, settings: Settings) -> None:
    """What tells the pages of the newest issued editions, before anybody asks: it takes half a minute for a long one."""
    if not FragmentCache(settings).can_keep:
        return
    statement = (
        select(DossierVersion)
        .where(col(DossierVersion.issued_at) > now() - timedelta(days=DAYS))
        .order_by(col(DossierVersion.id).desc())
        .limit(MOST_BODIES)
    )
    with read_session(engine) as session:
        bodies = [
            Body(version.key, language, str(version.bodies[language]["sha256"]))
            for version in session.exec(statement, execution_options=UNFILTERED)
            for language in version.languages
        ]
    for one in bodies:
        if data := _body(settings, one):
            page_finding.lines_of(settings, Edition(one.version_id, one.language, one.sha256, data))
