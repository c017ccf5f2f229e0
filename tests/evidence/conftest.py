"""A case with an investigator and a supervisor, and a store in a temporary folder."""

import io
from dataclasses import dataclass

import pytest
from sqlmodel import Session

from casework.cases.models import Case
from casework.evidence import intake
from casework.evidence.details import ExhibitDetails
from casework.evidence.filenames import clean
from casework.evidence.intake import ReceivedFile
from casework.evidence.models import Exhibit
from casework.sandbox import Inspection
from casework.storage import FileStore
from casework.subjects import Actor, Role
from casework.vocabulary import EvidenceType
from tests.factories import make_account, make_case
from tests.storage.stores import alter, make_store, place_of


@dataclass
class Desk:
    """What a test of a service works with."""

    session: Session
    store: FileStore
    case: Case
    investigator: Actor
    supervisor: Actor
    stranger: Actor
    before: bytes = b""

    def file(self, content: bytes, name: str = "note.txt") -> ReceivedFile:
        """A file that arrived; the sandbox is asked only about what is more than a text (it takes its time)."""
        staged = self.store.stage(io.BytesIO(content), len(content) + 1)
        if name == "note.txt":
            return ReceivedFile(staged, clean(name), Inspection("text/plain"))
        return intake.look_into(self.store, staged, name)

    def exhibit(self, content: bytes = b"noise\n", name: str = "note.txt", **details: object) -> Exhibit:
        said = ExhibitDetails(**({"title": "A note", "kind": EvidenceType.OTHER} | details))
        exhibit = intake.register_exhibit(
            self.session, self.investigator, self.store, case=self.case, details=said, file=self.file(content, name)
        )
        self.session.commit()
        return exhibit

    def alter(self, exhibit: Exhibit, content: bytes = b"changed behind our back") -> None:
        self.before = place_of(self.store, exhibit.sha256).read_bytes()
        alter(self.store, exhibit.sha256, content)

    def restore(self, exhibit: Exhibit) -> None:
        """Put the bytes back that the last alteration replaced, as from a backup."""
        alter(self.store, exhibit.sha256, self.before)


@pytest.fixture
def desk(session: Session, tmp_path) -> Desk:
    investigator, supervisor = make_account(session), make_account(session, Role.SUPERVISOR)
    stranger, other = make_account(session), make_account(session)
    case = make_case(session, [investigator, supervisor])
    make_case(session, [stranger, other])
    session.commit()
    people = [account.as_actor() for account in (investigator, supervisor, stranger)]
    return Desk(session, make_store(tmp_path / "store"), case, *people)
