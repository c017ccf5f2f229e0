"""The page that destroys an identity: one way for witnesses, victims and alleged individuals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import flash
from flask.typing import ResponseReturnValue

from casework.accounts.services import names_of
from casework.db.engine import empty_write_ahead_log
from casework.errors import Unavailable
from casework.i18n import _
from casework.vault import IdentityField, vault_of
from casework.vocabulary import DestructionReason
from casework.web import get_session, render, saved, settings
from casework.web.context import engine
from casework.witnesses.identity_forms import LABELS
from casework.witnesses.shredding import Person, destruction_of
from casework.witnesses.shredding_forms import DestroyForm


@dataclass(frozen=True)
class About:
    """What the page says of a kind of person: what stays, what follows, and the way back (address, words)."""

    stays: Sequence[str]
    afterwards: str
    trail: Sequence[tuple[str, str]]


def destroy_page(
    person: Person, about: About, *, destroying: Callable[[DestructionReason, str], None]
) -> ResponseReturnValue:
    """Say what goes and what stays; when the code was typed, let `destroying` do it with the reason and the note."""
    form, problem, code, back = DestroyForm(), None, person.subject.label, about.trail[-1][0]
    if form.validate_on_submit() and form.confirms(code):
        try:
            destroying(DestructionReason(form.reason.data), form.sealed_note.data or "")
        except Unavailable as error:
            problem = str(error.message)
        else:
            flash(_("The identity of %(code)s is destroyed.", code=code))
            answer = saved(back)
            empty_write_ahead_log(engine())
            return answer
    fields = vault_of(settings()).state(get_session(), person.identity_owner).fields
    html = render(
        "witnesses/destroy.html",
        code=code,
        form=form,
        problem=problem,
        about=about,
        back=back,
        stored=[str(LABELS[name]) for name in IdentityField if name in fields],
        backup_days=settings().backup_days,
    )
    return html, 503 if problem else 422 if form.errors else 200


def destroyed(person: Person) -> dict[str, object]:
    """For the page of a person: `destruction`, and the name of the `destroyer`; both None while the identity is there."""
    session = get_session()
    gone = destruction_of(session, person, vault=vault_of(settings()), backup_days=settings().backup_days)
    names = names_of(session, {gone.by}) if gone and gone.by else {}
    return {"destruction": gone, "destroyer": names.get(gone.by or 0) if gone else None}
