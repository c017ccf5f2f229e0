"""What a file that turned up is measured against: the bodies that its copies were made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework.access import Permission, require
from casework.cases.models import Case
from casework.config import Settings
from casework.dossiers import copies, layout_reading
from casework.dossiers.identifying import Marks
from casework.dossiers.layout_reading import Measured
from casework.dossiers.models import Dossier, DossierCopy, DossierVersion
from casework.errors import Unavailable
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
    """What to measure a file against: the edition that was chosen, else the versions that it names."""
    require(session, actor, Permission.DOSSIER_ISSUE, case.subject)
    known = select(DossierCopy.id).where(DossierCopy.case_id == case.key, DossierCopy.sha256 == marks.sha256)
    if marks.sha256 and session.exec(known).first() is not None:
        return []  # its bytes say more than its lines
    named = set(marks.references) | {one[:2] for one in marks.identifiers}
    found = [
        Body(version.key, language, str(version.bodies[language]["sha256"]))
        for dossier, version in _issued(session, case)
        for language in version.languages
        if f"{version.key}-{language}" == chosen or (not chosen and (dossier.reference, version.number) in named)
    ]
    return found[:MOST_BODIES]


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

    `page`: the number on the page of which there is a picture."""
    found, store = [], open_store(settings)
    for one in bodies:
        try:
            body = copies.kept(store, one.sha256)
        except Unavailable:
            continue
        if not marks.is_picture:
            lines = layout_reading.of_pdf(data, body)
        else:
            at = layout_reading.page_at(body, page)
            lines = layout_reading.of_picture(data, body, at) if at is not None else []
        if lines:
            found.append(Measured(one.version_id, one.language, lines))
    return found
