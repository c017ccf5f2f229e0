"""What goes into a dossier as it was composed, what does not, and every cause that refuses it; nothing is worded yet."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlmodel import Session

from casework.access import hidden_from
from casework.access.compartments import NOTHING, Hidden
from casework.accounts.models import Account
from casework.dossiers import citing
from casework.dossiers.gathering import Material, gather
from casework.dossiers.outline import BY_NAME
from casework.dossiers.planning import Plan
from casework.dossiers.selection import Selection, select_content
from casework.dossiers.wording import Edition
from casework.errors import Cause
from casework.i18n import _


def material_for(session: Session, plan: Plan) -> Material:
    """Everything of the case that this dossier may speak of, as far as it is in its scope."""
    hidden = hidden_from_builder(session, plan.prepared_by)
    material = gather(session, plan.case, plan.recipient, plan.incidents, hidden, plan.period)
    material.further, material.is_summary = plan.profile.scopes, plan.profile.is_summary
    material.cited = citing.exhibits_in(text for _name, _language, text in plan.written())
    return material


def decided(material: Material, plan: Plan, today: date, altered: Collection[str] = ()) -> Edition:
    """What goes in and what does not, in the current language; `chosen.causes` holds all that refuses the dossier.

    Places and dates as they were chosen, and no closer than the profile allows.
    """
    chosen = select_content(material, today, altered)
    in_scope = {row.reference for row in material.incidents}
    findings = {ref: both for ref, both in plan.findings.items() if ref in in_scope}
    chosen.causes += dangling(material, chosen, plan, findings)
    profile = plan.profile
    return Edition(
        material, chosen, today, frozenset(altered), profile.place_detail(plan.place_detail),
        profile.date_detail(plan.date_detail), profile, plan.public_dates, findings,
    )  # fmt: skip


def dangling(material: Material, chosen: Selection, plan: Plan, findings: Collection[str]) -> Iterator[Cause]:
    """References that cannot be printed, each with the text in which it stands and the page where that is written."""
    here = {"case_ref": plan.case.reference, "ref": plan.reference}
    for name, language, text in plan.written():
        is_finding = name in plan.findings
        if is_finding and name not in findings:
            continue
        endpoint = "composer.finding" if is_finding else "dossiers.edit"
        values = {**here, "incident_ref": name} if is_finding else here
        where = name_of_text(name, is_finding=is_finding)
        for problem in citing.problems(material, chosen, text):
            words = _("%(text)s (%(language)s): %(problem)s", text=where, language=language, problem=problem)
            yield Cause(words, None, endpoint, dict(values))


def name_of_text(name: str, *, is_finding: bool) -> str:
    """What a text of a dossier is called."""
    if is_finding:
        return _("Finding on %(incident)s", incident=name)
    return _("Limitations") if name == "limitations" else _(BY_NAME[name].title)


def hidden_from_builder(session: Session, account_id: int | None) -> Hidden:
    """What whoever builds the dossier may not see of their cases (the operator, who has the machine: nothing)."""
    account = session.get(Account, account_id) if account_id is not None else None
    return hidden_from(session, account.as_actor()) if account else NOTHING
