"""What the issuer says today of a copy that its reader has in hand: replaced, withdrawn, taken back, or still in use.

A file stays what was sealed for ever; whether it is to be used can change afterwards, and stands in no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from casework.access import Permission, can
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.dossiers import holding, services
from casework.dossiers.delivery import SENT, WITHOUT_TEXT
from casework.dossiers.holding import Ended
from casework.dossiers.models import Dossier, DossierCopy, DossierVersion
from casework.subjects import Actor, Subject


@dataclass(frozen=True)
class Standing:
    """A version that was issued to the reader's body, and what became of it. `ended`: of this copy, or of all."""

    dossier: Dossier
    version: DossierVersion
    is_withdrawn: bool
    ended: Ended | None


def standing(session: Session, actor: Actor, manifest: Mapping[str, Any]) -> Standing | None:
    """Of the copy that a file says it is. None when that version was not issued to the actor's body."""
    named = [manifest.get(name) for name in ("case", "dossier", "version")]
    if (
        manifest.get("state") != "issued"
        or not isinstance(named[2], int)
        or not all(isinstance(one, str) for one in named[:2])
    ):
        return None
    statement = (
        select(DossierVersion, Dossier, Recipient)
        .options(WITHOUT_TEXT)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .join(Case, col(Case.id) == Dossier.case_id)
        .join(Recipient, col(Recipient.id) == Dossier.recipient_id)
        .where(Case.reference == named[0], Dossier.reference == named[1], DossierVersion.number == named[2])
        .where(col(DossierVersion.state).in_(SENT))
    )
    found = session.exec(statement).first()
    if found is None:
        return None
    version, dossier, body = found
    if not can(session, actor, Permission.DOSSIER_RECEIVE, Subject("recipient", body.key, None, body.slug)):
        return None
    gone = bool(services.consent_gone(session, dossier, version))
    return Standing(dossier, version, gone, _ended(session, version, manifest.get("copy")))


def _ended(session: Session, version: DossierVersion, number: object) -> Ended | None:
    """Of a copy by its number, as it is printed."""
    copy = None
    if str(number or "").isdecimal():
        numbered = DossierCopy.dossier_version_id == version.key, DossierCopy.copy_number == int(str(number))
        copy = session.exec(select(DossierCopy).where(*numbered)).first()
    return holding.ended_now(session, version, copy)
