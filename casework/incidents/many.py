"""Many victims at once, as a list brings them: one transaction, one entry in the log for each."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import next_numbers
from casework.errors import Unavailable
from casework.incidents.indexing import index_new_victims
from casework.incidents.models import Victim
from casework.incidents.victim_sources import rest_many
from casework.sources.given import SourceGiven
from casework.subjects import Actor
from casework.vault import Vault, VaultSealed
from casework.vault.many import remember_lines, seal_new
from casework.witnesses.identity import explain


@dataclass(frozen=True)
class Listed:
    """One line of a list: columns of `Victim` as `checked_victim` gives them, its sources, and what goes into the vault."""

    line: int
    values: Mapping[str, Any]
    identity: Mapping[str, str]
    incident_id: int | None
    mark: str
    sources: Sequence[SourceGiven] = ()


def add_listed(
    session: Session, actor: Actor, case: Case, listed: Sequence[Listed], *, list_id: int, vault: Vault
) -> list[Victim]:
    """All of these become victims, or none. Raises Unavailable while the vault is sealed."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    require_open(case)
    if not listed:
        return []
    numbers = next_numbers(session, f"case:{case.key}:V", len(listed))
    added = [_victim(actor, case, one, number) for one, number in zip(listed, numbers, strict=True)]
    session.add_all(added)
    session.flush()
    index_new_victims(session, added)
    lines = zip(added, listed, strict=True)
    cited = rest_many(session, actor, ((victim, one.sources) for victim, one in lines))
    about = [(victim.subject, _logged(victim, one, list_id, cited)) for victim, one in zip(added, listed, strict=True)]
    audit.record_many(session, actor, "victim.added", about)
    try:
        people = zip(added, listed, strict=True)
        seal_new(vault, session, {victim.identity_owner: one.identity for victim, one in people})
        marks = zip(added, listed, strict=True)
        remember_lines(vault, {victim.identity_owner: one.mark for victim, one in marks})
    except VaultSealed as error:
        raise Unavailable(explain(error)) from error
    return added


def _logged(victim: Victim, one: Listed, list_id: int, cited: Mapping[int, list[str]]) -> dict[str, Any]:
    return {
        "harms": victim.harms, "list": list_id, "line": one.line, "fields": sorted(one.identity),
        "sources": cited.get(victim.key, []),
    }  # fmt: skip


def _victim(actor: Actor, case: Case, one: Listed, number: int) -> Victim:
    return Victim(
        case_id=case.key,
        number=number,
        reference=f"V-{number:04d}",
        identity_owner=secrets.token_hex(16),
        incident_id=one.incident_id,
        added_by=actor.id,
        **one.values,
    )
