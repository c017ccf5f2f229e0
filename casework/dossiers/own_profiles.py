"""An installation's own profiles: one file of TOML each, in `profiles/` of the instance folder; the file's name is the key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casework.dossiers.profile_reading import ProfileWrong, read
from casework.dossiers.profiles import BUILT_IN, Profile
from casework.dossiers.states import DossierProfile
from casework.errors import Cause, Refused
from casework.i18n import _

FOLDER = "profiles"
MOST_FILES, MOST_BYTES = 50, 20_000


@dataclass(frozen=True)
class Found:
    """The profiles that can be chosen, by key, and what is wrong with the files of the others."""

    good: Mapping[str, Profile] = field(default_factory=dict)
    wrong: Mapping[str, list[str]] = field(default_factory=dict)


def find(instance: Path) -> Found:
    """Every file of the folder, read now."""
    good: dict[str, Profile] = {}
    wrong: dict[str, list[str]] = {}
    for path in sorted((instance / FOLDER).glob("*.toml"))[:MOST_FILES]:
        try:
            good[path.stem] = load(path)
        except ProfileWrong as problem:
            wrong[path.name] = problem.problems
    return Found(good, wrong)


def load(path: Path) -> Profile:
    """One file. Raises ProfileWrong."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ProfileWrong([_("The file is longer than %(most)s bytes.", most=MOST_BYTES)])
        return read(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise ProfileWrong([_("The file cannot be read as text (UTF-8).")]) from None


def profile_of(instance: Path, base: DossierProfile, own: str) -> Profile:
    """The profile that a dossier is built by now. Raises Refused when its file is gone, wrong, or based on another."""
    if not own:
        return BUILT_IN[base.value]
    found = find(instance)
    profile = found.good.get(own)
    if profile is not None and profile.base == base.value:
        return profile
    why = "; ".join(found.wrong.get(f"{own}.toml", [])) or _(
        "there is no such file, or it is based on another profile."
    )
    raise Refused([Cause(_("The profile %(name)s cannot be used: %(why)s", name=own, why=why))])


def named(instance: Path, name: str) -> Profile:
    """A built-in profile, or the installation's own of this name. Raises Refused."""
    if name in BUILT_IN:
        return BUILT_IN[name]
    base = find(instance).good.get(name, BUILT_IN[DossierProfile.COMMITTEE.value]).base
    return profile_of(instance, DossierProfile(base), name)


def shown(instance: Path, base: DossierProfile, own: str) -> Profile:
    """The same for a page that only speaks of it: the built-in one where the own one cannot be used."""
    try:
        return profile_of(instance, base, own)
    except Refused:
        return BUILT_IN[base.value]


def choices(instance: Path, language: str) -> list[tuple[str, str]]:
    """The installation's own profiles for a form: what is stored, and what is read."""
    return [
        (f"{one.base}:{key}", one.name_ar if language == "ar" and one.name_ar else one.name)
        for key, one in find(instance).good.items()
    ]
