"""Counts in words: what was counted stands beside every number."""

from casework.allegations.corroboration import Corroboration
from casework.i18n import _, ngettext


def counted(found: Corroboration) -> str:
    """As in "2 independent origins from 3 testimonies and 1 exhibit"; empty when nothing supports it."""
    told = ngettext("%(num)s testimony", "%(num)s testimonies", found.testimonies) if found.testimonies else ""
    shown = ngettext("%(num)s exhibit", "%(num)s exhibits", found.exhibits) if found.exhibits else ""
    if not told and not shown:
        return ""
    sources = _("%(one)s and %(other)s", one=told, other=shown) if told and shown else told or shown
    if not found.count:
        return _("No independent origin is known: %(sources)s", sources=sources)
    origins = ngettext("%(num)s independent origin", "%(num)s independent origins", found.count)
    return _("%(origins)s from %(sources)s", origins=origins, sources=sources)


def not_counted(found: Corroboration) -> str:
    """Which sources repeat what their witnesses were told, nobody having recorded by whom; empty when there is none."""
    if not found.not_counted:
        return ""
    named = ", ".join(found.not_counted)
    return _("Not counted, because it is not recorded by whom the witness was told: %(references)s.", references=named)
