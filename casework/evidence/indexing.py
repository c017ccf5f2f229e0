"""What the search may find of an exhibit: what is said about it, never what a file claims about people."""

from sqlmodel import Session

from casework.evidence.models import Exhibit


def index(session: Session, exhibit: Exhibit) -> None:
    """Bring the search up to date with an exhibit."""
