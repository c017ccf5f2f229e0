"""Rows of the allegation matrix in words: sources, what speaks against it, factors of command, elements of labels."""

from collections.abc import Mapping

from casework.allegations import words
from casework.allegations.elements import crime
from casework.allegations.point_models import ARTICLE_28
from casework.allegations.points import PointShown
from casework.allegations.queries import AllegationFile
from casework.dossiers.content import Allegation, Point, Points
from casework.dossiers.wording import Edition, labels, linked_source, listed
from casework.dossiers.wording_incidents import against, counted_in, merged, refuted, supporting, who
from casework.i18n import _, current_language
from casework.i18n.labels import label
from casework.vocabulary import CommandFactor, LegalLabel, LinkBasis


def allegation(edition: Edition, file: AllegationFile) -> Allegation:
    """One row, with the labels that another supervisor has confirmed."""
    row, found = file.row, counted_in(edition, [file])
    confirmed = [one.label for one in edition.material.labels.get(row.key, []) if one.confirmed_at]
    return Allegation(
        ref=row.reference,
        incident_ref=edition.material.reference_of.get(("incident", row.incident_id or 0), ""),
        act=label(row.act),
        victims=listed(one.reference for one in file.victims) or _("not identified"),
        alleged=who(file),
        mode=label(row.mode),
        basis=labels(LinkBasis, row.bases),
        confidence=label(row.confidence),
        contrary=row.contrary,
        legal_labels=listed(label(one) for one in confirmed),
        is_refuted=row.is_refuted,
        sources=supporting(edition, file),
        corroboration=" ".join(part for part in (words.counted(found), words.not_counted(found)) if part),
        against=against(edition, file),
        refuted=refuted(edition, file),
        tables=tables(edition, file, confirmed),
    )


def tables(edition: Edition, file: AllegationFile, confirmed: list[LegalLabel]) -> tuple[Points, ...]:
    """The factors of command where a commander is meant, and the elements of each confirmed label."""
    points = edition.material.points.get(file.row.key, {})
    made = []
    if file.row.mode.is_command_responsibility:
        titles = {factor.value: label(factor) for factor in CommandFactor}
        heading = _("Command responsibility (Rome Statute, Article 28)")
        made.append(Points(title=heading, rows=rows(edition, titles, points.get(ARTICLE_28, {}))))
    for one in confirmed:
        found = crime(one)
        titles = {element.key: element.words(current_language()) for element in found.elements}
        if titles:
            heading = f"{label(one)} · {_('Article %(number)s', number=found.article)}"
            made.append(Points(title=heading, rows=rows(edition, titles, points.get(one.value, {}))))
    return tuple(made)


def rows(edition: Edition, titles: Mapping[str, str], points: Mapping[str, PointShown]) -> tuple[Point, ...]:
    return tuple(point(edition, title, points.get(key)) for key, title in titles.items())


def point(edition: Edition, title: str, shown: PointShown | None) -> Point:
    if shown is None:
        return Point(title=title, leaning=_("Not answered yet"))
    return Point(
        title=title,
        leaning=label(shown.row.leaning),
        note=shown.row.note,
        missing=shown.row.missing,
        supporting=merged(source for link in shown.supporting if (source := linked_source(edition, link))),
        against=merged(source for link in shown.against if (source := linked_source(edition, link))),
    )
