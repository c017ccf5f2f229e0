"""What a page needs to show one allegation whole: its own, and that of its review."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from casework.accounts.services import names_of
from casework.allegations import labels, queries, quotes, words
from casework.allegations.elements import Crime, crime
from casework.allegations.models import Allegation
from casework.allegations.point_models import ARTICLE_28, LabelGiven
from casework.allegations.points import PointShown, points_by_allegation
from casework.i18n import current_language
from casework.i18n.labels import label
from casework.subjects import Actor
from casework.vocabulary import CommandFactor


@dataclass(frozen=True)
class LabelShown:
    """A provisional label with its crime, its points and who confirmed it."""

    row: LabelGiven
    crime: Crime
    points: Mapping[str, PointShown]
    confirmed_by: str
    is_own: bool

    @property
    def titles(self) -> list[tuple[str, str]]:
        return [(element.key, element.words(current_language())) for element in self.crime.elements]


def whole(session: Session, actor: Actor, allegation: Allegation) -> dict[str, Any]:
    """The values of `allegations/_file.html`."""
    (file,) = queries.files_of(session, [allegation])
    found, points = file.corroboration, points_by_allegation(session, [allegation.key])[allegation.key]
    return {
        "file": file,
        "allegation": allegation,
        "quotes": quotes.quotes_of(session, actor, allegation.subject, file.sources),
        "counted": words.counted(found),
        "not_counted": words.not_counted(found),
        "factors": points.get(ARTICLE_28, {}),
        "factor_titles": [(factor.value, label(factor)) for factor in CommandFactor],
        "labels": _labels(session, actor, allegation, points),
    }


def _labels(
    session: Session, actor: Actor, allegation: Allegation, points: Mapping[str, Mapping[str, PointShown]]
) -> list[LabelShown]:
    rows = labels.labels_by_allegation(session, [allegation.key])[allegation.key]
    names = names_of(session, {row.confirmed_by for row in rows if row.confirmed_by})
    return [
        LabelShown(
            row, crime(row.label), points.get(row.label.value, {}), names.get(row.confirmed_by or 0, ""),
            actor.id in row.writers,
        )
        for row in rows
    ]  # fmt: skip
