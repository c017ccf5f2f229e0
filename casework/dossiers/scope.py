"""What a dossier is limited to, and how it says so: a period, chosen incidents, parts that were left out on purpose.

Nobody may read absence as nothing: each limit is told among the limitations. Pure.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from casework import dates
from casework.dossiers.content import Snapshot
from casework.dossiers.outline import PARTS
from casework.dossiers.states import DateDetail
from casework.i18n import _, current_language, format_date, ngettext


@dataclass(frozen=True)
class Period:
    """The days that a dossier is about, both included; None where a side is open."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return self.first is not None or self.last is not None

    def may_hold(self, starts: str, ends: str = "") -> bool:
        """Whether something that began and ended on these (uncertain) dates can lie in it, if only in part."""
        begun = dates.parse(starts)
        ended = dates.parse(ends) if ends else begun
        too_late = self.last is not None and begun.earliest is not None and begun.earliest > self.last
        too_early = self.first is not None and ended.latest is not None and ended.latest < self.first
        return not (too_late or too_early)

    def words(self, detail: DateDetail = DateDetail.DAY) -> str:
        """The period in the current language, no closer than `detail`."""
        first, last = (said(day, detail) if day else "" for day in (self.first, self.last))
        if first and last:
            return _("%(start)s to %(end)s", start=first, end=last)
        if first:
            return _("from %(day)s on", day=first)
        return _("up to %(day)s", day=last) if last else ""


def said(day: date, detail: DateDetail) -> str:
    return format_date(day) if detail is DateDetail.DAY else dates.words(f"{day:%Y-%m}", current_language())


ALWAYS = Period()


@dataclass(frozen=True)
class Outside:
    """What the limits of a dossier keep out: incidents by reference, and figures of the case as a whole."""

    incidents: frozenset[str] = frozenset()
    figures: int = 0


def limits(
    period: Period, only: Collection[str], outside: Outside, detail: DateDetail = DateDetail.DAY
) -> tuple[str, ...]:
    """What the dossier is about and what it is not, in the current language."""
    said = []
    if period:
        said.append(
            _(
                "This dossier covers the period %(period)s. An incident whose date is not exactly known is in it when it may lie in that period.",
                period=period.words(detail),
            )
        )
    if outside.incidents:
        said.append(
            ngettext(
                "%(num)s incident of the case is outside the scope of this dossier and is left out.",
                "%(num)s incidents of the case are outside the scope of this dossier and are left out.",
                len(outside.incidents),
            )
        )
    if period or only:
        said.append(_("Statements and exhibits on which nothing in scope rests are left out."))
    if outside.figures:
        said.append(_("Casualty figures of the case as a whole are left out: they count other days, too."))
    return tuple(said)


def left_out_on_purpose(snapshot: Snapshot, by_profile: Collection[str] = ()) -> tuple[str, ...]:
    """Which parts are missing though there is something to print in them. Ask before the snapshot is narrowed; what the
    profile leaves out it says itself."""
    chosen = set(snapshot.without) - set(by_profile)
    missing = [kind for kind in PARTS if kind.name in chosen and kind.has_content(snapshot)]
    if not missing:
        return ()
    arabic = snapshot.lang == "ar"
    names = [
        _("annex %(letter)s (%(title)s)", letter=kind.letters[arabic], title=_(kind.title))
        if kind.is_annex
        else _(kind.title)
        for kind in missing
    ]
    parts = ("؛ " if arabic else "; ").join(names)
    return (
        _(
            "Left out of this dossier on purpose: %(parts)s. That they are missing does not mean that there is nothing to report.",
            parts=parts,
        ),
    )
