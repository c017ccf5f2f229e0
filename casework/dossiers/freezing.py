"""Freeze a case into a snapshot: decide what goes in, put it into words, take names out, number it, compare it."""

import dataclasses
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from casework import audit
from casework.db import now
from casework.dossiers import changes, numbering, redaction
from casework.dossiers.annexes import Redaction
from casework.dossiers.cache import FragmentCache
from casework.dossiers.content import Snapshot
from casework.dossiers.deciding import decided, material_for
from casework.dossiers.drafting import drafted_by_profile
from casework.dossiers.naming import names_of
from casework.dossiers.planning import Plan
from casework.dossiers.searching import Search
from casework.dossiers.selection import Selection
from casework.dossiers.wording import Edition
from casework.errors import Refused
from casework.i18n import _, use_locale
from casework.vault import Vault
from casework.witnesses.consents import today_in


@dataclass(frozen=True)
class Frozen:
    """The snapshots of one build, by language, and everything a copy needs besides."""

    snapshots: dict[str, Snapshot]
    search: Search


def freeze(
    session: Session,
    plan: Plan,
    languages: Sequence[str],
    *,
    vault: Vault,
    altered: Collection[str] = (),
    previous: Snapshot | None = None,
    cached: FragmentCache | None = None,
    beat: Callable[[], None] = lambda: None,
) -> Frozen:
    """Snapshots of the same content in each language; `cached` knows what is free of names, `beat` is called now and then.

    Raises Refused with every cause."""
    material = material_for(session, plan)
    today = today_in(plan.case.time_zone)
    search = Search(names_of(session, vault, material), cached, plan.reference)
    search.beat = beat
    head = audit.head(session)
    made = {}
    for language in languages:
        with use_locale(language):
            edition = decided(material, plan, today, altered)
            if edition.chosen.causes:
                raise Refused(edition.chosen.causes)
            made[language] = put_into_words(session, edition, plan, language, head, search, previous)
    return Frozen(made, search)


def put_into_words(
    session: Session,
    edition: Edition,
    plan: Plan,
    language: str,
    head: tuple[int, str],
    search: Search,
    previous: Snapshot | None,
) -> Snapshot:
    """One edition: worded, redacted, numbered, compared with the version before."""
    redacted: list[Redaction] = [] if plan.profile.is_summary else left_out(edition.chosen)
    drafted = drafted_by_profile(session, edition, plan, language, redacted)
    cleaned = taken_out(drafted, edition, plan, search, redacted)
    rows = tuple(dataclasses.replace(row, number=n) for n, row in enumerate(redacted, 1))
    finished = dataclasses.replace(
        cleaned,
        built_at=now().replace(microsecond=0).isoformat(),
        log_sequence=head[0],
        log_head=head[1],
        redactions=rows,
        changes=changes.compare(previous.items, cleaned.items) if previous else (),
        previous_version=previous.cover.version if previous else 0,
    )
    return numbering.numbered(finished, previous.numbers if previous else {})


def taken_out(drafted: Snapshot, edition: Edition, plan: Plan, search: Search, redacted: list[Redaction]) -> Snapshot:
    """The snapshot without names and without paragraphs about what is kept out; each is added to `redacted`."""
    cleaned, found = redaction.redact(drafted, search)
    what = _("Name of a protected person")
    redacted += [Redaction(number=0, place=place or "–", code="R1", what=what) for place, _owner in found]
    cleaned, places = redaction.without_paragraphs(cleaned, kept_out(edition, plan))
    redacted += [
        Redaction(number=0, place=place or "–", code=code, what=about_kept_out(code)) for place, code in places
    ]
    return cleaned


def kept_out(edition: Edition, plan: Plan) -> dict[str, str]:
    """What no paragraph of this dossier may tell of, with the code that stands in its place."""
    return dict.fromkeys(withheld_by_consent(edition.chosen), "R4") | dict.fromkeys(
        edition.material.hidden.of_case(plan.case.key), "R5"
    )


def about_kept_out(code: str) -> str:
    """Why a paragraph was taken out."""
    if code == "R5":
        return _("Paragraph that tells of something restricted to named members of the case")
    return _("Paragraph that tells of a statement or exhibit whose witness does not consent to this use")


def withheld_by_consent(chosen: Selection) -> set[str]:
    """The statements and exhibits that the witness, or a measure agreed with them, keeps out."""
    return {left.ref for left in chosen.left if left.code != "–" and left.ref != "–"}


def left_out(chosen: Selection) -> list[Redaction]:
    return [Redaction(number=0, place=left.ref, code=left.code, what=left.why) for left in chosen.left]
