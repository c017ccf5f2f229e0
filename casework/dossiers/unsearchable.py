"""Names that custodians hold: no search on this machine finds them in a dossier, so a person has to vouch for it."""

from sqlmodel import Session, col, select

from casework import audit
from casework.allegations.models import Allegation
from casework.cases.models import Case
from casework.dossiers.models import Dossier, DossierVersion
from casework.errors import Refused
from casework.i18n import _
from casework.leaks.people import Protected, out_of_reach
from casework.subjects import Actor
from casework.units.models import Individual
from casework.vault import Vault


def people_unsearchable(session: Session, vault: Vault, case: Case) -> int:
    """How many people of the case have names that this machine cannot look for."""
    meant = select(Allegation.individual_id).where(Allegation.case_id == case.key)
    individuals = session.exec(select(Individual).where(col(Individual.id).in_(meant))).all()
    beyond = [Protected(row.reference, row.identity_owner) for row in individuals]
    return out_of_reach(session, vault, case.key, beyond)


def vouch_for_names(
    session: Session,
    actor: Actor,
    *,
    vault: Vault,
    case: Case,
    dossier: Dossier,
    version: DossierVersion,
    is_vouched: bool,
) -> None:
    """Raise Refused unless who issues has made sure, by other means, that no name is in the file; logged."""
    people = people_unsearchable(session, vault, case)
    if not people:
        return
    if not is_vouched:
        raise Refused(
            _("Custodians hold names that this machine cannot look for. Confirm that the file was searched for them.")
        )
    audit.record(
        session, actor, "dossier.names_vouched_for", dossier.subject, version=version.number, people_unsearchable=people
    )
