"""What is different from the previous version: statements, exhibits and allegations, by reference."""

from collections.abc import Iterable

from casework.dossiers.annexes import Change, Item
from casework.i18n import _


def compare(before: Iterable[Item], after: Iterable[Item]) -> tuple[Change, ...]:
    """Added, removed and revised objects, in the order of their references."""
    old, new = {item.ref: item for item in before}, {item.ref: item for item in after}
    found = []
    for ref in sorted({*old, *new}):
        if ref not in old:
            found.append(Change(kind="added", ref=ref, words=_("%(what)s added", what=name_of(ref))))
        elif ref not in new:
            found.append(Change(kind="removed", ref=ref, words=_("%(what)s removed", what=name_of(ref))))
        elif new[ref] != old[ref]:
            words = _("%(what)s revised: version %(before)s is now version %(after)s",
                      what=name_of(ref), before=old[ref].version, after=new[ref].version)  # fmt: skip
            found.append(Change(kind="revised", ref=ref, words=words))
    return tuple(found)


def name_of(ref: str) -> str:
    """What kind of object a reference stands for."""
    kinds = {"T": _("Statement"), "EX": _("Exhibit"), "A": _("Allegation")}
    return kinds.get(ref.split("-")[0], ref)
