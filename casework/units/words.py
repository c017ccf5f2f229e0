"""What keeps an answer about command open or disputed, in a reader's words. No database.

`say` writes one date of any precision; dossiers pass their own, which may write no closer than a month.
"""

from collections.abc import Callable, Iterable

from casework.i18n import _
from casework.i18n.labels import when
from casework.units.periods import Gap

Say = Callable[[str], str]


def known_as(starts: str, ends: str, say: Say = when) -> str:
    """A claim's two dates as its source gives them; a side that it does not give says so."""
    since, until = say(starts) if starts else "", say(ends) if ends else ""
    if since and until:
        return _("from: %(start)s; until: %(end)s", start=since, end=until)
    if since:
        return _("from: %(start)s; its end is not known", start=since)
    if until:
        return _("until: %(end)s; its beginning is not known", end=until)
    return _("neither its beginning nor its end is known")


def why_open(starts: str, ends: str, gaps: Iterable[Gap], say: Say = when) -> str:
    """Why a claim is possible and not definite; nothing when no gap keeps it open."""
    found = list(gaps)
    if not found:
        return ""
    reasons = {
        (Gap.BEGINNING,): _("It may have begun only after this day."),
        (Gap.END,): _("It may have ended before this day."),
        (Gap.BEGINNING, Gap.END): _("It may have begun only after this day, or ended before it."),
    }
    return " ".join([_("Known only as: %(dates)s.", dates=known_as(starts, ends, say)), reasons[tuple(found)]])


def rival(reference: str, starts: str, ends: str, say: Say = when) -> str:
    """Another who definitely held the same command."""
    return _(
        "Another source places %(who)s in this post (%(dates)s).", who=reference, dates=known_as(starts, ends, say)
    )


def denial(starts: str, ends: str, say: Say = when) -> str:
    """Another claim of the same that leaves the day out."""
    return _(
        "Another source dates the same so that it leaves this day out (%(dates)s).", dates=known_as(starts, ends, say)
    )


def said_vacant(starts: str, ends: str, say: Say = when) -> str:
    """A vacancy that speaks against a commander."""
    return _("A source says that the post was vacant (%(dates)s).", dates=known_as(starts, ends, say))


def nobody(before: tuple[str, str] | None, after: tuple[str, str] | None, say: Say = when) -> str:
    """A gap, and the nearest commanders on both sides of it: each (code, the end or the beginning of the posting)."""
    nearest = []
    if before:
        nearest.append(_("%(who)s until: %(end)s", who=before[0], end=say(before[1])))
    if after:
        nearest.append(_("%(who)s from: %(start)s", who=after[0], start=say(after[1])))
    said = _("No posting of a commander is recorded for this day. That is a gap in what is known, not a vacancy.")
    if not nearest:
        return said
    return " ".join([said, _("Nearest: %(nearest)s.", nearest="; ".join(nearest))])
