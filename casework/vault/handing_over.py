"""From identities that the server reads to identities that only custodians read."""

from sqlmodel import Session, col, func, select

from casework.vault import blind
from casework.vault.models import SealedField
from casework.vault.services import Vault


def readable_people(session: Session, after: str = "", limit: int = 100) -> list[str]:
    """People of whom the server can read something, by owner, from `after` on."""
    mine = (col(SealedField.sealed_to) == "") & (col(SealedField.owner) > after)
    statement = select(SealedField.owner).where(mine).distinct().order_by(col(SealedField.owner)).limit(limit)
    return list(session.exec(statement).all())


def hand_over(session: Session, vault: Vault, owner: str) -> int:
    """Seal to the custodians whatever the server can read of a person, and forget the hashes of their numbers.

    Returns the number of fields. What lies in backups stays readable with the key store's backups until both expire.
    Raises VaultSealed, IdentityShredded.
    """
    values = vault.readable(session, owner)
    vault.seal(session, owner, values)
    vault.index(owner, dict.fromkeys(blind.INDEXED, ""))
    return len(values)


def sealed_otherwise(session: Session, vault: Vault) -> tuple[int, int]:
    """How many people the server can still read, and how many are sealed to others than today's custodians."""
    today = " ".join(vault.custodians)
    people = select(func.count(func.distinct(col(SealedField.owner))))
    readable = session.exec(people.where(col(SealedField.sealed_to) == "")).one()
    others = people.where(col(SealedField.sealed_to) != "", col(SealedField.sealed_to) != today)
    return readable, session.exec(others).one()
