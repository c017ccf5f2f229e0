"""What a page needs to show one allegation whole: its own, and that of its review."""

from typing import Any

from sqlmodel import Session

from casework.allegations import queries, quotes, words
from casework.allegations.models import Allegation
from casework.allegations.rules import Article28
from casework.subjects import Actor


def whole(session: Session, actor: Actor, allegation: Allegation) -> dict[str, Any]:
    """The values of `allegations/_file.html`."""
    (file,) = queries.files_of(session, [allegation])
    found = file.corroboration
    return {
        "file": file,
        "allegation": allegation,
        "quotes": quotes.quotes_of(session, actor, allegation.subject, file.sources),
        "counted": words.counted(found),
        "not_counted": words.not_counted(found),
        "article_28": Article28,
    }
