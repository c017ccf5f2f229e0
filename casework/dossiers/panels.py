"""What the first page shows of dossiers: to a committee's member, what was delivered."""

from flask import render_template
from sqlmodel import col

from casework.access import Permission, may_ever
from casework.dossiers import delivery, recalls
from casework.dossiers.models import DossierVersion
from casework.subjects import Actor
from casework.web import get_session
from casework.web.pages import panel

NEWEST = 5


@panel("home")
def on_home(actor: Actor) -> str:
    """The newest versions issued to the actor's body; nothing for who receives none."""
    if not may_ever(actor.role, Permission.DOSSIER_RECEIVE):
        return ""
    session = get_session()
    newest = delivery.received(session, actor).order_by(col(DossierVersion.id).desc()).limit(NEWEST)
    versions = session.execute(newest).scalars().all()
    dossiers = delivery.dossiers_by_id(session, {version.dossier_id for version in versions})
    gone = recalls.marked(session, versions, dossiers)
    return render_template("dossiers/_delivered.html", versions=versions, dossiers=dossiers, gone=gone)
