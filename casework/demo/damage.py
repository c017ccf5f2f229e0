"""One exhibit's stored file is altered on purpose, so that a failing integrity check can be seen."""

from sqlalchemy import Engine
from sqlmodel import select

from casework.cases.models import Case
from casework.db import read_session, write_session
from casework.demo import content
from casework.demo.stage import REFERENCE
from casework.evidence import fixity
from casework.evidence.models import Exhibit
from casework.storage import FileStore, LocalBackend
from casework.subjects import SYSTEM


def alter_one_file(engine: Engine, store: FileStore) -> None:
    """Change bytes of the chosen file behind the application's back, then let it find out. Done once."""
    code = next(row["code"] for row in content.read("exhibits")["exhibit"] if row.get("altered"))
    with read_session(engine) as session:
        exhibit = session.exec(
            select(Exhibit).join(Case).where(Case.reference == REFERENCE, Exhibit.reference == code)
        ).one()
    if exhibit.is_quarantined or not isinstance(store.backend, LocalBackend):
        return
    _alter(store.backend, exhibit.sha256)
    measured = fixity.measure(store, fixity.held(exhibit))
    with write_session(engine) as session:
        fixity.record_check(session, SYSTEM, exhibit=session.get_one(Exhibit, exhibit.key), measured=measured)
        session.commit()


def _alter(backend: LocalBackend, sha256: str) -> None:
    """Turn around some bytes in the middle, in the folder itself: the store has no door for this."""
    path = backend.place(sha256)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 16] = bytes(255 - byte for byte in data[middle : middle + 16])
    path.chmod(0o600)
    path.write_bytes(data)
    path.chmod(0o400)
