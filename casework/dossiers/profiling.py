"""Apply a profile to a snapshot: take out what it leaves out, and say so in the dossier itself. Pure."""

import dataclasses
import re
from typing import Any

from casework.dossiers.annexes import Item
from casework.dossiers.content import Incident, Snapshot
from casework.dossiers.profiles import Profile
from casework.dossiers.redaction import each_text
from casework.i18n import _, format_number
from casework.i18n.labels import label

# Field of a snapshot -> the parts that print it: it goes when all of them go.
PRINTED_IN = {
    "summary": {"summary"}, "mandate": {"mandate"}, "context": {"context"}, "moments": {"context", "chronology"},
    "places": {"context", "places"}, "incidents": {"findings", "victims", "casualties"}, "casualties": {"casualties"},
    "units": {"units"}, "unit_facts": {"units"}, "unit_claims": {"units"}, "commands": {"command"},
    "matrix": {"allegations"}, "allegations": {"allegations"}, "requests": {"requests"},
    "exhibits": {"exhibits", "sheets"}, "witnesses": {"witnesses"}, "statements": {"statements"},
    "reviews": {"reviews"}, "consents": {"consents"}, "consent_scopes": {"consents"}, "glossary": {"glossary"},
    "changes": {"changes"}, "tallies": {"numbers"},
}  # fmt: skip
FACTS = ("facts", "conduct", "attribution", "corroboration", "contrary", "assessment")
INDIVIDUAL = re.compile(r"\bP-\d{4,}\b")


def applied(snapshot: Snapshot, profile: Profile) -> Snapshot:
    """The snapshot as the profile allows it. A summary was made so already; an own profile can take more from it."""
    gone = set(profile.leave_out)
    emptied: dict[str, Any] = {name: () for name, parts in PRINTED_IN.items() if parts <= gone}
    made = dataclasses.replace(
        snapshot, profile=profile, without=tuple(dict.fromkeys((*snapshot.without, *profile.leave_out))), **emptied
    )
    made = dataclasses.replace(
        made,
        incidents=tuple(_incident(one, gone) for one in made.incidents),
        items=tuple(one for one in made.items if _is_printed(one, gone)),
    )
    if "command" in gone:
        made = dataclasses.replace(made, units=tuple(dataclasses.replace(one, command="") for one in made.units))
    if not profile.pictures:
        made = dataclasses.replace(made, exhibits=tuple(dataclasses.replace(one, picture="") for one in made.exhibits))
    if profile.individuals == "none":
        made = without_individuals(made)
    return dataclasses.replace(made, leaves_out=tuple(leaves_out(profile)))


def _incident(incident: Incident, gone: set[str]) -> Incident:
    emptied: dict[str, Any] = dict.fromkeys(FACTS, ()) if "findings" in gone else {}
    if "victims" in gone:
        emptied["victims"] = ()
    if "casualties" in gone:
        emptied["casualties"] = ()
    return dataclasses.replace(incident, **emptied)


def _is_printed(item: Item, gone: set[str]) -> bool:
    kinds = {"T": {"statements"}, "EX": {"exhibits", "sheets"}, "A": {"allegations"}}
    return not kinds.get(item.ref.split("-")[0], {"?"}) <= gone


def without_individuals(snapshot: Snapshot) -> Snapshot:
    """No code of an alleged individual: a post in a known unit names its holder."""

    def clean(text: str, _place: str) -> str:
        return INDIVIDUAL.sub("[R3]", text)

    kept = dataclasses.replace(
        snapshot, commands=(), units=tuple(dataclasses.replace(one, command="") for one in snapshot.units)
    )
    cleaned: Snapshot = each_text(kept, clean, "")
    return cleaned


def leaves_out(profile: Profile) -> list[str]:
    """What a reader must know is not here."""
    lines = [_("Names, addresses, numbers and contacts of witnesses, victims and alleged individuals. They are not in this file under any box.")]  # fmt: skip
    if profile.is_summary:
        lines += _of_summary(profile)
    elif profile.individuals == "none":
        lines.append(_("Alleged individuals, also by code, and who is alleged to have commanded which unit."))
    if not profile.pictures and not profile.is_summary:
        lines.append(_("All pictures of exhibits."))
    for scope in profile.scopes:
        lines.append(_("Whatever rests only on witnesses who do not consent to: %(use)s.", use=label(scope)))
    return lines


def _of_summary(profile: Profile) -> list[str]:
    number = format_number(profile.fewest)
    return [
        _("The words of statements, and every other text of the records. What was written by hand was written for this edition."),
        _("Witnesses and victims one by one, and alleged individuals, also by code. Units keep their names."),
        _("Exhibits with their titles, descriptions, pictures, custody and hashes. Those that may be published are listed by kind."),
        _("Places closer than the governorate, and days: a date is a month, unless everybody knows the day of an incident."),
        _("Numbers of people or sources below %(number)s: they are “fewer than %(number)s”, or none. What gives one away is not shown.", number=number),
        _("Changes by fewer than %(number)s people: in a later version such a number is “about” the earlier one.", number=number),
        _("Whether a fact rests on one source alone, and what speaks against an allegation in words. A dossier for a committee says both."),
    ]  # fmt: skip
