"""The head of the log for whoever keeps one: auditors and committees. It shows no entry."""

import json

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from casework import audit, verifier
from casework.access import Permission
from casework.audit import heads, proofs
from casework.audit.tree import Incomplete, Tree
from casework.errors import NotFound, Unavailable
from casework.i18n import _l
from casework.vault import VaultSealed, vault_of
from casework.web import get_session, needs, render, settings
from casework.web.forms import BaseForm

bp = Blueprint("heads", __name__, url_prefix="/log")


class HeadForm(BaseForm):
    """A head that somebody kept; it is compared and not stored."""

    head = TextAreaField(
        _l("A head that you kept"),
        [InputRequired(_l("Paste the whole text of the head.")), Length(max=2_000)],
        description=_l("The whole text as you saved it, with the line of the signature. It is compared, not stored."),
    )


@bp.route("", methods=["GET", "POST"])
@needs(Permission.HOME_VIEW)
def show() -> ResponseReturnValue:
    """The signed head, its fingerprint, and a place to compare an older one."""
    session, form, old, problem = get_session(), HeadForm(), None, None
    try:
        public = heads.public_bytes(heads.signing_key(vault_of(settings())))
        head, fingerprint = heads.signed_head(session, vault_of(settings())), heads.fingerprint(public)
        known = {public, *heads.known_keys(session)}
    except VaultSealed:
        head, fingerprint, known = "", "", set(heads.known_keys(session))
    if form.validate_on_submit():
        try:
            old = heads.read(form.head.data)
            problem = heads.problem(session, old, known)
        except heads.Unreadable:
            form.head.errors = [_l("This is not a signed head of a log. Paste all of its six lines.")]
    return render(
        "home/head.html", form=form, head=head, size=audit.head(session)[0], fingerprint=fingerprint, old=old,
        problem=problem, verifier_sha256=verifier.sha256(),
    ), 422 if form.errors else 200  # fmt: skip


def _saved(data: str | bytes, name: str, mimetype: str) -> Response:
    response = Response(data, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/head.txt")
@needs(Permission.HOME_VIEW)
def head_file() -> ResponseReturnValue:
    """The signed head as a file, to be kept elsewhere. Raises Unavailable while nothing can be signed."""
    text = heads.signed_head(get_session(), vault_of(settings()))
    return _saved(text, f"log-head-{heads.read(text).size}.txt", "text/plain")


@bp.get("/proof.json")
@needs(Permission.HOME_VIEW)
def proof_file() -> ResponseReturnValue:
    """The proof that the log of one size (`from`) begins that of another (`to`, or now), for `verify.py --proof`."""
    session = get_session()
    size, first = audit.head(session)[0], request.args.get("from", type=int)
    second = request.args.get("to", default=size, type=int)
    if first is None or not 0 <= first <= second <= size:
        raise NotFound
    try:
        proof = proofs.consistency(Tree(session), first, second)
    except Incomplete:
        raise Unavailable from None
    return _saved(json.dumps(proof), f"log-proof-{first}-{second}.json", "application/json")


@bp.get("/verify.py")
@needs(Permission.HOME_VIEW)
def verifier_file() -> ResponseReturnValue:
    """The one-file verifier."""
    return _saved(verifier.source(), verifier.NAME, "text/x-python")
