"""The way of an allegation through review: submitted by one person, decided by somebody else."""

from sqlmodel import Session

from casework.access import Permission, require
from casework.allegations.command import require_factors
from casework.allegations.indexing import index_allegation
from casework.allegations.models import Allegation
from casework.cases.models import Case
from casework.cases.services import require_open
from casework.i18n import _
from casework.review import services as review
from casework.review.models import Review
from casework.review.way import Way
from casework.subjects import Actor

_WAY = Way(Allegation, index_allegation)


def submit(session: Session, actor: Actor, case: Case, allegation: Allegation) -> Review:
    """Put the allegation as it is now into the queue; it cannot be changed until somebody decided.

    Raises Refused, also while factors of Article 28 are open where a commander is meant.
    """
    require(session, actor, Permission.ALLEGATION_EDIT, allegation.subject)
    require_open(case)
    require_factors(session, allegation)
    return _WAY.submit(session, actor, allegation, refusal=_("Only a draft or a returned allegation can be submitted."))


review.on_decided("allegation")(_WAY.follow)
