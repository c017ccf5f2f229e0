"""Many files that share what is known about them: each becomes a draft exhibit of its own, one transaction each."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from casework.cases.models import Case
from casework.config import Settings
from casework.errors import Invalid
from casework.evidence import intake
from casework.evidence.details import ExhibitDetails
from casework.evidence.filenames import clean
from casework.evidence.intake import ReceivedFile
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.storage import FileStore
from casework.subjects import Actor
from casework.uploads import services as uploads
from casework.uploads.models import Upload
from casework.vocabulary import EvidenceType

LONGEST_TITLE = 200
_KINDS = {"image": EvidenceType.PHOTO, "video": EvidenceType.VIDEO, "audio": EvidenceType.AUDIO}
_DOCUMENTS = ("application/pdf", "application/msword", "application/vnd.", "text/")


@dataclass(frozen=True)
class Registered:
    """What became of one file: an exhibit, or why not."""

    name: str
    exhibit: Exhibit | None = None
    problem: str = ""


def kind_of(media_type: str) -> EvidenceType:
    """The type of exhibit that a file's content suggests."""
    if media_type.startswith(_DOCUMENTS):
        return EvidenceType.DIGITAL_DOCUMENT
    return _KINDS.get(media_type.partition("/")[0], EvidenceType.OTHER)


def title_of(name: str) -> str:
    """A title made of a file's name: without its extension, never empty."""
    cleaned = clean(name).name
    return (cleaned.rpartition(".")[0] or cleaned)[:LONGEST_TITLE]


def numbered(title: str, number: int) -> str:
    """The title that all of them share, with a number."""
    suffix = f" ({number})"
    return title[: LONGEST_TITLE - len(suffix)] + suffix


def register_one(
    session: Session,
    actor: Actor,
    store: FileStore,
    *,
    case: Case,
    upload: Upload,
    file: ReceivedFile,
    shared: ExhibitDetails,
    title: str,
    by_content: bool,
    settings: Settings | None = None,
) -> Registered:
    """Register one of them in the open transaction; what is wrong with it is its result, not an error.

    Raises Invalid when what they share is wrong, StoreFull. Nothing of it stays then.
    """
    kind = kind_of(file.seen.media_type) if by_content else shared.kind
    try:
        uploads.consume(session, upload)
        exhibit = intake.register_exhibit(
            session,
            actor,
            store,
            case=case,
            details=replace(shared, title=title, kind=kind),
            file=file,
            settings=settings,
        )
    except uploads.Gone:
        session.rollback()
        return Registered(file.name.name, problem=_("It was registered or discarded meanwhile."))
    except Invalid as problem:
        session.rollback()
        if set(problem.fields) != {"file"}:
            raise
        return Registered(file.name.name, problem=str(problem.fields["file"]))
    return Registered(file.name.name, exhibit)
