"""What an identity may consist of, and which of it could betray the person in a text."""

from enum import StrEnum


class IdentityField(StrEnum):
    """The names of the vault's fields; the labels belong to the forms above."""

    NAME = "name"
    NAME_LATIN = "name_latin"
    KUNYA = "kunya"
    ALIASES = "aliases"
    DATE_OF_BIRTH = "date_of_birth"
    ID_NUMBERS = "id_numbers"
    PHONE = "phone"
    CONTACT = "contact"
    SAFE_CHANNEL = "safe_channel"
    SAFE_HOURS = "safe_hours"
    NEXT_OF_KIN = "next_of_kin"
    ADDRESS = "address"


NAME_LIKE = frozenset(
    {
        IdentityField.NAME,
        IdentityField.NAME_LATIN,
        IdentityField.KUNYA,
        IdentityField.ALIASES,
        IdentityField.ID_NUMBERS,
        IdentityField.PHONE,
        IdentityField.CONTACT,
        IdentityField.NEXT_OF_KIN,
    }
)
"""What the leak scan looks for. Addresses and dates are left out: villages and days are in every account."""
