"""What a sealed volume says: the people in it from the vault, its pages, its signature or seal, and the last search."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from casework import audit, printing
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.config import Settings
from casework.dossiers import building, copies, html, leak, redaction, volumes
from casework.dossiers.building import CopyMark
from casework.dossiers.content import Cover, Snapshot
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.searching import Search
from casework.dossiers.volume_models import SealedVolume
from casework.dossiers.wording import pick
from casework.errors import Refused, Unavailable
from casework.i18n import _, format_date
from casework.i18n.labels import label
from casework.leaks.people import Protected, names_of_case
from casework.subjects import Subject
from casework.units.models import Individual
from casework.vault import HeldByCustodians, IdentityField, IdentityShredded, Tampered, Vault, VaultSealed
from casework.vocabulary import Marking
from casework.witnesses.identity import explain
from casework.witnesses.models import Witness

if TYPE_CHECKING:
    from casework.signing.signers import Means

# What a body needs to know who somebody is. How to reach them stays here: any contact goes through the issuer.
TOLD = (
    IdentityField.NAME,
    IdentityField.NAME_LATIN,
    IdentityField.KUNYA,
    IdentityField.ALIASES,
    IdentityField.DATE_OF_BIRTH,
)
NAMES = TOLD[:4]


@dataclass(frozen=True)
class Person:
    """Somebody who is named: their code, what the vault tells, and on what it may be told."""

    code: str
    owner: str
    about: Subject
    identity: dict[str, str]
    note: str = ""

    @property
    def names(self) -> list[str]:
        """Every name of theirs, one each."""
        return [line.strip() for one in NAMES for line in self.identity.get(one, "").splitlines() if line.strip()]


def opened(session: Session, vault: Vault, dossier: Dossier, volume: SealedVolume) -> tuple[list[Person], list[Person]]:
    """The people of a volume with what the vault tells of them. Raises Unavailable."""
    witnesses, individuals = volumes.named_in(session, volume)
    said = volumes.answers(session, dossier, witnesses)
    told = []
    for row in witnesses:
        answer = said[row.key][1]
        note = f"{answer.consent}. {answer.condition or ''}".strip() if answer.consent else ""
        told.append(_person(session, vault, row, note))
    return told, [_person(session, vault, row) for row in individuals]


def _person(session: Session, vault: Vault, row: Witness | Individual, note: str = "") -> Person:
    return Person(row.reference, row.identity_owner, row.subject, _identity(session, vault, row.identity_owner), note)


def _identity(session: Session, vault: Vault, owner: str) -> dict[str, str]:
    try:
        whole = vault.open(session, owner)
    except (VaultSealed, HeldByCustodians, IdentityShredded, Tampered) as problem:
        raise Unavailable(explain(problem)) from problem
    return {one.value: whole[one] for one in TOLD if whole.get(one)}


def names_of_others(session: Session, vault: Vault, dossier: Dossier, told: Sequence[Person]) -> list[leak.Name]:
    """The names of everybody else in the case. Whoever has the very same name as somebody who is told is not among them."""
    try:
        names = names_of_case(session, vault, dossier.case_id, [Protected(one.code, one.owner) for one in told])
    except (VaultSealed, Tampered) as problem:
        raise Unavailable(explain(problem)) from problem
    codes, same = {one.code for one in told}, {leak.fold(name) for one in told for name in one.names}
    return [name for name in names if name.owner not in codes and leak.fold(name.text) not in same]


def refuse_unless_exact(data: bytes, told: Iterable[Person], others: Iterable[leak.Name], case_ref: str) -> None:
    """The search of a dossier turned round: everybody who is told stands in it, and nobody else. Raises Refused."""
    building.refuse_leaks(data, others, case_ref)
    people = list(told)
    found = {hit.owner for hit in leak.scan(data, [leak.Name(one.code, name) for one in people for name in one.names])}
    if any(one.names and one.code not in found for one in people):
        raise Refused(_("The volume came out without a name that belongs in it. Tell the administrator."))


def shell_of(
    session: Session, *, dossier: Dossier, version: DossierVersion, volume: SealedVolume, language: str, is_demo: bool
) -> Snapshot:
    """What the volume says of itself, in the current language."""
    case, recipient = session.get_one(Case, dossier.case_id), session.get_one(Recipient, dossier.recipient_id)
    issued, (sequence, head) = volume.issued_at or volume.created_at, audit.head(session)
    return Snapshot(
        lang=language,
        log_sequence=sequence,
        log_head=head,
        is_demo=is_demo,
        built_at=issued.replace(microsecond=0).isoformat(),
        cover=Cover(
            case_ref=case.reference,
            case_title=pick(case.title, case.title_ar),
            dossier_ref=volume.reference,
            version=version.number,
            title=_("Sealed volume of %(dossier)s v%(version)s", dossier=dossier.reference, version=version.number),
            marking=label(Marking.STRICTLY_CONFIDENTIAL),
            addressee=pick(recipient.name, recipient.name_ar),
            addressee_note=label(recipient.kind),
            date=format_date(issued.date()),
        ),
    )


@dataclass(frozen=True)
class Contents:
    """All that a volume holds: what it says of itself, witnesses (S1), individuals (S2), the proof of the log."""

    shell: Snapshot
    witnesses: Sequence[Person]
    individuals: Sequence[Person]
    log: str

    @property
    def people(self) -> list[Person]:
        return [*self.witnesses, *self.individuals]

    def without(self, others: Iterable[leak.Name]) -> "Contents":
        """The same, with the names of others taken out of what people wrote: the title of the case, a condition."""
        search = Search(list(others))
        shell, _found = redaction.redact(self.shell, search)
        notes = [redaction.redact_text(one.note, search.forms)[0] for one in self.witnesses]
        cleaned = [dataclasses.replace(one, note=note) for one, note in zip(self.witnesses, notes, strict=True)]
        return Contents(shell, cleaned, self.individuals, self.log)


def composed(contents: Contents) -> html.Page:
    """The pages of the volume."""
    shell = contents.shell
    env = html.environment(shell.lang, building.phrases(shell.lang))
    text = env.get_template("dossiers/print/sealed_volume.html").render(
        s=shell,
        witnesses=contents.witnesses,
        individuals=contents.individuals,
        anchors=frozenset(),
        figure=None,
        direction="rtl" if shell.lang == "ar" else "ltr",
    )
    return html.Page(text)


def finished(contents: Contents, mark: CopyMark, settings: Settings, means: "Means | None") -> bytes:
    """The file as its reader opens it: with the electronic signature of a dossier's copy where this installation has a
    certificate, else with the seal alone. Raises Unavailable."""
    page, key = composed(contents), building.keys_of(settings)[0]
    body = printing.typeset(page.html, page.resources)
    return copies.finished(contents.shell, body, mark, key, contents.log, means=means, settings=settings)
