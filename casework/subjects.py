"""The words of the ground floor: who acts, and on what.

Low floors (audit, access, review, search) speak of an `Actor` and a `Subject`, so that none of them
has to know the features above.
"""

from dataclasses import dataclass

from casework.vocabulary import N_, Term


class Role(Term):
    """What an account may do at all; membership of a case is asked for beside it."""

    INVESTIGATOR = "investigator", N_("Investigator")
    SUPERVISOR = "supervisor", N_("Supervisor")
    COMMITTEE = "committee", N_("Committee member")
    AUDITOR = "auditor", N_("Auditor")
    ADMINISTRATOR = "administrator", N_("Administrator")


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: an account's holder, or the system itself (command line, worker)."""

    id: int | None
    name: str
    role: Role | None
    recipient_id: int | None = None
    session_id: int | None = None
    is_system: bool = False

    @property
    def key(self) -> int:
        """The account's id. Raises ValueError for the system, which has no account."""
        if self.id is None:
            raise ValueError("this actor has no account")
        return self.id


SYSTEM = Actor(id=None, name="system", role=None, is_system=True)


@dataclass(frozen=True)
class Subject:
    """An object as the log, the policy, the search and the review know it; `label` is its reference, never a name."""

    kind: str
    id: int
    case_id: int | None
    label: str
