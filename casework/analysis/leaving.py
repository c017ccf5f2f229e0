"""What of a figure may leave: consent and protection of whoever gave a record, and no protected name in any of its words.

A download is for the case's own work (a meeting, a report), so consent to keep and to work with what was given is asked,
as for an exhibit's file (`testimonies.consenting`). What is not allowed is left out, and the picture says how many.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.analysis.masks import Masks
from casework.analysis.svg import Picture
from casework.cases.models import Case
from casework.db import UNFILTERED
from casework.errors import Cause, Refused
from casework.i18n import _
from casework.leaks.matching import spans, wanted
from casework.leaks.people import names_of_case
from casework.subjects import Actor
from casework.vault import Tampered, Vault, VaultSealed
from casework.vocabulary import ConsentScope
from casework.witnesses.consent import may_be_used
from casework.witnesses.consents import history, today_in
from casework.witnesses.models import Witness

Record = TypeVar("Record")
USES = (ConsentScope.STORE, ConsentScope.ANALYSE)
MOST_AT_ONCE = 900


@dataclass
class Sieve:
    """Lets through what may leave and remembers what does not, by reference. `None`: everything stays on the screen."""

    barred: frozenset[str] = frozenset()
    stayed: set[str] = field(default_factory=set)

    def keep(
        self, rows: Iterable[Record], ref: Callable[[Record], str], givers: Callable[[Record], Iterable[str]]
    ) -> list[Record]:
        """The rows that may leave, in their order."""
        kept = []
        for row in rows:
            if self.barred.isdisjoint(givers(row)):
                kept.append(row)
            else:
                self.stayed.add(ref(row))
        return kept


def sieve_for(session: Session, case: Case, masks: Masks, givers: Iterable[str]) -> Sieve:
    """What the witnesses who gave something allow today; protection that forbids leaving counts as a no."""
    codes = sorted(set(givers))
    return Sieve(masks.withheld | {code for code, allows in consents_of(session, case, codes).items() if not allows})


def consents_of(session: Session, case: Case, codes: Sequence[str]) -> dict[str, bool]:
    """Whether each of these witnesses consents that what they gave is kept and worked with; an unknown code does not."""
    today, found = today_in(case.time_zone), dict.fromkeys(codes, False)
    for start in range(0, len(codes), MOST_AT_ONCE):
        some = list(codes[start : start + MOST_AT_ONCE])
        statement = select(Witness).where(Witness.case_id == case.key, col(Witness.reference).in_(some))
        people = session.exec(statement, execution_options=UNFILTERED).all()  # also whom the reader may not see
        records = history(session, [person.key for person in people])
        for person in people:
            answers = [may_be_used(records[person.key], use, None, today) for use in USES]
            found[person.reference] = all(answer.allowed for answer in answers)
    return found


def record_export(
    session: Session,
    actor: Actor,
    case: Case,
    vault: Vault,
    *,
    picture: Picture,
    figure: str,
    kind: str,
    stayed: int,
    told: int,
) -> None:
    """Check a figure as it leaves and write it into the log.

    `told`: how many records the reader was told would stay here. Raises Refused when it is another number now (consent
    was taken back meanwhile), when a protected name stands in the picture, or when names cannot be searched for.
    """
    require(session, actor, Permission.ANALYSIS_EXPORT, case.subject)
    if stayed != told:
        fix = {"case_ref": case.reference, "figure": figure}
        text = _("What may leave has changed: %(count)s records stay here. Look at it again before you take it.", count=stayed)  # fmt: skip
        raise Refused([Cause(text, case.subject, "analysis.export", fix)])
    refuse_names(session, case, vault, picture)
    audit.record(session, actor, "analysis.exported", case.subject, figure=figure, format=kind, withheld=stayed)


def refuse_names(session: Session, case: Case, vault: Vault, picture: Picture) -> None:
    """Raise Refused when a name of the vault stands in the picture; nothing leaves unsearched."""
    try:
        looked_for = wanted(names_of_case(session, vault, case.key))
    except (VaultSealed, Tampered):
        text = _("The search for names could not run: the vault is sealed. Nothing leaves unsearched.")
        raise Refused([Cause(text)]) from None
    # A label is searched as it was before it was shortened: half a name is still somebody's.
    words = [picture.title, picture.description, *(label.whole for label in picture.labels)]
    if looked_for and any(spans(text, looked_for) for text in words):
        text = _("A protected name stands in the words of this figure. Mend the title of the record it comes from.")
        raise Refused([Cause(text)])
