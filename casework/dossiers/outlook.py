"""What a build would leave out and why, and everything that would refuse it: asked before anything is built."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from casework.access import Permission, require
from casework.config import Settings
from casework.dossiers import picturing
from casework.dossiers.annexes import Redaction
from casework.dossiers.composing import plan_for
from casework.dossiers.deciding import decided, material_for
from casework.dossiers.gathering import Material
from casework.dossiers.models import Dossier
from casework.dossiers.scope import limits
from casework.errors import Cause
from casework.subjects import Actor
from casework.witnesses.consents import today_in

PAGES = {"T": "testimonies.show", "EX": "evidence.show", "A": "allegations.show", "I": "incidents.show"}


@dataclass(frozen=True)
class Missing:
    """Something that would not be in the dossier: what, the code, why, and the page where that can be mended."""

    ref: str
    code: str
    why: str
    endpoint: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outlook:
    """What would be printed (how many of each), what not, and what refuses the build."""

    statements: int
    exhibits: int
    allegations: int
    missing: list[Missing]
    causes: list[Cause]
    limits: tuple[str, ...] = ()


def outlook(seeing: Session, actor: Actor, settings: Settings, *, dossier: Dossier) -> Outlook:
    """As a build would decide now, in the current language. `seeing` sees everything; what is hidden from the actor is
    not named. The log, the files and the names are looked at by the build alone: they take time."""
    require(seeing, actor, Permission.DOSSIER_BUILD, dossier.subject)
    plan = plan_for(seeing, settings, dossier, actor.id)
    material = material_for(seeing, plan)
    edition = decided(material, plan, today_in(plan.case.time_zone))
    chosen, pictures = edition.chosen, list[Redaction]()
    for ref in chosen.exhibits:
        picturing.picture_of(edition, ref, pictures)
    left = [(one.ref, one.code, one.why) for one in chosen.left] + [(row.place, row.code, row.what) for row in pictures]
    return Outlook(
        statements=len(chosen.statements),
        exhibits=len(chosen.exhibits),
        allegations=len(chosen.allegations),
        missing=list(with_pages(material, left)),
        causes=chosen.causes,
        limits=limits(plan.period, plan.incidents, material.outside),
    )


def with_pages(material: Material, left: Iterable[tuple[str, str, str]]) -> Iterable[Missing]:
    """Each with the page where it is mended: the witness's, where consent or a measure of protection decides."""
    for ref, code, why in left:
        told = material.statements.get(ref)
        here = {"case_ref": material.case.reference}
        if told is not None and code != "–":
            yield Missing(ref, code, why, "witnesses.show", {**here, "ref": told.witness.reference})
        elif endpoint := PAGES.get(ref.split("-")[0]):
            yield Missing(ref, code, why, endpoint, {**here, "ref": ref})
        else:
            yield Missing(ref, code, why)
