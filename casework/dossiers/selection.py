"""What of the case goes into a dossier, what is left out and why, and what makes it impossible.

Consent for this recipient is asked anew every time. What cannot be used is left out and listed; an allegation that
then rests on nothing, or on a statement that nobody approved, refuses the whole dossier.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.accounts.models import Recipient
from casework.allegations.queries import AllegationFile
from casework.allegations.shown import LinkShown
from casework.dossiers.gathering import Material, Told
from casework.dossiers.lineage import givers_of, lineage
from casework.errors import Cause
from casework.evidence.models import Exhibit
from casework.i18n import _
from casework.incidents.models import Incident
from casework.vocabulary import ConsentScope, RecipientKind, ReviewStatus
from casework.witnesses.consent import Answer, ConsentRecord, Reason, RecipientRef, may_be_used, scope_for
from casework.witnesses.models import Witness
from casework.witnesses.protection import is_withheld


@dataclass(frozen=True)
class Left:
    """Something that is not in the dossier: what, under which code (R1-R5; "–" for none), and why."""

    ref: str
    code: str
    why: str


@dataclass
class Selection:
    """The decision. `causes` is empty, or nothing may be built."""

    statements: dict[str, Told] = field(default_factory=dict)
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    allegations: list[AllegationFile] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)


def select_content(material: Material, on: date, altered: Collection[str] = ()) -> Selection:
    """Decide. `altered` names exhibits whose stored file no longer has its hash."""
    chosen = Selection()
    barred, spoiled = standing(material, on, altered)
    check_incidents(material, chosen)
    for file in material.allegations:
        chosen.causes += check_allegation(material, file)
        nothing = rests_on_nothing(material, file, barred, spoiled)
        if nothing and not material.is_summary:
            chosen.causes.append(nothing)
        if nothing is None or not material.is_summary:
            chosen.allegations.append(file)
    choose_statements(material, chosen, barred)
    wanted = cited_exhibits(material, chosen)
    for ref, row in material.exhibits.items():
        failed = (row.is_quarantined or ref in altered) and not material.is_limited
        if ref in wanted and ref not in spoiled:
            chosen.exhibits[ref] = row
        elif ref in spoiled and (ref in wanted or failed):
            chosen.left.append(spoiled[ref])
    for waiting in material.waiting:
        chosen.left.append(Left(waiting.reference, "–", _("Allegation not approved yet.")))
    chosen.answers = {told.witness.reference: consent_for(material, told, on) for told in chosen.statements.values()}
    return chosen


def standing(material: Material, on: date, altered: Collection[str] = ()) -> tuple[dict[str, Left], dict[str, Left]]:
    """Statements and exhibits that may not go to this body today, and why: dossiers, bags and records ask here alone."""
    barred = {ref: why for ref, told in material.statements.items() if (why := why_not(material, told, on))}
    rows = material.exhibits.items()
    return barred, {ref: why for ref, row in rows if (why := unusable(row, ref in altered, barred, material, on))}


def choose_statements(material: Material, chosen: Selection, barred: dict[str, Left]) -> None:
    """Statements that may be used: of the whole case, or those on which what is in scope rests.

    Who commanded is told beside each incident, and so are its victims, but their sources do not widen the scope: they
    are cited where the statement or exhibit is in the dossier, and counted where it is not. A list of names that a
    victim came with never travels because of them.
    """
    rests_on = {link.reference for file in chosen.allegations for link in file.sources if not link.is_exhibit}
    in_scope = rests_on | {
        shown.reference
        for (kind, _key), said in material.sources.items()
        for shown in said.shown
        if kind not in material.told_beside and shown.source.testimony_id
    }
    for ref, told in material.statements.items():
        if material.is_limited and ref not in in_scope:
            continue
        if ref not in barred:
            chosen.statements[ref] = told
        elif told.version is not None or ref in rests_on:
            chosen.left.append(barred[ref])


def check_incidents(material: Material, chosen: Selection) -> None:
    """What nobody approved is not printed: it is left out and named, or refuses when it was asked for by itself."""
    for row in material.not_approved:
        if material.is_named:
            chosen.causes.append(unapproved(material, row))
        else:
            chosen.left.append(Left(row.reference, "–", _("Incident not approved yet.")))
    chosen.causes += [
        unapproved(material, row)
        for row in material.incidents
        if material.approval("incident", row.key, row.version) is None
    ]
    why = _("Allegation about an incident that is not approved yet.")
    chosen.left += [Left(row.reference, "–", why) for row in material.about_not_approved]
    if not material.is_limited:
        why = _("Allegation that is tied to no incident.")
        chosen.left += [Left(row.reference, "–", why) for row in material.about_none]


def unapproved(material: Material, row: Incident) -> Cause:
    """Why an incident refuses the dossier, and where that is mended."""
    text = _("Incident %(ref)s is not approved at the version that would be printed.", ref=row.reference)
    fix = {"case_ref": material.case.reference, "ref": row.reference}
    return Cause(text, row.subject, "incidents.show", fix)


def consent_for(material: Material, told: Told, on: date) -> Answer:
    """What the witness says of this recipient."""
    records = material.consents.get(told.witness.key, [])
    return consent_for_records(records, material.recipient, on, material.further)


def consent_for_records(
    records: Sequence[ConsentRecord], recipient: Recipient, on: date, further: Iterable[ConsentScope] = ()
) -> Answer:
    """May this be used in a dossier for this body? A refusal to keep or to analyse it comes first, then the `further`
    uses that the dossier's profile asks for."""
    kind = RecipientKind(recipient.kind)
    to = RecipientRef(kind, recipient.slug)
    asked = [(ConsentScope.STORE, None), (ConsentScope.ANALYSE, None), *((scope, to) for scope in further)]
    for scope, body in asked:
        answer = may_be_used(records, scope, body, on)
        if not answer.allowed:
            return answer
    return may_be_used(records, scope_for(kind), to, on)


def objection(
    witness: Witness,
    records: Sequence[ConsentRecord],
    recipient: Recipient,
    on: date,
    further: Iterable[ConsentScope] = (),
) -> tuple[str, str] | None:
    """Why nothing of this witness may go to this body on that day, with its code (R1, R5); None: it may."""
    if is_withheld(witness.protection_measures, witness.embargo_until, on):
        return "R5", _("a protection measure agreed with the witness.")
    answer = consent_for_records(records, recipient, on, further)
    return None if answer.allowed else ("R1", reason_words(answer.reason))


def why_not(material: Material, told: Told, on: date) -> Left | None:
    """Why a statement cannot be used, if it cannot."""
    ref, records = told.row.reference, material.consents.get(told.witness.key, [])
    if told.row.subject in material.hidden:
        return Left("–", "R5", _("Statement withheld: it is restricted to named members of the case."))
    if found := objection(told.witness, records, material.recipient, on, material.further):
        code, why = found
        return Left(ref, code, _("Statement withheld: %(why)s", why=why))
    if told.version is None:
        return Left(ref, "–", _("Statement not approved yet."))
    return None


def reason_words(reason: Reason) -> str:
    """Why consent does not allow it, for the redaction log."""
    words = {
        Reason.WITHDRAWN: _("consent for this recipient was withdrawn."),
        Reason.EXPIRED: _("consent for this recipient has expired."),
        Reason.RECIPIENT_EXCLUDED: _("the witness excluded this recipient."),
        Reason.RECIPIENT_NOT_LISTED: _("the witness allowed other recipients only."),
        Reason.REFUSED: _("the witness refused consent for this recipient."),
        Reason.NO_GUARDIAN: _("the witness is a child and no guardian has consented."),
        Reason.NO_ASSENT: _("the witness is a child and has not been asked."),
    }
    return words.get(reason) or _("there is no consent for this recipient.")


def unusable(exhibit: Exhibit, is_altered: bool, barred: Collection[str], material: Material, on: date) -> Left | None:
    """Why an exhibit cannot be used, if it cannot."""
    ref = exhibit.reference
    if any(one.subject in material.hidden for one in lineage(material, exhibit)):
        return Left("–", "R5", _("Exhibit withheld: it is restricted to named members of the case."))
    if exhibit.is_quarantined or is_altered:
        return Left(ref, "–", _("Exhibit quarantined: its file failed the integrity check. It supports nothing here."))
    if exhibit.status is not ReviewStatus.APPROVED:
        return Left(ref, "–", _("Exhibit not approved yet."))
    bodies = [material.meant_for[one.key] for one in lineage(material, exhibit) if one.key in material.meant_for]
    if any((body.kind, body.slug) != (material.recipient.kind, material.recipient.slug) for body in bodies):
        return Left(ref, "R4", _("Exhibit withheld: it came from elsewhere and was given for another body alone."))
    givers = givers_of(material, exhibit)
    objecting = any(
        objection(one, material.consents[one.key], material.recipient, on, material.further) for one in givers
    )
    codes = {one.reference for one in givers}
    told_by = [
        (told_ref, told) for told_ref, told in material.statements.items() if codes and told.witness.reference in codes
    ]
    heard = {told.witness.reference for told_ref, told in told_by if told_ref not in barred}
    if objecting or {told.witness.reference for _ref, told in told_by} - heard:
        return Left(ref, "R4", _("Exhibit withheld: the witness who gave it does not consent to this use."))
    return None


def check_allegation(material: Material, file: AllegationFile) -> list[Cause]:
    """What was not approved of this allegation and of what it rests on."""
    causes = []
    fix = {"case_ref": material.case.reference, "ref": file.row.reference}
    if material.approval("allegation", file.row.key, file.row.version) is None:
        text = _("Allegation %(ref)s is not approved at the version that would be printed.", ref=file.row.reference)
        causes.append(Cause(text, file.row.subject, "allegations.show", fix))
    for link in file.supporting:
        causes += check_link(material, file, link)
    return causes


def rests_on_nothing(
    material: Material, file: AllegationFile, barred: dict[str, Left], spoiled: dict[str, Left]
) -> Cause | None:
    """Why an allegation cannot stand, where nothing supports it that may be used; a summary is made without it."""
    usable = [link for link in file.supporting if link.reference not in (spoiled if link.is_exhibit else barred)]
    if not usable and not (file.row.is_refuted and file.refuted):
        barring = [(spoiled if one.is_exhibit else barred)[one.reference] for one in file.supporting]
        reasons = dict.fromkeys(f"{left.ref}: {left.why}" for left in barring)
        why = "; ".join(reasons) or _("no source is linked.")
        text = _("Allegation %(ref)s rests on nothing that may be used. %(why)s", ref=file.row.reference, why=why)
        fix = {"case_ref": material.case.reference, "ref": file.row.reference}
        return Cause(text, file.row.subject, "allegations.show", fix)
    return None


def check_link(material: Material, file: AllegationFile, link: LinkShown) -> list[Cause]:
    """A paragraph that supports an allegation must stand in an approved version of its statement."""
    if link.is_exhibit or (told := material.statements.get(link.reference)) is None:
        return []
    if told.row.subject in material.hidden:
        return []  # left out as restricted; anything more would tell of it
    fix = {"case_ref": material.case.reference, "ref": link.reference}
    values = {"statement": link.reference, "allegation": file.row.reference, "paragraph": link.paragraph}
    if told.version is None or material.approval("testimony", told.row.key, told.version.number) is None:
        text = _("Statement %(statement)s, on which %(allegation)s rests, is not approved.", **values)
        return [Cause(text, told.row.subject, "testimonies.show", fix)]
    paragraph = told.content.paragraph(link.paragraph)
    if link.paragraph and (paragraph is None or paragraph.is_withdrawn):
        text = _("Paragraph %(paragraph)s of %(statement)s, on which %(allegation)s rests, is not in its approved version.", **values)  # fmt: skip
        return [Cause(text, told.row.subject, "testimonies.show", fix)]
    return []


def cited_exhibits(material: Material, chosen: Selection) -> set[str]:
    """Exhibits that something in the dossier points at."""
    cited = {link.reference for file in chosen.allegations for link in file.sources if link.is_exhibit}
    cited |= {
        exhibit for statement, _paragraph, exhibit in material.paragraph_exhibits if statement in chosen.statements
    }
    for (kind, _key), said in material.sources.items():
        if kind not in material.told_beside:
            cited |= {shown.reference for shown in said.shown if shown.source.exhibit_id}
    return cited if material.is_limited else cited | material.cited
