"""Who may do what: one pure table, and the questions asked of it."""

from casework.access.compartments import hidden_from
from casework.access.grants import can, is_member, require, visible_cases
from casework.access.models import Grant, GrantKind, Membership
from casework.access.policy import Permission, Scope, allows, may_ever

__all__ = [
    "Grant",
    "GrantKind",
    "Membership",
    "Permission",
    "Scope",
    "allows",
    "can",
    "hidden_from",
    "is_member",
    "may_ever",
    "require",
    "visible_cases",
]
