"""What lower floors' pages show of requests: on an issued version its requests, on the first page the new replies."""

from sqlmodel import col

from casework.access import Permission, can, may_ever
from casework.dossiers.models import Dossier, DossierVersion
from casework.enquiries import answering, asking
from casework.enquiries.models import InformationRequest
from casework.enquiries.states import RequestState
from casework.subjects import Actor
from casework.web import current_actor, get_session, render
from casework.web.pages import panel

NEWEST = 5


@panel("received_version")
def on_version(version: DossierVersion, **_more: object) -> str:
    """The newest requests of the reader's body about one version, and where to ask."""
    session = get_session()
    statement = asking.requests_of_body(session, current_actor())
    statement = statement.where(col(InformationRequest.dossier_version_id) == version.key)
    rows = session.execute(statement.order_by(col(InformationRequest.id).desc()).limit(NEWEST)).scalars().all()
    return render("enquiries/_of_version.html", requests=rows, sent=version)


@panel("home")
def on_home(actor: Actor) -> str:
    """The newest replies to the reader's body; nothing for who receives no dossiers, or when nothing was asked."""
    if not may_ever(actor.role, Permission.DOSSIER_RECEIVE):
        return ""
    session = get_session()
    statement = asking.requests_of_body(session, actor)
    newest = statement.order_by(col(InformationRequest.updated_at).desc(), col(InformationRequest.id).desc()).limit(
        NEWEST
    )
    rows = session.execute(newest).scalars().all()
    return render("enquiries/_on_home.html", requests=rows, states=RequestState) if rows else ""


@panel("dossier")
def on_dossier(dossier: Dossier, **_more: object) -> str:
    """The newest requests about a dossier, for those who answer them."""
    session, actor = get_session(), current_actor()
    if not can(session, actor, Permission.DOSSIER_BUILD, dossier.subject):
        return ""
    rows = answering.requests_about(session, actor, dossier, NEWEST)
    return render("enquiries/_of_dossier.html", requests=rows, dossier=dossier) if rows else ""
