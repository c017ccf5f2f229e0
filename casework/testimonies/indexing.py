"""What search knows of a statement: its codes and its text, never an identity."""

from sqlmodel import Session

from casework import search
from casework.testimonies.content import Content
from casework.testimonies.models import Testimony
from casework.witnesses.models import Witness


def index(session: Session, testimony: Testimony) -> None:
    """Make the text as it stands now findable (the draft; after submission it equals the frozen version)."""
    content = Content.from_json(testimony.draft)
    witness = session.get_one(Witness, testimony.witness_id)
    parts = [content.why_needed, content.prior_accounts, content.closing_note, content.observations]
    parts += [text for row in content.paragraphs for text in (row.original, row.translation)]
    search.put(
        session,
        search.Doc(
            subject=testimony.subject,
            title=witness.reference,
            body="\n".join(part for part in parts if part),
            status=testimony.status,
            within=witness.subject,
            on=content.started.date() if content.started else None,
        ),
    )
