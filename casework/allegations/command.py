"""The factors of command responsibility (Rome Statute, Article 28): answered one by one before anybody reviews."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from casework import audit
from casework.access import Permission, require
from casework.allegations.indexing import index_allegation
from casework.allegations.models import Allegation
from casework.allegations.point_models import ARTICLE_28
from casework.allegations.points import PointGiven, PointShown, keep_points, points_by_allegation
from casework.allegations.services import open_to_change
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.errors import Refused
from casework.i18n import _
from casework.i18n.labels import label
from casework.subjects import Actor
from casework.vocabulary import CommandFactor


def save_factors(
    session: Session, actor: Actor, case: Case, allegation: Allegation, given: Sequence[PointGiven], *, version: int
) -> None:
    """Save what speaks for and against each factor; an approved allegation is a draft again.

    Raises Invalid beside the fields, Stale, and Refused while it is being reviewed.
    """
    require(session, actor, Permission.ALLEGATION_EDIT, allegation.subject)
    require_open(case)
    with open_to_change(session, allegation, version):
        keep_points(session, allegation, ARTICLE_28, [one for one in given if one.key in set(CommandFactor)])
    index_allegation(session, allegation)
    leanings = {one.key: one.leaning.value for one in given if one.leaning}
    audit.record(session, actor, "allegation.changed", allegation.subject, version=allegation.version, factors=leanings)


def unanswered(factors: Mapping[str, PointShown]) -> list[CommandFactor]:
    """The factors that nobody has answered; "not known" is an answer."""
    return [factor for factor in CommandFactor if factor.value not in factors]


def require_factors(session: Session, allegation: Allegation) -> None:
    """Raises Refused, naming them, when a commander is meant and factors are not answered."""
    if not allegation.mode.is_command_responsibility:
        return
    found = points_by_allegation(session, [allegation.key])[allegation.key].get(ARTICLE_28, {})
    if missing := unanswered(found):
        named = "; ".join(label(factor) for factor in missing)
        text = _(
            "Answer every factor of Article 28 first; “Not known” is an answer. Open are: %(factors)s.", factors=named
        )
        raise Refused(text)
