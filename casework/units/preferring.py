"""Of claims that compete for one post or one place above a unit, one may be preferred, with a reason.

A preference is shown beside the claim and changes no answer: two sources that disagree are both kept, and a disputed
command stays disputed (docs/adr/0029-command-answers.md). The rules are those of `casework.sources.claims`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.errors import Invalid, NotFound
from casework.i18n import _
from casework.sources.models import Preference
from casework.subjects import Actor
from casework.units import claims
from casework.units.claims import Claim
from casework.units.models import Posting, UnitRelation, Vacancy
from casework.units.sources import UNIT
from casework.vocabulary import PostingRole

MOST = 1_000
Key = tuple[str, int]
"""A claim: its kind and its number."""


def competes(one: Claim, other: Claim) -> bool:
    """Whether two standing claims tell of the same thing at what can be the same time, and not the same of it. Pure."""
    return _is_of_one_thing(one, other) and claims.period_of(one).may_overlap(claims.period_of(other))


def _is_of_one_thing(one: Claim, other: Claim) -> bool:
    if isinstance(one, UnitRelation) and isinstance(other, UnitRelation):
        is_same_thing = (one.child_id, one.kind) == (other.child_id, other.kind)
        return is_same_thing and (one.parent_id, *_dates(one)) != (other.parent_id, *_dates(other))
    if isinstance(one, Posting) and isinstance(other, Posting) and one.unit_id == other.unit_id:
        if (one.individual_id, one.role) == (other.individual_id, other.role):
            return _dates(one) != _dates(other)
        return one.individual_id != other.individual_id and one.role is other.role is PostingRole.COMMANDER
    post = next((claim for claim in (one, other) if isinstance(claim, Posting)), None)
    vacancy = next((claim for claim in (one, other) if isinstance(claim, Vacancy)), None)
    if post is None or vacancy is None or post.unit_id != vacancy.unit_id:
        return False
    return post.role is PostingRole.COMMANDER


def contested(rows: Sequence[Claim]) -> set[Key]:
    """Those claims that compete with another one of these. Pure."""
    standing = [row for row in rows if not row.withdrawn]
    found = [row for row in standing if any(competes(row, each) for each in standing if each is not row)]
    return {key_of(row) for row in found}


def key_of(claim: Claim) -> Key:
    """What a claim is known by."""
    return claims.kind_of(claim), claim.key


def rivals_of(session: Session, claim: Claim) -> list[Claim]:
    """The standing claims that compete with this one."""
    if isinstance(claim, UnitRelation):
        wanted: list[tuple[type[Any], Any]] = [(UnitRelation, UnitRelation.child_id == claim.child_id)]
    else:
        wanted = [(Posting, Posting.unit_id == claim.unit_id), (Vacancy, Vacancy.unit_id == claim.unit_id)]
    found: list[Claim] = []
    for model, is_here in wanted:
        found += session.exec(select(model).where(is_here, model.withdrawn == "").limit(MOST)).all()
    return [each for each in found if each is not claim and competes(claim, each)]


def preferences_of(session: Session, keys: Iterable[Key]) -> dict[Key, Preference]:
    """The preferences that stand for these claims, in one statement."""
    wanted = set(keys)
    ids, kinds = {key for _kind, key in wanted}, {kind for kind, _key in wanted}
    standing = (Preference.subject_kind == UNIT, Preference.withdrawn == "", col(Preference.fact_kind).in_(kinds))
    rows = session.exec(select(Preference).where(*standing, col(Preference.fact_id).in_(ids))) if wanted else ()
    return {key: row for row in rows if (key := (row.fact_kind, row.fact_id)) in wanted}


def prefer(session: Session, actor: Actor, claim: Claim, *, reason: str) -> Preference:
    """Prefer a claim to those that compete with it; an earlier preference among them ends. Raises Invalid."""
    require(session, actor, Permission.UNIT_EDIT)
    reason = _given(reason)
    session.refresh(claim, with_for_update=True)
    rivals = rivals_of(session, claim)
    if claim.withdrawn or not rivals:
        text = _("This claim was taken back.") if claim.withdrawn else _("No other claim competes with this one.")
        raise Invalid(fields={"reason": text})
    kind, key = key_of(claim)
    for one in preferences_of(session, {key_of(each) for each in (claim, *rivals)}).values():
        one.withdrawn = _("Another claim is preferred: %(reason)s", reason=reason)[:2_000]
    unit = claims.unit_of(session, claim)
    chosen = Preference(
        subject_kind=UNIT, subject_id=unit.key, datum=kind, fact_kind=kind, fact_id=key, reason=reason, chosen_by=actor.id
    )  # fmt: skip
    session.add(chosen)
    session.flush()
    audit.record(session, actor, "claim.preferred", unit.subject, fact=kind, fact_id=key)
    return chosen


def unprefer(session: Session, actor: Actor, claim: Claim, *, reason: str) -> None:
    """Take a preference back; it stays readable with the reason. Raises Invalid, NotFound."""
    require(session, actor, Permission.UNIT_EDIT)
    reason, (kind, key) = _given(reason), key_of(claim)
    chosen = preferences_of(session, [(kind, key)]).get((kind, key))
    if chosen is None:
        raise NotFound
    chosen.withdrawn = reason
    session.flush()
    audit.record(
        session, actor, "claim.preferred_no_more", claims.unit_of(session, claim).subject, fact=kind, fact_id=key
    )


def withdraw(session: Session, actor: Actor, claim: Claim, *, reason: str) -> None:
    """Take a claim back, and with it its being preferred. Raises Invalid."""
    claims.withdraw_claim(session, actor, claim=claim, about=claims.unit_of(session, claim).subject, reason=reason)
    if key_of(claim) in preferences_of(session, [key_of(claim)]):
        unprefer(session, actor, claim, reason=reason)


def _dates(claim: Claim) -> tuple[str, str]:
    return claim.starts, claim.ends


def _given(reason: str) -> str:
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    return reason.strip()
