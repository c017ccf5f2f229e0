"""Put what was chosen into words: a dossier's every part in one edition, as its profile and its composer allow."""

import dataclasses
from datetime import date
from typing import Any

from sqlmodel import Session

from casework.dossiers import (
    citing,
    picturing,
    plain_writing,
    profiling,
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
from casework.dossiers.content import Cover, Fact, Note, Snapshot
from casework.dossiers.lineage import givers_of
from casework.dossiers.narrowing import narrowed
from casework.dossiers.planning import SECTIONS, Plan
from casework.dossiers.scope import left_out_on_purpose, limits
from casework.dossiers.wording import Edition, colleague, paragraphs, period, pick
from casework.i18n import _, format_date
from casework.i18n.labels import label


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
    drafted = dataclasses.replace(drafted, without=plan.without)
    said = (*drafted.limitations, *left_out_on_purpose(drafted, plan.profile.leave_out))
    made = narrowed(profiling.applied(dataclasses.replace(drafted, limitations=said), plan.profile))
    return dataclasses.replace(made, rests_on=rests_on(edition))


def rests_on(edition: Edition) -> tuple[str, ...]:
    """The witnesses whose statements and exhibits were chosen: whose consent is asked again whenever it goes out."""
    told = {one.witness.reference for one in edition.chosen.statements.values()}
    gave = {one.reference for row in edition.chosen.exhibits.values() for one in givers_of(edition.material, row)}
    return tuple(sorted(told | gave))


def written_for_it(edition: Edition, plan: Plan, language: str) -> Snapshot:
    """The cover and the texts that were written for a summary; nothing else that anybody wrote."""
    account = edition.material.accounts.get(plan.prepared_by or 0)
    made = Snapshot(
        lang=language,
        is_demo=plan.is_demo,
        cover=dataclasses.replace(
            cover(plan, edition.on),
            territory="",
            period=plan.period.words(edition.days)
            or (period(plan.case.period, "", edition.days) if plan.case.period else ""),
        ),
        prepared_by=label(account.role) if account else _("the system"),
        limitations=limits(plan.period, plan.incidents, edition.material.outside, edition.days),
    )
    written: dict[str, Any] = {section: tuple(citing.bare(text) for text in plan.text(section)) for section in SECTIONS}
    return dataclasses.replace(made, **{**written, "limitations": (*written["limitations"], *made.limitations)})


def worded(session: Session, edition: Edition, plan: Plan, language: str, redacted: list[Redaction]) -> Snapshot:
    """All parts of a snapshot in the current language."""
    material, chosen = edition.material, edition.chosen
    commands = wording_command.commands(session, edition)
    lines = wording_units.command_lines(commands)
    claimed, left = wording_units.unit_claims(edition)
    case = material.case
    texts, notes = texts_of(edition, plan)
    return Snapshot(
        lang=language,
        is_demo=plan.is_demo,
        cover=cover(plan, edition.on),
        prepared_by=colleague(edition, plan.prepared_by),
        conditions=(*wording_annexes.conditions(edition), *wording_annexes.generalised(edition)),
        summary=texts["summary"],
        mandate=texts["mandate"] or tuple(paragraphs(case.mandate)),
        method=texts["method"],
        limitations=(*texts["limitations"], *limits(plan.period, plan.incidents, material.outside, edition.days)),
        context=tuple(Fact(key=f"context.{n}", text=text) for n, text in enumerate(paragraphs(case.summary), 1)),
        moments=tuple(wording_incidents.moment(edition, row) for row in material.incidents),
        places=tuple(place for row in material.incidents if (place := wording_incidents.place(edition, row))),
        incidents=tuple(wording_incidents.incident(edition, row) for row in material.incidents),
        casualties=tuple(
            wording_incidents.casualties(f, "", edition.days) for f in material.figures if f.incident_id is None
        ),
        units=tuple(wording_units.unit(edition, row, lines.get(row.reference, "")) for row in material.units.values()),
        unit_claims=claimed,
        unit_claims_left_out=left,
        commands=tuple(commands),
        matrix=wording_allegations.matrix(edition, chosen.allegations),
        allegations=tuple(wording_allegations.allegation(edition, file) for file in chosen.allegations),
        gaps=gaps(edition),
        requests=texts["requests"],
        exhibits=exhibits(edition, redacted),
        witnesses=tuple(wording_annexes.witnesses(edition)),
        statements=tuple(wording_annexes.statement(edition, told) for told in chosen.statements.values()),
        reviews=tuple(wording_annexes.reviews(edition)),
        consent_scopes=tuple(label(scope) for scope in wording_annexes.consent_scopes(edition)),
        consents=tuple(wording_annexes.consents(edition)),
        glossary=tuple(wording_annexes.glossary(edition)),
        items=tuple(wording_annexes.items(edition)),
        notes=notes,
    )


def texts_of(edition: Edition, plan: Plan) -> tuple[dict[str, tuple[str, ...]], tuple[Note, ...]]:
    """The texts of the dossier by section, without their references, and the notes that these became."""
    texts, notes = {}, []
    for section in SECTIONS:
        cited = [citing.cite(edition, text) for text in plan.text(section)]
        texts[section] = tuple(text for text, _sources in cited)
        notes += [
            Note(section=section, paragraph=n, sources=sources) for n, (_t, sources) in enumerate(cited) if sources
        ]
    return texts, tuple(notes)


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
        period=plan.period.words() or (period(case.period, "") if case.period else ""),
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
