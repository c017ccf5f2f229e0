"""What testimonies show on pages of lower floors."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from casework.access import Permission, can
from casework.cases.models import Case
from casework.evidence.models import Exhibit
from casework.review.models import Review
from casework.search.beside import beside_hits
from casework.testimonies import queries
from casework.testimonies.consenting import conditions_in, connected_witnesses, consent_shown
from casework.testimonies.content import Content
from casework.testimonies.languages import text_direction
from casework.testimonies.models import ParagraphExhibit, Testimony
from casework.web import current_actor, get_session, render
from casework.web.pages import panel
from casework.witnesses.consents import history, today_in
from casework.witnesses.models import Witness


@beside_hits("testimony")
def conditions_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """The conditions under which what was found may be used, each isolated: its script may differ from the page's."""
    statement = select(Testimony.id, Testimony.witness_id, Case.time_zone).join(Case)
    rows = session.exec(statement.where(col(Testimony.id).in_(ids))).all()
    records = history(session, {witness for _key, witness, _zone in rows})
    shown = {key: conditions_in(records[witness], today_in(zone)) for key, witness, zone in rows if key is not None}
    return {
        key: [f"{use}: \u2068{condition}\u2069" for use, condition in found] for key, found in shown.items() if found
    }


@panel("witness")
def of_witness(witness: Witness, case: Case, **_more: object) -> str:
    """What a witness said."""
    session, actor = get_session(), current_actor()
    if not can(session, actor, Permission.TESTIMONY_VIEW, witness.subject):
        return ""
    rows = queries.said_by(session, actor, witness=witness)
    return render("testimonies/_of_witness.html", testimonies=rows, witness=witness, case=case)


@panel("exhibit")
def of_exhibit(exhibit: Exhibit, **_more: object) -> str:
    """The paragraphs that speak of an exhibit."""
    session = get_session()
    statement = (
        select(Testimony.reference, ParagraphExhibit.paragraph, ParagraphExhibit.note)
        .join(Testimony, col(Testimony.id) == col(ParagraphExhibit.testimony_id))
        .where(ParagraphExhibit.exhibit_id == exhibit.key)
        .order_by(col(ParagraphExhibit.id))
        .limit(200)
    )
    if not can(session, current_actor(), Permission.TESTIMONY_VIEW, exhibit.subject):
        return ""
    rows, case = session.exec(statement).all(), session.get_one(Case, exhibit.case_id)
    people = connected_witnesses(session, exhibit)
    consents = [(witness, consent_shown(session, case=case, witness=witness)) for witness in people]
    return render("testimonies/_of_exhibit.html", rows=rows, exhibit=exhibit, consents=consents)


@panel("review_testimony")
def in_review(review: Review, case: Case, **_more: object) -> str:
    """The version under review, paragraph by paragraph."""
    session, actor = get_session(), current_actor()
    testimony = queries.get_testimony(session, actor, case=case, reference=review.subject_label)
    frozen = queries.get_version(session, actor, testimony=testimony, number=review.subject_version)
    content = Content.from_json(frozen.content)
    directions = (text_direction(content.language), text_direction(content.translation_language))
    witness = session.get_one(Witness, testimony.witness_id)
    return render(
        "testimonies/_in_review.html", testimony=testimony, frozen=frozen, content=content, review=review, case=case,
        directions=directions, witness=witness, consent=consent_shown(session, case=case, witness=witness),
        may_remark=review.reviewer_id == actor.id and review.status.value == "claimed",
    )  # fmt: skip
