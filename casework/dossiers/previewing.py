"""One section or annex as it would be printed now: from the current draft and consent, kept nowhere, marked as a draft.

Only that part is searched for names and typeset, so that it is there at once whatever the size of the case; of a long
one, the first entries. What would refuse a build does not refuse a preview, which stays with those who compose it.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from casework import audit, printing
from casework.access import Permission, require
from casework.config import Settings
from casework.db import now
from casework.dossiers import building, html, numbering
from casework.dossiers.annexes import Redaction
from casework.dossiers.composing import last_issued, plan_for
from casework.dossiers.content import Snapshot
from casework.dossiers.deciding import decided, material_for
from casework.dossiers.drafting import drafted_by_profile
from casework.dossiers.freezing import left_out, taken_out
from casework.dossiers.models import Dossier
from casework.dossiers.naming import names_of
from casework.dossiers.narrowing import narrowed
from casework.dossiers.outline import BY_NAME, PARTS, Part, PartKind, outline
from casework.dossiers.searching import Search
from casework.dossiers.services import snapshot_of
from casework.errors import NotFound
from casework.i18n import _, ngettext, use_locale
from casework.storage import FileStore
from casework.subjects import Actor
from casework.vault import vault_of
from casework.witnesses.consents import today_in

# How many entries of a long part are shown: an incident with its notes costs a second to typeset, a statement a fifth.
MOST = {"findings": 5, "statements": 20, "sheets": 10, "allegations": 20}
LISTS = {"statements": "statements", "sheets": "exhibits", "findings": "incidents", "allegations": "allegations"}
# Parts that tell of the whole: for them everything has to be searched.
OF_THE_WHOLE = ("redactions", "gaps", "manifest")


class Empty(Exception):
    """Nothing would be printed in this part: the dossier would not have it."""

    def __init__(self, kind: PartKind) -> None:
        super().__init__(kind.name)
        self.kind = kind


@dataclass(frozen=True)
class Previewed:
    """A part, the snapshot that holds it and no more, and how many entries of it are not shown."""

    snapshot: Snapshot
    part: Part
    more: int = 0


def previewed(
    seeing: Session, actor: Actor, settings: Settings, *, dossier: Dossier, name: str, language: str, item: str = ""
) -> Previewed:
    """A part as it stands now; `item`: one entry of it alone (I-0003). `seeing` sees everything, so that everybody's consent is asked; what is hidden from the
    actor is not shown. Raises Empty when nothing would be printed in it, Refused while no name can be looked for."""
    require(seeing, actor, Permission.DOSSIER_BUILD, dossier.subject)
    if name not in BY_NAME:
        raise NotFound
    with use_locale(language):
        plan = plan_for(seeing, settings, dossier, actor.id)
        material = material_for(seeing, plan)
        search = Search(names_of(seeing, vault_of(settings), material))
        edition = decided(material, plan, today_in(plan.case.time_zone))
        redacted: list[Redaction] = [] if plan.profile.is_summary else left_out(edition.chosen)
        before = last_issued(seeing, dossier)
        known = snapshot_of(before, before.languages[0]).numbers if before else {}
        drafted = numbering.numbered(drafted_by_profile(seeing, edition, plan, language, redacted), known)
        head = audit.head(seeing)
        stamped = dataclasses.replace(
            drafted, built_at=now().replace(microsecond=0).isoformat(), log_sequence=head[0], log_head=head[1]
        )
        part = outline(stamped, _).part(name)
        if part is None:
            raise Empty(BY_NAME[name])
        shown, more = (stamped, 0) if name in OF_THE_WHOLE else only(stamped, name, item)
        cleaned = taken_out(shown, edition, plan, search, redacted)
        rows = tuple(dataclasses.replace(row, number=n) for n, row in enumerate(redacted, 1))
        return Previewed(dataclasses.replace(cleaned, redactions=rows), part, more)


def only(snapshot: Snapshot, name: str, item: str = "") -> tuple[Snapshot, int]:
    """The snapshot with one part alone, and of a long one its first entries or one of them; how many there are besides."""
    others = tuple(kind.name for kind in PARTS if kind.name != name)
    alone = dataclasses.replace(narrowed(dataclasses.replace(snapshot, without=others)), items=())
    if name not in LISTS:
        return alone, 0
    entries = getattr(alone, LISTS[name])
    shown = tuple(one for one in entries if one.ref == item) if item else entries[: MOST[name]]
    kept: dict[str, Any] = {LISTS[name]: shown}
    return dataclasses.replace(alone, **kept), len(entries) - len(shown)


def as_pdf(store: FileStore, made: Previewed) -> bytes:
    """The part typeset by a process of its own. Call it outside any transaction. Raises Unavailable."""
    snapshot = made.snapshot
    with use_locale(snapshot.lang):
        note = _("A look at one part of a draft, made from what is stored now. It was not built, and is kept nowhere.")
        if made.more:
            note += " " + ngettext("%(num)s more entry is not shown.", "%(num)s more entries are not shown.", made.more)
        page = html.compose_part(
            snapshot, building.phrases(snapshot.lang), building.pictures_of(store, snapshot), made.part,
            mark=_("DRAFT – not issued"), note=note,
        )  # fmt: skip
        return printing.typeset(page.html, page.resources)


def record_look(session: Session, actor: Actor, *, dossier: Dossier, name: str, language: str) -> None:
    """It shows what no page of the dossier does: a look leaves an entry."""
    audit.record(session, actor, "dossier.previewed", dossier.subject, part=name, language=language)
