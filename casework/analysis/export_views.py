"""Taking a figure out of the application: what goes, what stays, and the file."""

from flask import Response, g, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound as NoSuchPage

from casework.access import Permission
from casework.analysis import exports, rastering
from casework.analysis.blueprint import bp
from casework.analysis.framing import standalone
from casework.analysis.leaving import record_export
from casework.analysis.svg import Picture
from casework.errors import Cause, Refused
from casework.i18n import _, current_language
from casework.vault import vault_of
from casework.web import current_actor, get_session, needs, render, settings
from casework.web.context import close_session

MEDIA = {"svg": "image/svg+xml", "png": "image/png"}


@bp.get("/export/<figure>")
@needs(Permission.ANALYSIS_EXPORT)
def export(case_ref: str, figure: str) -> ResponseReturnValue:
    """The figure as it would leave, with what stays here; two buttons take it."""
    drawn = made(figure)
    asked = request.args.to_dict(flat=False)
    picture = exports.marked(drawn, g.case, is_demo=settings().demo)
    links = {
        kind: url_for("analysis.export_file", case_ref=case_ref, figure=figure, kind=kind, **asked | {"stay": drawn.stayed})  # type: ignore[arg-type]
        for kind in MEDIA
    }  # fmt: skip
    back = url_for(exports.PAGES.get(figure, f"analysis.{figure}"), case_ref=case_ref, **asked)  # type: ignore[arg-type]
    shown = Markup(picture.markup()) if picture else None  # noqa: S704 - Picture escapes every text and attribute
    return render("analysis/export.html", picture=shown, stayed=drawn.stayed, links=links, back=back)


@bp.get("/export/<figure>.<any(svg, png):kind>")
@needs(Permission.ANALYSIS_EXPORT, writes=True)
def export_file(case_ref: str, figure: str, kind: str) -> ResponseReturnValue:
    """The file. It is in the log; what consent or protection keeps here is not in the picture."""
    session, drawn = get_session(), made(figure)
    picture = exports.marked(drawn, g.case, is_demo=settings().demo)
    if picture is None:
        raise Refused([Cause(_("Nothing of this figure may leave, or there is nothing in it."))])
    told = request.args.get("stay", 0, type=int)
    vault = vault_of(settings())
    record_export(
        session, current_actor(), g.case, vault, picture=picture, figure=figure, kind=kind, stayed=drawn.stayed, told=told
    )  # fmt: skip
    name = f"{g.case.reference}-{figure}-{current_language()}.{kind}"
    if request.method == "HEAD":
        session.rollback()
        return Response(mimetype=MEDIA[kind])
    session.commit()
    close_session()
    return _download(drawn_as(picture, kind), MEDIA[kind], name)


def drawn_as(picture: Picture, kind: str) -> bytes:
    """The bytes of the file."""
    return standalone(picture) if kind == "svg" else rastering.png(picture)


def made(figure: str) -> exports.Drawn:
    """The figure that the address asks for."""
    if figure not in exports.FIGURES:
        raise NoSuchPage
    return exports.FIGURES[figure](get_session(), current_actor(), g.case, request.args)


def _download(body: bytes, media_type: str, name: str) -> Response:
    response = Response(body, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
