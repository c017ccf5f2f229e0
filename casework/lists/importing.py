"""The import itself: one transaction for every good line; afterwards the texts are searched for other people's names."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from casework import audit
from casework.cases.models import Case
from casework.db import now
from casework.incidents.many import Listed, add_listed
from casework.incidents.models import Victim
from casework.leaks.matching import spans, wanted
from casework.leaks.people import names_of_case
from casework.leaks.services import Place, record_listed
from casework.lists.models import ListedVictim, ListState, VictimList
from casework.lists.services import Looked, destroy_lines, incident_ids, look_again
from casework.subjects import Actor
from casework.vault import Vault

_BETWEEN = "\n\x00\n"
_IN_CLEAR = ("descriptors", "status_basis", "place", "cause", "body_location")


def bring_in(
    session: Session, actor: Actor, case: Case, row: VictimList, looked: Looked, *, vault: Vault
) -> VictimList:
    """Every good line becomes a victim, in the caller's transaction: all of them or, when it fails, none.

    May be repeated: what is done stays done, and what came in meanwhile is known. Raises Forbidden, Unavailable.
    """
    session.exec(select(Case.id).where(Case.id == case.key).with_for_update()).one()  # one import at a time
    session.refresh(row, with_for_update=True)
    if row.state is not ListState.IMPORTING:
        return row
    known = {**looked.known, **look_again(session, vault, case, row, looked.fresh)}
    incidents = incident_ids(session, case)
    listed = [
        Listed(one.line, one.values, one.identity, incidents.get(one.incident), one.mark, one.sources)
        for one in looked.fresh
        if one.line not in known
    ]
    added = add_listed(session, actor, case, listed, list_id=row.key, vault=vault)
    session.add_all(
        ListedVictim(case_id=case.key, list_id=row.key, victim_id=victim.key, line=one.line)
        for victim, one in zip(added, listed, strict=True)
    )
    row.imported, row.known_before, row.refused = len(added), len(known), len(looked.checked.bad)
    row.state, row.finished_at = ListState.DONE, now()
    session.flush()
    audit.record(
        session, actor, "victim_list.imported", row.subject, sha256=row.sha256, imported=row.imported,
        known_before=row.known_before, refused=row.refused, first=added[0].reference if added else "",
        last=added[-1].reference if added else "",
    )  # fmt: skip
    destroy_lines(session, vault, row)
    return row


def search_for_names(session: Session, actor: Actor, case: Case, row: VictimList, *, vault: Vault) -> int:
    """Find names of protected people in the imported texts and list them for the supervisor; how many hits there were.

    Nobody is warned: an answer for five thousand lines at once would tell who is known here (docs/adr/0020-leak-scan.md).
    Raises VaultSealed, Tampered.
    """
    columns = [getattr(Victim, name) for name in _IN_CLEAR]
    statement = select(ListedVictim.line, *columns).join(Victim, col(Victim.id) == col(ListedVictim.victim_id))
    lines_by_text: dict[str, list[int]] = {}
    for line, *texts in session.execute(statement.where(col(ListedVictim.list_id) == row.key)):
        for text in filter(None, texts):
            lines_by_text.setdefault(text, []).append(line)
    hits: dict[str, list[str]] = {}
    for text, codes in _named(session, vault, case, lines_by_text):
        for line in lines_by_text[text][:1]:
            hits.setdefault(f"line {line}", []).extend(codes)
    place = Place(case.subject, f"/cases/{case.reference}/victims/import/{row.key}")
    record_listed(session, actor, place=place, hits=hits)
    return len(hits)


def _named(session: Session, vault: Vault, case: Case, texts: Iterable[str]) -> Iterable[tuple[str, Sequence[str]]]:
    """Texts with the codes of the people whom they name: all searched as one, which costs what the names are, once."""
    looked_for = wanted(names_of_case(session, vault, case.key), typed=True)
    starts, at, listed = [], 0, list(texts)
    for text in listed:
        starts.append((at, at + len(text)))
        at += len(text) + len(_BETWEEN)
    found: dict[str, set[str]] = {}
    position = 0
    for start, end, owner in spans(_BETWEEN.join(listed), looked_for):
        while starts[position][1] < start:
            position += 1
        if starts[position][0] <= start and end <= starts[position][1]:
            found.setdefault(listed[position], set()).add(owner)
    return [(text, sorted(codes)) for text, codes in found.items()]
