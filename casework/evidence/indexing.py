"""What the search may find of an exhibit: what is said about it; never file names, sources or embedded texts.

Those can carry the name of a person, and an identity never enters the index.
"""

from sqlmodel import Session

from casework import dates, search
from casework.evidence.models import Exhibit


def index(session: Session, exhibit: Exhibit) -> None:
    """Bring the search up to date with an exhibit, in the caller's transaction."""
    said = (exhibit.claimed_content, exhibit.observed_content, exhibit.place_claimed, exhibit.place_verified)
    made = dates.parse(exhibit.captured_verified or exhibit.captured_claimed)
    document = search.Doc(
        subject=exhibit.subject,
        title=exhibit.title,
        body="\n".join(text for text in said if text),
        status=str(exhibit.status),
        on=made.earliest or made.latest,
    )
    search.put(session, document)
