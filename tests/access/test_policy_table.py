"""The policy written a second time, by hand, for readers: whoever changes one changes the other, on purpose.

Pure and fast: the mutation tests run it against hundreds of wrong versions of the policy.
"""

import dataclasses

import pytest

from casework.access.policy import POLICY, Permission, Rule, Scope, allows, may_ever
from casework.subjects import SYSTEM, Actor, Role

# permission, how far it reaches, who holds it: I(nvestigator) S(upervisor) C(ommittee) A(uditor) D (administrator)
TABLE = """
home.view               own       ISCAD
account.own             own       ISCAD
account.manage          global    D
recipient.manage        global    SD
integrity.case          case      S
integrity.counts        global    AD
audit.view              global    A
grant.list              global    AD
case.list               own       IS
bag.make                case      S
case.create             global    S
case.view               case      IS
case.edit               case      S
case.members            case      S
case.trail              case      IS
compartment.set         case      S
witness.view            case      IS
witness.edit            case      IS
identity.write          case      IS
identity.reveal         case      IS
reveal.list             case      S
reveal.flags            own       S
identity.shred          case      S
witness.compare         case      S
consent.record          case      IS
testimony.view          case      IS
testimony.edit          case      IS
testimony.likeness      case      S
evidence.view           case      IS
evidence.edit           case      IS
evidence.download       case      IS
evidence.handover       case      IS
evidence.verify         case      IS
evidence.release        case      S
source.view             global    IS
source.edit             global    IS
unit.view               global    IS
unit.edit               global    IS
unit.export             global    IS
individual.reveal       global    S
individual.shred        global    S
incident.view           case      IS
incident.edit           case      IS
victim.reveal           case      IS
allegation.view         case      IS
allegation.edit         case      IS
allegation.legal_label  case      S
analysis.view           case      IS
analysis.export         case      IS
question.save           case      IS
review.view             case      IS
review.submit           case      IS
review.decide           case      S
search                  own       IS
leak.view               case      S
dossier.view            case      IS
dossier.build           case      S
dossier.issue           case      S
dossier.receive         recipient C
job.view                own       IS
"""
LETTERS = {
    "I": Role.INVESTIGATOR, "S": Role.SUPERVISOR, "C": Role.COMMITTEE, "A": Role.AUDITOR, "D": Role.ADMINISTRATOR,
}  # fmt: skip
ROWS = [line.split() for line in TABLE.strip().splitlines()]


def test_the_table_names_every_permission_once() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(permission.value for permission in Permission)
    assert set(POLICY) == set(Permission)


@pytest.mark.parametrize("name, scope, letters", ROWS, ids=[row[0] for row in ROWS])
def test_each_permission_is_held_by_these_roles_and_reaches_this_far(name: str, scope: str, letters: str) -> None:
    permission = Permission(name)
    assert POLICY[permission] == Rule(Scope(scope), frozenset(LETTERS[letter] for letter in letters))
    for role in Role:
        holds = role in {LETTERS[letter] for letter in letters}
        assert may_ever(role, permission) is holds
        assert allows(Actor(1, "x", role), permission, member=True) is holds
        assert allows(Actor(1, "x", role), permission, member=False) is (holds and scope in ("own", "global"))


def test_nobody_and_nothing_unknown_is_allowed() -> None:
    assert not any(may_ever(None, permission) for permission in Permission)
    assert not may_ever(Role.SUPERVISOR, "case.burn")  # type: ignore[arg-type]
    assert not allows(Actor(1, "x", Role.SUPERVISOR), "case.burn", member=True)  # type: ignore[arg-type]


def test_the_system_may_do_everything_in_any_case() -> None:
    assert all(allows(SYSTEM, permission, member=False) is True for permission in Permission)


def test_a_rule_cannot_be_changed_while_the_application_runs() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        POLICY[Permission.CASE_VIEW].scope = Scope.GLOBAL  # type: ignore[misc]
