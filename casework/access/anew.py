"""What asks for the second factor anew, though the session has proved one: the one rule. Pure.

A stolen, unlocked laptop has a session. What cannot be taken back is asked for once more when the last proof is minutes
old: reading and destroying identities, giving and taking rights, and sending something out. Beside this, an endpoint
may ask by itself (`needs(..., fresh_factor=True)`): the pages of one's own factors, of accounts, of exports.

A withdrawal of consent does not ask, though it may destroy an identity: a person's "no longer" waits for nobody's
telephone; it wants the code typed out.
"""

from casework.access.policy import Permission

ALWAYS = frozenset(
    {
        Permission.IDENTITY_REVEAL,
        Permission.VICTIM_REVEAL,
        Permission.INDIVIDUAL_REVEAL,
        Permission.IDENTITY_SHRED,
        Permission.INDIVIDUAL_SHRED,
    }
)
ON_WRITING = frozenset(
    {
        Permission.ACCOUNT_MANAGE,
        Permission.RECIPIENT_MANAGE,
        Permission.CASE_MEMBERS,
        Permission.COMPARTMENT_SET,
        Permission.DOSSIER_ISSUE,
    }
)


def asks_anew(permission: Permission, *, is_writing: bool) -> bool:
    """True when whatever needs this permission wants a proof that is minutes old at most."""
    return permission in ALWAYS or (is_writing and permission in ON_WRITING)
