"""Between the form of an allegation and what the services take: choices, what is filled in beforehand, what was typed."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from casework.access import Permission, can
from casework.allegations.forms import AllegationForm
from casework.allegations.queries import AllegationFile
from casework.allegations.services import AllegationFacts
from casework.allegations.shown import LinkShown
from casework.cases.models import Case
from casework.errors import Invalid
from casework.i18n import _
from casework.incidents import services as incidents
from casework.incidents import victims
from casework.incidents.models import Victim
from casework.subjects import Actor
from casework.testimonies.models import Testimony
from casework.units import individuals
from casework.units import services as units
from casework.vocabulary import Act, Confidence, LiabilityMode, LinkBasis

MOST_BOXES = 60


def offer(form: AllegationForm, session: Session, actor: Actor, case: Case) -> None:
    """Fill the choices. Many victims are not offered as boxes: their codes are typed."""
    form.unit.offer(_("no unit"), units.unit_choices(session, actor))
    form.individual.offer(_("no individual"), individuals.individual_choices(session, actor))
    form.incident.offer(_("not tied to an incident"), incidents.incident_choices(session, actor, case))
    offered = victims.victim_choices(session, actor, case, limit=MOST_BOXES + 1)
    form.victims.choices = offered if len(offered) <= MOST_BOXES else []
    if not form.victims.choices and form.victims.data and not form.is_submitted():
        form.victim_codes.data = ", ".join(form.victims.data)
        form.victims.data = []


def prefilled(asked: Mapping[str, str]) -> dict[str, Any]:
    """What a new allegation starts with, from where one came: testimony and paragraph, exhibit, incident, unit."""
    sources: list[dict[str, Any]] = []
    if asked.get("testimony"):
        sources.append({"reference": asked["testimony"], "paragraph": asked.get("paragraph", "")})
    if asked.get("exhibit"):
        sources.append({"reference": asked["exhibit"]})
    victim = asked.get("victim", "")
    return {
        "sources": [*sources, {}],
        "incident": asked.get("incident", ""),
        "unit": asked.get("unit", ""),
        "individual": asked.get("individual", ""),
        "victims": [victim] if victim else [],
    }


def quoted(session: Session, actor: Actor, case: Case, asked: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The paragraph from which one came, as it stands in the statement, to be read while linking."""
    if not asked.get("testimony") or not can(session, actor, Permission.TESTIMONY_VIEW, case.subject):
        return None
    statement = select(Testimony).where(Testimony.case_id == case.key, Testimony.reference == asked["testimony"])
    testimony = session.exec(statement).first()
    paragraphs = testimony.draft.get("paragraphs", []) if testimony else []
    number = asked.get("paragraph", "")
    return next((dict(row) for row in paragraphs if str(row.get("number", "")) == number), None)


def stored(file: AllegationFile) -> dict[str, Any]:
    """The form's values of an allegation as it is stored."""
    row = file.row
    return row.model_dump() | {
        "incident": file.incident.reference if file.incident else "",
        "unit": file.unit.reference if file.unit else "",
        "individual": file.individual.reference if file.individual else "",
        "victims": [victim.reference for victim in file.victims],
        "contrary_searched": "searched" if row.contrary_searched else "found",
        "sources": [
            *(_row(link) for link in file.sources),
            {},
        ],
    }  # fmt: skip


def _row(link: LinkShown) -> dict[str, Any]:
    return {
        "reference": link.reference,
        "paragraph": link.paragraph,
        "is_contrary": link.is_contrary,
        "goes_back_to": link.goes_back_to,
        "refuted": link.refuted,
    }


def facts_of(form: AllegationForm, session: Session, actor: Actor, case: Case) -> AllegationFacts:
    """What was entered, with its references found. Raises Invalid for one that does not exist or is not in the case."""
    return AllegationFacts(
        act=Act(form.act.data),
        bases=[LinkBasis(basis) for basis in form.bases.data or []],
        contrary=form.contrary.data or "",
        contrary_searched=form.contrary_searched.data == "searched",
        sources=form.source_rows(),
        incident=form.incident.resolve(lambda code: incidents.get_incident(session, actor, case, code)),
        victims=_victims(session, case, form),
        unit=form.unit.resolve(lambda code: units.get_unit(session, actor, code)),
        individual=form.individual.resolve(lambda code: individuals.get_individual(session, actor, code)),
        conduct=form.conduct.data or "",
        mode=LiabilityMode(form.mode.data),
        confidence=Confidence(form.confidence.data),
        is_refuted=bool(form.is_refuted.data),
    )


def _victims(session: Session, case: Case, form: AllegationForm) -> list[Victim]:
    wanted = form.victim_references()
    if not wanted:
        return []
    statement = select(Victim).where(Victim.case_id == case.key, col(Victim.reference).in_(wanted))
    found = {victim.reference: victim for victim in session.exec(statement)}
    missing = [code for code in wanted if code not in found]
    if missing:
        text = _("No victim of this case has the code %(codes)s.", codes=", ".join(missing)[:200])
        raise Invalid(fields={"victims" if form.victims.choices else "victim_codes": text})
    return [found[code] for code in wanted]
