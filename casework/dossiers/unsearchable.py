"""Names that custodians hold: no search on this machine finds them in a dossier, so a person has to vouch for it.

The vouching is an entry of the log, for one snapshot and by one person; issuing looks for it there. No door can pass
it by: it is asked where the version becomes final.
"""

from sqlmodel import Session, col, select

from casework import audit
from casework.allegations.models import Allegation
from casework.cases.models import Case
from casework.db import UNFILTERED
from casework.dossiers.models import Dossier, DossierVersion
from casework.errors import Refused
from casework.i18n import _
from casework.leaks.people import Protected, out_of_reach
from casework.subjects import Actor
from casework.units.models import Individual
from casework.vault import Vault

VOUCHED = "dossier.names_vouched_for"


def people_unsearchable(session: Session, vault: Vault, case: Case) -> int:
    """How many people of the case have names that this machine cannot look for, whoever asks."""
    return out_of_reach(session, vault, case.key, individuals_meant(session, case))


def individuals_meant(session: Session, case: Case) -> list[Protected]:
    """The individuals whom allegations of the case mean: they belong to no case, and their names are looked for too."""
    meant = select(Allegation.individual_id).where(Allegation.case_id == case.key)
    statement = select(Individual).where(col(Individual.id).in_(meant))
    individuals = session.exec(statement, execution_options=UNFILTERED).all()
    return [Protected(row.reference, row.identity_owner) for row in individuals]


def vouch_for_names(
    session: Session, actor: Actor, *, vault: Vault, dossier: Dossier, version: DossierVersion, is_vouched: bool
) -> None:
    """Raise Refused unless who issues has made sure, by other means, that no name is in the file; logged."""
    people = people_unsearchable(session, vault, session.get_one(Case, dossier.case_id))
    if not people:
        return
    if not is_vouched:
        raise Refused(_not_vouched())
    audit.record(
        session, actor, VOUCHED, dossier.subject, version=version.number, snapshot=version.snapshot_hash,
        people_unsearchable=people,
    )  # fmt: skip


def require_vouched(session: Session, actor: Actor, *, vault: Vault, dossier: Dossier, version: DossierVersion) -> None:
    """Raise Refused unless this very person vouched for this very snapshot, and for as many people as there are now."""
    people = people_unsearchable(session, vault, session.get_one(Case, dossier.case_id))
    if not people:
        return
    said = audit.entries(session, subject=dossier.subject, action=VOUCHED, actor_id=actor.id, limit=200)
    if not any(
        entry.facts.get("snapshot") == version.snapshot_hash and entry.facts["people_unsearchable"] >= people
        for entry in said
    ):
        raise Refused(_not_vouched())


def _not_vouched() -> str:
    return _("Custodians hold names that this machine cannot look for. Confirm that the file was searched for them.")
