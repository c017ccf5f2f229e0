"""What the pages of bags and of records share: the body that is chosen, how far the worker is, the file that goes out."""

from typing import Any

from flask import Response, request

from casework.accounts.models import Recipient
from casework.dossiers.composing import recipients
from casework.exchange.services import HandedOut
from casework.i18n import _, current_language
from casework.jobs.models import Job, JobState
from casework.web import get_session, render
from casework.web.progress import asks_for_inner, with_addresses


def name_of(body: Recipient) -> str:
    return body.name_ar if current_language() == "ar" and body.name_ar else body.name


def body_chosen(form: Any) -> tuple[str, Recipient | None]:
    """Offer the bodies; what was chosen by the form or the address, and the body that it is, if any."""
    bodies = recipients(get_session())
    offered = [(one.slug, name_of(one)) for one in bodies]
    form.recipient.choices = [("", _("Choose the body that receives it.")), *offered]
    chosen = form.recipient.data or request.args.get("recipient", "")
    if not form.is_submitted():
        form.recipient.data, form.language.data = chosen, form.language.data or current_language()
    return chosen, next((one for one in bodies if one.slug == chosen), None)


def progressing(template: str, job: Job | None, status: int = 200, **values: Any) -> Response:
    """A page that shows how far its job is; htmx is given the progress alone, and the page when it is done."""
    working = job is not None and job.state.is_under_way
    causes = with_addresses(job.result.get("causes", []) if job else [])
    shown = "exchange/_progress.html" if asks_for_inner() and working else template
    response = Response(render(shown, job=job, working=working, causes=causes, states=JobState, **values), status)
    if asks_for_inner() and not working:
        response.headers["HX-Refresh"] = "true"
    return response


def as_zip(made: HandedOut) -> Response:
    """The file itself, under a policy that lets nothing in it run."""
    response = Response(made.chunks if request.method != "HEAD" else b"", mimetype="application/zip")
    response.content_length = made.size
    response.headers.set("Content-Disposition", "attachment", filename=made.filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
