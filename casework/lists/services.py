"""A list of victims on its way in: given, its columns said, looked at, imported, forgotten."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.db import now
from casework.errors import Invalid, NotFound, Refused, Unavailable
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.incidents.models import Incident, Victim
from casework.incidents.victim_sources import line_problem
from casework.jobs import Job, enqueue
from casework.lists.checking import Checked, Given, Good, check
from casework.lists.columns import Column, guessed
from casework.lists.models import ListedVictim, ListState, VictimList
from casework.lists.table import Line, Table, packed, unpacked
from casework.subjects import Actor
from casework.vault import IdentityShredded, Tampered, Vault, VaultSealed, crypto
from casework.vault.many import known_lines
from casework.vocabulary import Harm
from casework.witnesses.identity import explain

JOB = "victims.import"
KEPT_FOR = timedelta(days=7)
OPEN = (ListState.READ, ListState.MAPPED)


@dataclass(frozen=True)
class Looked:
    """What an import would do: lines that become victims, lines that did before (their codes), lines with mistakes."""

    fresh: Sequence[Good]
    known: Mapping[int, str]
    checked: Checked


def begin(
    session: Session, actor: Actor, case: Case, table: Table, *, vault: Vault, source: str, sha256: str, size: int,
    exhibit: Exhibit | None = None,
) -> VictimList:  # fmt: skip
    """Keep what was read of a list until its columns are said. Raises Invalid, Unavailable."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    require_open(case)
    if not source.strip():
        raise Invalid(fields={"source": _("Say whose list it is: it becomes the source of every line.")})
    row = VictimList(
        case_id=case.key, account_id=actor.key, token=secrets.token_hex(16), source=source.strip(), sha256=sha256,
        size=size, kind=table.kind, encoding=table.encoding, separator=table.separator, sheets=table.sheets,
        has_macros=table.has_macros, lines=len(table.lines), exhibit_id=exhibit.key if exhibit else None,
    )  # fmt: skip
    columns = guessed(table.lines[0].cells)
    row.columns, row.is_headed = _stored(columns), bool(columns)
    try:
        row.nonce, row.ciphertext = crypto.seal(vault.passing_key(_owner(row)), packed(table.lines), _place(row))
    except VaultSealed as error:
        raise Unavailable(explain(error)) from error
    session.add(row)
    session.flush()
    audit.record(session, actor, "victim_list.given", row.subject, sha256=sha256, lines=row.lines)
    return row


def get_list(session: Session, actor: Actor, case: Case, list_id: int) -> VictimList:
    """A list of the case; its lines are for who gave it alone. Raises Forbidden, NotFound."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    row = session.exec(select(VictimList).where(VictimList.id == list_id, VictimList.case_id == case.key)).first()
    if row is None:
        raise NotFound
    return row


def own_lists(session: Session, actor: Actor, case: Case, limit: int = 20) -> Sequence[VictimList]:
    """The lists that the actor gave in this case, newest first."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    mine = (VictimList.case_id == case.key, VictimList.account_id == actor.id)
    return session.exec(select(VictimList).where(*mine).order_by(col(VictimList.id).desc()).limit(limit)).all()


def lines_of(vault: Vault, row: VictimList) -> tuple[Line, ...]:
    """Every line, opened. Raises Unavailable while the vault is sealed, Refused when the list is there no more."""
    if row.nonce is None or row.ciphertext is None:
        raise Refused(_("The lines of this list are no longer kept. Give the file again."))
    try:
        return unpacked(crypto.unseal(vault.passing_key(_owner(row)), row.nonce, row.ciphertext, _place(row)))
    except (VaultSealed, IdentityShredded, Tampered) as error:
        raise Unavailable(explain(error)) from error


def columns_of(row: VictimList) -> dict[int, Column]:
    """Which column goes where."""
    return {int(at): Column(name) for at, name in row.columns.items()}


def say_columns(
    session: Session, actor: Actor, case: Case, row: VictimList, *, columns: Mapping[int, Column], is_headed: bool,
    harm: Harm | None, incident: Incident | None,
) -> None:  # fmt: skip
    """Say where the columns go, and what holds for every line. Raises Invalid, Refused."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    _require_own(actor, row)
    chosen = {at: column for at, column in columns.items() if column is not Column.NOTHING}
    problems: dict[str, object] = {}
    for at, column in chosen.items():
        if not column.takes_several and list(chosen.values()).count(column) > 1:
            problems[f"column_{at}"] = _("Only one column can go there.")
    if not {Column.NAME, Column.DESCRIPTORS} & set(chosen.values()):
        problems[""] = _("Say which column holds the name, or what describes the person.")
    if Column.HARMS not in chosen.values() and harm is None:
        problems["harm"] = _("Say what happened to the people of this list, or which column says it.")
    if problems:
        raise Invalid(problems.pop("", ""), fields=problems)
    row.columns, row.is_headed, row.harm = _stored(chosen), is_headed, harm
    row.incident_id, row.state = incident.key if incident else None, ListState.MAPPED
    session.flush()


def look(session: Session, actor: Actor, vault: Vault, case: Case, row: VictimList) -> Looked:
    """Check every line, and find those that were imported before. Raises Unavailable, Refused."""
    incidents = incident_ids(session, case)
    references = {key: reference for reference, key in incidents.items()}
    incident = references.get(row.incident_id or 0, "")
    given = Given(case.key, case.reference, row.source, columns_of(row), row.harm, incident)
    lines = lines_of(vault, row)[1 if row.is_headed else 0 :]
    checked = check(lines, given, incidents, partial(line_problem, session, actor))
    known = look_again(session, vault, case, row, checked.good)
    return Looked([good for good in checked.good if good.line not in known], known, checked)


def incident_ids(session: Session, case: Case) -> dict[str, int]:
    """The case's incidents, as far as the session's reader may see them: ids by reference."""
    rows = session.exec(select(Incident.reference, Incident.id).where(Incident.case_id == case.key))
    return {reference: key for reference, key in rows if key is not None}


def look_again(session: Session, vault: Vault, case: Case, row: VictimList, good: Sequence[Good]) -> dict[int, str]:
    """Lines that a victim came from, with their codes: of this very file, or of another with the same line."""
    same = select(VictimList.id).where(VictimList.case_id == case.key, VictimList.sha256 == row.sha256)
    codes = select(ListedVictim.line, Victim.reference).join(Victim, col(Victim.id) == col(ListedVictim.victim_id))
    found = dict(session.exec(codes.where(col(ListedVictim.list_id).in_(same))).all())
    try:
        owners = known_lines(vault, [one.mark for one in good])
    except VaultSealed as error:
        raise Unavailable(explain(error)) from error
    by_owner = _codes(session, case, {owner for some in owners.values() for owner in some})
    for one in good:
        codes_found = sorted(by_owner[owner] for owner in owners.get(one.mark, ()) if owner in by_owner)
        if codes_found:
            found[one.line] = codes_found[0]
    return {one.line: found[one.line] for one in good if one.line in found}


def _codes(session: Session, case: Case, owners: set[str]) -> dict[str, str]:
    listed, found = sorted(owners), dict[str, str]()
    for start in range(0, len(listed), 500):
        some = col(Victim.identity_owner).in_(listed[start : start + 500])
        found |= dict(
            session.exec(select(Victim.identity_owner, Victim.reference).where(Victim.case_id == case.key, some)).all()
        )
    return found


def start(session: Session, actor: Actor, case: Case, row: VictimList) -> Job:
    """Have the good lines imported in the background. Raises Refused."""
    require(session, actor, Permission.INCIDENT_EDIT, case.subject)
    require_open(case)
    session.refresh(row, with_for_update=True)
    _require_own(actor, row)
    if row.state is not ListState.MAPPED:
        raise Refused(_("Say first where the columns go."))
    job = enqueue(session, actor, JOB, case.key, {"list": row.key})
    row.state, row.job_id = ListState.IMPORTING, job.key
    session.flush()
    return job


def forget(session: Session, actor: Actor, vault: Vault, row: VictimList) -> None:
    """Throw a list away that is not wanted. Raises Refused while it is being imported."""
    _require_own(actor, row)
    row.state = ListState.FORGOTTEN
    destroy_lines(session, vault, row)
    audit.record(session, actor, "victim_list.forgotten", row.subject)


def destroy_lines(session: Session, vault: Vault, row: VictimList) -> None:
    """Remove the lines and destroy their key. Raises Unavailable when the key store does not answer."""
    row.nonce = row.ciphertext = None
    row.finished_at = row.finished_at or now()
    session.flush()
    try:
        vault.keystore.shred(_owner(row))
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable(explain(error)) from error


def left_behind(session: Session) -> Sequence[VictimList]:
    """Lists that nobody came back for within a week."""
    old = (col(VictimList.state).in_(OPEN), col(VictimList.created_at) < now() - KEPT_FOR)
    return session.exec(select(VictimList).where(*old).limit(500)).all()


def note_taken(session: Session, actor: Actor, row: VictimList, lines: int) -> None:
    """Somebody takes the lines with mistakes out again, to mend them: they hold names. Raises NotFound, Refused."""
    _require_own(actor, row)
    audit.record(session, actor, "victim_list.mistakes_taken", row.subject, lines=lines)


def _require_own(actor: Actor, row: VictimList) -> None:
    if row.account_id != actor.id:
        raise NotFound
    if row.state not in OPEN:
        raise Refused(_("This list has been imported, or is no longer kept."))


def _stored(columns: Mapping[int, Column]) -> dict[str, str]:
    return {str(at): column.value for at, column in columns.items()}


def _owner(row: VictimList) -> str:
    return f"victim list {row.token}"


def _place(row: VictimList) -> bytes:
    return crypto.place("victim_list", row.token)
