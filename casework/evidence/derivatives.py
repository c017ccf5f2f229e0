"""What is made from an exhibit: a redacted copy, a transcript, a translation. An exhibit of its own, tied to its origin.

It keeps what protects people at the origin: whoever gave that one is asked before this one leaves, and who may not
see that one does not see this one.
"""

from dataclasses import replace

from sqlmodel import Session, select

from casework.access.compartments import compartment_of, forget
from casework.access.models import Compartment, CompartmentMember
from casework.errors import Invalid
from casework.evidence.custody import add_event
from casework.evidence.details import ExhibitDetails
from casework.evidence.leaving import givers_in
from casework.evidence.models import CustodyEvent, Exhibit
from casework.i18n import _
from casework.subjects import Actor
from casework.vocabulary import CustodyKind, DerivativeKind

# What the making of it is called in the origin's chain of custody.
DEEDS = {
    DerivativeKind.REDACTED_COPY: CustodyKind.REDACTED,
    DerivativeKind.TRANSCRIPT: CustodyKind.TRANSCRIBED,
    DerivativeKind.TRANSLATION: CustodyKind.TRANSLATED,
    DerivativeKind.SCAN: CustodyKind.SCANNED,
}


def check_method(parent: Exhibit | None, derived_as: DerivativeKind | None, method: str) -> None:
    """Raises Invalid when it is said to be made from another exhibit, and not what it is and how it was made."""
    if parent is None:
        return
    problems: dict[str, object] = {}
    if derived_as is None:
        problems["derived_as"] = _("Say what it is to the exhibit that it was made from.")
    if not method.strip():
        problems["derivation"] = _("Say how it was made, by whom and with what.")
    if problems:
        raise Invalid(fields=problems)


def inherit(parent: Exhibit, details: ExhibitDetails) -> ExhibitDetails:
    """The description with what it must not lose: the codes of whoever gave the origin, and graphic content."""
    missing = sorted(givers_in(parent.source) - givers_in(details.source))
    source = ", ".join([details.source, *missing] if details.source else missing)
    return replace(details, source=source[:500], is_graphic=details.is_graphic or parent.is_graphic)


def shut_like(session: Session, parent: Exhibit, exhibit: Exhibit) -> None:
    """Restrict an exhibit to those who are named for its origin, when that is restricted."""
    room = compartment_of(session, "exhibit", parent.key)
    if room is None:
        return
    own = Compartment(
        case_id=exhibit.case_id, kind="exhibit", subject_id=exhibit.key, label=exhibit.reference,
        reason=room.reason, set_by=room.set_by,
    )  # fmt: skip
    session.add(own)
    session.flush()
    named = session.exec(select(CompartmentMember.account_id).where(CompartmentMember.compartment_id == room.key)).all()
    session.add_all(
        CompartmentMember(case_id=exhibit.case_id, compartment_id=own.key, account_id=account) for account in named
    )
    session.flush()
    forget(session)


def note_deed(session: Session, actor: Actor, parent: Exhibit, exhibit: Exhibit) -> CustodyEvent | None:
    """One event in the origin's chain: what was made of it, and how. None when it is not said what it is."""
    if exhibit.derived_as is None:
        return None
    kind = DEEDS.get(exhibit.derived_as, CustodyKind.COPIED)
    return add_event(session, actor, parent, kind, purpose=exhibit.derivation, outcome=exhibit.reference)
