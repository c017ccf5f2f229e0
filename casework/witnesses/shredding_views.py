"""The page that destroys a witness's identity."""

from flask import url_for
from flask.typing import ResponseReturnValue

from casework.access import Permission
from casework.i18n import _
from casework.web import current_actor, get_session, needs
from casework.witnesses import shredding
from casework.witnesses.blueprint import bp, find, this_vault
from casework.witnesses.destroying import About, destroy_page


@bp.route("/<ref>/identity/destroy", methods=["GET", "POST"])
@needs(Permission.IDENTITY_SHRED, fresh_factor=True)
def destroy_identity(case_ref: str, ref: str) -> ResponseReturnValue:
    """Say what goes and what stays; destroy the identity when the code was typed."""
    witness = find(ref)
    about = About(
        stays=[
            _("The code, the risk and protection details, and the records of consent."),
            _(
                "The accounts given under this code, their reviews, and whatever links to them. A name that somebody "
                "typed into a text is not found by this: read the texts."
            ),
        ],
        afterwards=_("If the person comes back, register a new witness: nothing can be stored under this code again."),
        trail=[
            (url_for("witnesses.index", case_ref=case_ref), _("Witnesses")),
            (url_for("witnesses.show", case_ref=case_ref, ref=ref), ref),
        ],
    )
    return destroy_page(
        witness,
        about,
        destroying=lambda reason, note: shredding.destroy_identity(
            get_session(), current_actor(), vault=this_vault(), person=witness, reason=reason, note=note
        ),
    )
