"""Read an installation's own profile: every key checked, all problems named at once, never looser than its base. Pure."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from casework.dossiers.outline import OPTIONAL
from casework.dossiers.profiles import BUILT_IN, COARSER, Profile
from casework.i18n import _
from casework.vocabulary import ConsentScope

MOST_FEWEST = 50
KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")


class ProfileWrong(Exception):
    """A file that is no profile; `problems` says what to mend, line by line."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(self.problems))


def read(key: str, text: str) -> Profile:
    """A profile of the installation's own. Raises ProfileWrong with every problem."""
    if not KEY.fullmatch(key) or key in BUILT_IN:
        raise ProfileWrong([_("The file's name is the profile's key: small letters, digits and hyphens, and not the name of a built-in one.")])  # fmt: skip
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ProfileWrong([_("This is no TOML: %(problem)s", problem=str(problem))]) from None
    base = BUILT_IN.get(str(raw.get("based_on")))
    if base is None:
        raise ProfileWrong([_("`based_on` says which profile it is based on: %(names)s.", names=", ".join(BUILT_IN))])
    problems = [_("`%(name)s` is not known. There are: %(names)s.", name=name, names=", ".join(["based_on", *CHECKS]))
                for name in raw if name not in CHECKS and name != "based_on"]  # fmt: skip
    values: dict[str, Any] = {}
    for name, value in raw.items():
        if name in CHECKS:
            values[name], wrong = CHECKS[name](name, value, base)
            problems += [wrong] if wrong else []
    if not raw.get("name"):
        problems.append(_("`name` is what people read when they choose it."))
    if problems:
        raise ProfileWrong(problems)
    return replace(base, key=key, **values)


Checked = tuple[Any, str]


def _words(name: str, value: Any, _base: Profile) -> Checked:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 80:
        return value, _("`%(name)s` is a text of 80 letters at most.", name=name)
    return value.strip(), ""


def _step(name: str, value: Any, base: Profile) -> Checked:
    steps, least = COARSER[name], getattr(base, name)
    if value not in steps:
        return value, _("`%(name)s` is one of: %(names)s.", name=name, names=", ".join(steps))
    if steps.index(value) < steps.index(least):
        return value, _looser(name, value, least, base)
    return value, ""


def _looser(name: str, value: Any, least: Any, base: Profile) -> str:
    return _("`%(name)s` = %(value)s is looser than %(base)s (%(least)s). A profile can only be stricter.",
             name=name, value=value, base=base.key, least=least)  # fmt: skip


def _flag(name: str, value: Any, base: Profile) -> Checked:
    if not isinstance(value, bool):
        return value, _("`%(name)s` is true or false.", name=name)
    return (value, _looser(name, "true", "false", base)) if value and not getattr(base, name) else (value, "")


def _fewest(name: str, value: Any, base: Profile) -> Checked:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MOST_FEWEST:
        return value, _("`%(name)s` is a number from 1 to %(most)s.", name=name, most=MOST_FEWEST)
    if not base.is_summary:
        return value, _("`%(name)s` needs `based_on = \"public_summary\"`: a dossier for a committee lists people one by one.", name=name)  # fmt: skip
    return (value, _looser(name, value, base.fewest, base)) if value < base.fewest else (value, "")


def _list(name: str, value: Any, known: Iterable[str]) -> tuple[list[str], str]:
    listed, allowed = value if isinstance(value, list) else [], list(known)
    wrong = [str(one) for one in listed if one not in allowed]
    if not isinstance(value, list) or wrong:
        return [], _("`%(name)s` is a list of: %(names)s. Not known: %(wrong)s.",
                     name=name, names=", ".join(allowed), wrong=", ".join(wrong) or "–")  # fmt: skip
    return listed, ""


def _parts(name: str, value: Any, base: Profile) -> Checked:
    """What is named is left out besides what the base leaves out."""
    listed, problem = _list(name, value, OPTIONAL)
    return tuple(dict.fromkeys((*base.leave_out, *listed))), problem


def _uses(name: str, value: Any, base: Profile) -> Checked:
    """What is named is asked besides what the base asks."""
    listed, problem = _list(name, value, [one.value for one in ConsentScope])
    return tuple(dict.fromkeys((*base.consent, *listed))), problem


CHECKS: Mapping[str, Any] = {
    "name": _words, "name_ar": _words, "leave_out": _parts, "places": _step, "dates": _step, "individuals": _step,
    "pictures": _flag, "fewest": _fewest, "consent": _uses,
}  # fmt: skip
