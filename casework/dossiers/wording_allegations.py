"""Rows of the allegation matrix in words: sources, what speaks against it, factors of command, elements of labels."""

from collections.abc import Mapping, Sequence

from casework.allegations import words
from casework.allegations.elements import crime
from casework.allegations.point_models import ARTICLE_28
from casework.allegations.points import PointShown
from casework.allegations.queries import AllegationFile
from casework.dossiers.content import Allegation, MatrixCell, Point, Points
from casework.dossiers.wording import Edition, labels, linked_source, listed
from casework.dossiers.wording_incidents import against, counted_in, merged, refuted, supporting, who
from casework.i18n import _, current_language, ngettext
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


def matrix(edition: Edition, files: Sequence[AllegationFile]) -> tuple[MatrixCell, ...]:
    """Acts × units, the act first; a refuted allegation is counted as such and lends no confidence."""
    groups: dict[tuple[int, str], list[AllegationFile]] = {}
    for file in files:
        alleged = file.unit.reference if file.unit else who(file)
        groups.setdefault((file.row.act.rank, alleged), []).append(file)
    return tuple(cell(edition, alleged, groups[rank, alleged]) for rank, alleged in sorted(groups))


def cell(edition: Edition, alleged: str, files: Sequence[AllegationFile]) -> MatrixCell:
    standing = [file.row.confidence for file in files if not file.row.is_refuted]
    gone, victims = len(files) - len(standing), {one.key for file in files for one in file.victims}
    count = ngettext("%(num)s allegation", "%(num)s allegations", len(files))
    refuted_words = ngettext("%(num)s refuted", "%(num)s refuted", gone) if gone else ""
    return MatrixCell(
        act=label(files[0].row.act),
        alleged=alleged,
        allegations=listed([count, refuted_words]),
        confidence=label(max(standing, key=lambda one: one.rank)) if standing else _("Refuted"),
        victims=ngettext("%(num)s victim", "%(num)s victims", len(victims)),
        sources=words.counted(counted_in(edition, [file for file in files if not file.row.is_refuted])),
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
