"""Printing: the custody form of one exhibit, and labels for many."""

from collections.abc import Sequence

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.errors import Invalid
from casework.evidence import printed
from casework.evidence.blueprint import bp, exhibit_of
from casework.evidence.custody_forms import LabelForm
from casework.evidence.models import Exhibit
from casework.evidence.words import OUTCOMES, size
from casework.i18n import LOCALES, current_language, direction, use_locale
from casework.printing import typeset
from casework.web import apply_errors, current_actor, get_session, needs, release_session, render
from casework.web.context import close_session

SVG = "image/svg+xml"


@bp.get("/<ref>/form.pdf")
@needs(Permission.EVIDENCE_HANDOVER, writes=True)
def custody_form(case_ref: str, ref: str) -> ResponseReturnValue:
    """The custody form, numbered: its printing is in the chain and in the log."""
    session, exhibit = get_session(), exhibit_of(ref)
    form = printed.issue_form(session, current_actor(), case=g.case, exhibit=exhibit)
    if request.method == "HEAD":
        session.rollback()
        return Response(mimetype="application/pdf")
    with use_locale(_language()):
        page = render(
            "evidence/print/custody_form.html",
            form=form,
            exhibit=exhibit,
            outcomes=OUTCOMES,
            file_size=size(exhibit.size),
            grouped=printed.grouped(exhibit.sha256),
            language=current_language(),
            way=direction(),
        )
    session.commit()
    release_session()
    code = printed.code_picture(printed.code_text(g.case, exhibit))
    return _download(typeset(page, {"casework:code": (SVG, code)}), form.number.replace("/", "-"))


@bp.route("/labels", methods=["GET", "POST"])
@needs(Permission.EVIDENCE_HANDOVER)
def labels(case_ref: str) -> ResponseReturnValue:
    """Labels for a run of exhibits, on the paper that is chosen."""
    form = LabelForm(data={"first": request.args.get("first", ""), "last": request.args.get("first", "")})
    if form.validate_on_submit():
        session, sheet = get_session(), form.sheet.data
        try:
            rows = printed.labelled(
                session, current_actor(), case=g.case, first=form.first.data, last=form.last.data, sheet=sheet
            )
            session.commit()
            return _labels(rows, sheet, form.start.data or 1)
        except Invalid as problem:
            apply_errors(form, problem)
    return render("evidence/labels.html", form=form), 422 if form.errors else 200


def _labels(rows: Sequence[Exhibit], sheet: str, start: int) -> Response:
    paper = printed.SHEETS[sheet]
    skipped = (start - 1) % paper.each
    codes = {f"casework:code-{row.key}": (SVG, printed.code_picture(printed.code_text(g.case, row))) for row in rows}
    slots = [None] * skipped + list(rows)
    pages = [slots[at : at + paper.each] for at in range(0, len(slots), paper.each)]
    page = render(
        "evidence/print/labels.html", pages=pages, paper=paper, sheet=sheet, digits=printed.HASH_DIGITS,
        language=current_language(), way=direction(),
    )  # fmt: skip
    close_session()
    return _download(typeset(page, codes), f"{g.case.reference}-labels")


def _language() -> str:
    asked = request.args.get("language", "")
    return asked if asked in LOCALES else current_language()


def _download(body: bytes, name: str) -> Response:
    response = Response(body, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.pdf")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
