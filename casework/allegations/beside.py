"""What stands beside the paragraphs of a statement: the allegations that rest on each, or that it speaks against."""

from sqlmodel import Session

from casework.access import Permission, can
from casework.allegations.queries import AllegationFile, allegations_about
from casework.i18n import _
from casework.i18n.labels import label
from casework.subjects import Actor
from casework.testimonies.margins import Note, notes
from casework.testimonies.models import Testimony

MOST = 200


@notes
def beside(session: Session, actor: Actor, testimony: Testimony) -> dict[str, list[Note]]:
    """The allegations by paragraph number, in a constant number of statements."""
    if not can(session, actor, Permission.ALLEGATION_VIEW, testimony.subject):
        return {}
    found: dict[str, list[Note]] = {}
    for file in reversed(allegations_about(session, actor, testimony_id=testimony.key, limit=MOST)):
        for source in file.sources:
            if not source.is_exhibit and source.reference == testimony.reference:
                note = (file.row.subject, _said(file, is_contrary=source.is_contrary))
                found.setdefault(source.paragraph, []).append(note)
    return found


def _said(file: AllegationFile, *, is_contrary: bool) -> str:
    whom = [row.reference for row in (file.unit, file.individual) if row is not None]
    values = {"act": label(file.row.act), "whom": ", ".join(whom)}
    if is_contrary:
        return _("speaks against: %(act)s, alleged against %(whom)s", **values)
    return _("%(act)s, alleged against %(whom)s", **values)
