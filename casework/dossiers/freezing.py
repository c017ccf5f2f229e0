"""Freeze a case into a snapshot: decide what goes in, put it into words, take names out, number it, compare it."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from casework import audit
from casework.access import hidden_from
from casework.access.compartments import NOTHING, Hidden
from casework.accounts.models import Account, Recipient
from casework.cases.models import Case
from casework.db import now
from casework.dossiers import (
    changes,
    leak,
    numbering,
    picturing,
    plain_writing,
    profiling,
    redaction,
    tallying,
    wording_allegations,
    wording_annexes,
    wording_command,
    wording_exhibits,
    wording_incidents,
    wording_public,
    wording_units,
)
from casework.dossiers.annexes import Exhibit, Redaction
from casework.dossiers.content import Cover, Fact, Snapshot
from casework.dossiers.gathering import Material, gather
from casework.dossiers.lineage import givers_of
from casework.dossiers.naming import names_of
from casework.dossiers.profiles import Profile
from casework.dossiers.selection import Selection, select_content
from casework.dossiers.states import DateDetail, PlaceDetail
from casework.dossiers.wording import Edition, colleague, paragraphs, period, pick
from casework.errors import Refused
from casework.i18n import _, format_date, use_locale
from casework.i18n.labels import label
from casework.vault import Vault
from casework.vocabulary import Marking
from casework.witnesses.consents import today_in


@dataclass(frozen=True)
class Plan:
    """What is to be built: for whom, under which number, with which texts; `incidents` empty means all of them."""

    case: Case
    recipient: Recipient
    reference: str
    version: int
    title: str
    title_ar: str = ""
    marking: Marking = Marking.CONFIDENTIAL
    texts: Mapping[str, Any] = field(default_factory=dict)
    place_detail: PlaceDetail = PlaceDetail.PRECISE
    date_detail: DateDetail = DateDetail.DAY
    incidents: tuple[str, ...] = ()
    prepared_by: int | None = None
    is_demo: bool = False
    profile: Profile = field(default_factory=Profile)
    # Incidents whose day a summary may tell.
    public_dates: tuple[str, ...] = ()

    def text(self, section: str) -> tuple[str, ...]:
        """The paragraphs of one section in the current language, else in the other."""
        both = self.texts.get(section, {})
        return tuple(paragraphs(pick(both.get("en", ""), both.get("ar", ""))))


@dataclass(frozen=True)
class Frozen:
    """The snapshots of one build, by language, and everything a copy needs besides."""

    snapshots: dict[str, Snapshot]
    names: list[leak.Name]


def freeze(
    session: Session,
    plan: Plan,
    languages: Sequence[str],
    *,
    vault: Vault,
    altered: Collection[str] = (),
    previous: Snapshot | None = None,
) -> Frozen:
    """Snapshots of the same content in each language. Raises Refused with every cause."""
    hidden = hidden_from_builder(session, plan.prepared_by)
    material = gather(session, plan.case, plan.recipient, plan.incidents, hidden)
    material.further, material.is_summary = plan.profile.scopes, plan.profile.is_summary
    today = today_in(plan.case.time_zone)
    names = names_of(session, vault, material)
    head = audit.head(session)
    made = {}
    for language in languages:
        with use_locale(language):
            chosen = select_content(material, today, altered)
            if chosen.causes:
                raise Refused(chosen.causes)
            edition = edition_of(plan, material, chosen, today, altered)
            made[language] = put_into_words(session, edition, plan, language, head, names, previous)
    return Frozen(made, names)


def edition_of(plan: Plan, material: Material, chosen: Selection, today: date, altered: Collection[str]) -> Edition:
    """What the wording works from; places and dates as chosen, and no closer than the profile allows."""
    profile = plan.profile
    return Edition(
        material, chosen, today, frozenset(altered), profile.place_detail(plan.place_detail),
        profile.date_detail(plan.date_detail), profile, plan.public_dates,
    )  # fmt: skip


def hidden_from_builder(session: Session, account_id: int | None) -> Hidden:
    """What whoever builds the dossier may not see of their cases (the operator, who has the machine: nothing)."""
    account = session.get(Account, account_id) if account_id is not None else None
    return hidden_from(session, account.as_actor()) if account else NOTHING


def put_into_words(
    session: Session,
    edition: Edition,
    plan: Plan,
    language: str,
    head: tuple[int, str],
    names: Iterable[leak.Name],
    previous: Snapshot | None,
) -> Snapshot:
    """One edition: worded, redacted, numbered, compared with the version before."""
    redacted: list[Redaction] = [] if plan.profile.is_summary else left_out(edition.chosen)
    drafted = drafted_by_profile(session, edition, plan, language, redacted)
    cleaned, found = redaction.redact(drafted, leak.wanted(names))
    what = _("Name of a protected person")
    redacted += [Redaction(number=0, place=place or "–", code="R1", what=what) for place, _owner in found]
    cleaned, places = redaction.without_paragraphs(cleaned, kept_out(edition, plan))
    redacted += [
        Redaction(number=0, place=place or "–", code=code, what=about_kept_out(code)) for place, code in places
    ]
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


def drafted_by_profile(
    session: Session, edition: Edition, plan: Plan, language: str, redacted: list[Redaction]
) -> Snapshot:
    """What the profile lets be told, and whose consent that rests on."""
    if plan.profile.is_summary:
        bare = written_for_it(edition, plan, language)
        plain_writing.refuse_what_tells(edition, bare)
        drafted = wording_public.summarised(edition, bare, tallying.printed_before(session, plan.case.key))
    else:
        drafted = worded(session, edition, plan, language, redacted)
    return dataclasses.replace(profiling.applied(drafted, plan.profile), rests_on=rests_on(edition))


def rests_on(edition: Edition) -> tuple[str, ...]:
    """The witnesses whose statements and exhibits were chosen: whose consent is asked again whenever it goes out."""
    told = {one.witness.reference for one in edition.chosen.statements.values()}
    gave = {one.reference for row in edition.chosen.exhibits.values() for one in givers_of(edition.material, row)}
    return tuple(sorted(told | gave))


def written_for_it(edition: Edition, plan: Plan, language: str) -> Snapshot:
    """The cover and the texts that were written for a summary; nothing else that anybody wrote."""
    account = edition.material.accounts.get(plan.prepared_by or 0)
    return Snapshot(
        lang=language,
        is_demo=plan.is_demo,
        cover=dataclasses.replace(
            cover(plan, edition.on),
            territory="",
            period=period(plan.case.period, "", edition.days) if plan.case.period else "",
        ),
        prepared_by=label(account.role) if account else _("the system"),
        summary=plan.text("summary"),
        mandate=plan.text("mandate"),
        method=plan.text("method"),
        limitations=plan.text("limitations"),
        requests=plan.text("requests"),
    )


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


def worded(session: Session, edition: Edition, plan: Plan, language: str, redacted: list[Redaction]) -> Snapshot:
    """All parts of a snapshot in the current language."""
    material, chosen = edition.material, edition.chosen
    commands = wording_command.commands(session, edition)
    lines = wording_units.command_lines(commands)
    claimed, left = wording_units.unit_claims(edition)
    case = material.case
    return Snapshot(
        lang=language,
        is_demo=plan.is_demo,
        cover=cover(plan, edition.on),
        prepared_by=colleague(edition, plan.prepared_by),
        conditions=(*wording_annexes.conditions(edition), *wording_annexes.generalised(edition)),
        summary=plan.text("summary"),
        mandate=plan.text("mandate") or tuple(paragraphs(case.mandate)),
        method=plan.text("method"),
        limitations=plan.text("limitations"),
        context=tuple(Fact(key=f"context.{n}", text=text) for n, text in enumerate(paragraphs(case.summary), 1)),
        moments=tuple(wording_incidents.moment(edition, row) for row in material.incidents),
        places=tuple(place for row in material.incidents if (place := wording_incidents.place(edition, row))),
        incidents=tuple(wording_incidents.incident(edition, row) for row in material.incidents),
        casualties=tuple(wording_incidents.casualties(f, "") for f in material.figures if f.incident_id is None),
        units=tuple(wording_units.unit(edition, row, lines.get(row.reference, "")) for row in material.units.values()),
        unit_claims=claimed,
        unit_claims_left_out=left,
        commands=tuple(commands),
        matrix=wording_allegations.matrix(edition, chosen.allegations),
        allegations=tuple(wording_allegations.allegation(edition, file) for file in chosen.allegations),
        gaps=gaps(edition),
        requests=plan.text("requests"),
        exhibits=exhibits(edition, redacted),
        witnesses=tuple(wording_annexes.witnesses(edition)),
        statements=tuple(wording_annexes.statement(edition, told) for told in chosen.statements.values()),
        reviews=tuple(wording_annexes.reviews(edition)),
        consent_scopes=tuple(label(scope) for scope in wording_annexes.consent_scopes(edition)),
        consents=tuple(wording_annexes.consents(edition)),
        glossary=tuple(wording_annexes.glossary(edition)),
        items=tuple(wording_annexes.items(edition)),
    )


def cover(plan: Plan, on: date) -> Cover:
    case = plan.case
    return Cover(
        case_ref=case.reference,
        case_title=pick(case.title, case.title_ar),
        dossier_ref=plan.reference,
        version=plan.version,
        title=pick(plan.title, plan.title_ar),
        marking=label(plan.marking),
        addressee=pick(plan.recipient.name, plan.recipient.name_ar),
        addressee_note=label(plan.recipient.kind),
        date=format_date(on),
        standard=label(case.standard_of_proof),
        period=period(case.period, "") if case.period else "",
        territory=case.territory,
    )


def gaps(edition: Edition) -> tuple[Fact, ...]:
    """What the records themselves show to be missing: incidents without any allegation, and without a statement."""
    spoken_of = {file.row.incident_id for file in edition.chosen.allegations}
    return tuple(
        Fact(
            key=f"{row.reference}.gap",
            text=_("No approved allegation names an alleged author for %(ref)s.", ref=row.reference),
        )
        for row in edition.material.incidents
        if row.key not in spoken_of
    )


def exhibits(edition: Edition, redacted: list[Redaction]) -> tuple[Exhibit, ...]:
    """Exhibit sheets; the quarantined ones are listed as such, without picture or custody."""
    found = [
        wording_exhibits.exhibit(edition, row, picturing.picture_of(edition, ref, redacted), redacted)
        for ref, row in edition.chosen.exhibits.items()
    ]
    listed = {left.ref for left in edition.chosen.left}
    for ref, row in edition.material.exhibits.items():
        if ref in listed and (row.is_quarantined or ref in edition.altered):
            found.append(
                Exhibit(ref=ref, title=row.title, type=label(row.kind), sha256=row.sha256, is_quarantined=True)
            )
    return tuple(sorted(found, key=lambda one: one.ref))
