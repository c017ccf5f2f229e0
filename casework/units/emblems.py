"""The emblem of a unit: a picture that lies in a case, shown to members of that case and to nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require, visible_cases
from casework.cases.models import Case
from casework.errors import Invalid, NotFound
from casework.evidence.models import Exhibit
from casework.evidence.services import get_exhibit
from casework.i18n import _
from casework.subjects import Actor
from casework.units.models import Unit, UnitEmblem


@dataclass(frozen=True)
class EmblemShown:
    """A picture with where it lies."""

    case_reference: str
    exhibit: Exhibit


def emblems_of(session: Session, actor: Actor, unit: Unit) -> Sequence[EmblemShown]:
    """The pictures that this reader may see, by case; the session leaves out what is restricted to others."""
    require(session, actor, Permission.UNIT_VIEW)
    statement = (
        select(Case.reference, Exhibit)
        .select_from(UnitEmblem)
        .join(Case, col(Case.id) == UnitEmblem.case_id)
        .join(Exhibit, col(Exhibit.id) == UnitEmblem.exhibit_id)
        .where(UnitEmblem.unit_id == unit.key, col(Case.id).in_(visible_cases(actor)))
        .order_by(Case.reference)
    )
    return [EmblemShown(reference, exhibit) for reference, exhibit in session.exec(statement)]


def choose_emblem(session: Session, actor: Actor, unit: Unit, case: Case, reference: str) -> None:
    """Show this picture of the case, in the place of the one before; none when `reference` is empty. Raises Invalid.

    The log of a unit is read across cases: it says that there was a choice, not which case or exhibit.
    """
    require(session, actor, Permission.UNIT_EDIT)
    require(session, actor, Permission.EVIDENCE_VIEW, case.subject)
    row = session.exec(select(UnitEmblem).where(UnitEmblem.unit_id == unit.key, UnitEmblem.case_id == case.key)).first()
    if reference.strip():
        exhibit = _picture(session, actor, case, reference.strip().upper())
        row = row or UnitEmblem(unit_id=unit.key, case_id=case.key, exhibit_id=exhibit.key)
        row.exhibit_id, row.added_by = exhibit.key, actor.id
        session.add(row)
    elif row is not None:
        session.delete(row)
    session.flush()
    audit.record(session, actor, "unit.emblem_chosen", unit.subject, is_shown=bool(reference.strip()))


def _picture(session: Session, actor: Actor, case: Case, reference: str) -> Exhibit:
    try:
        exhibit = get_exhibit(session, actor, case=case, reference=reference)
    except NotFound:
        raise Invalid(fields={"exhibit": _("There is no exhibit with this reference in this case.")}) from None
    if not exhibit.preview_sha256:
        raise Invalid(fields={"exhibit": _("There is no picture of this exhibit that could be shown.")})
    return exhibit
