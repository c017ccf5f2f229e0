"""A sealed volume on its way out: made from the vault at that moment, searched for any other name, encrypted, kept nowhere."""

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from casework import audit, printing
from casework.access import Permission, require
from casework.accounts import age_keys
from casework.accounts.models import Recipient
from casework.audit import heads
from casework.cases.models import Case
from casework.config import Settings
from casework.db import next_number
from casework.dossiers import building, delivery, holding, html, leak, volumes
from casework.dossiers.building import CopyMark
from casework.dossiers.content import Cover, Snapshot
from casework.dossiers.encrypting import Encrypted, encrypt
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.states import DossierState
from casework.dossiers.volume_models import SealedVolume, SealedVolumeReceipt
from casework.dossiers.wording import pick
from casework.errors import NotFound, Refused, Unavailable
from casework.i18n import _, format_date, use_locale
from casework.i18n.labels import label
from casework.leaks.people import Protected, names_of_case
from casework.subjects import Actor, Subject
from casework.vault import HeldByCustodians, IdentityField, IdentityShredded, Tampered, Vault, VaultSealed, vault_of
from casework.vocabulary import Marking
from casework.witnesses.identity import DELIVERED, explain

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


def received_volume(session: Session, version: DossierVersion) -> SealedVolume | None:
    """The volume that goes with a version its reader was let at; it exists for the whole body, whoever is in it."""
    statement = select(SealedVolume).where(SealedVolume.dossier_version_id == version.key)
    return session.exec(statement.where(SealedVolume.state == DossierState.ISSUED)).first()


def hand_out(
    session: Session, actor: Actor, settings: Settings, *, version_id: int, language: str, between: Callable[[], None]
) -> Encrypted:
    """For a member of the body, encrypted to its keys. Raises NotFound, Refused, Unavailable."""
    version, dossier, _recipient = delivery.find_received(session, actor, version_id)
    volume = received_volume(session, version)
    if volume is None:
        raise NotFound
    return _out(session, actor, settings, dossier, version, volume, language, between)


def send_out(
    session: Session,
    actor: Actor,
    settings: Settings,
    *,
    dossier: Dossier,
    version: DossierVersion,
    volume: SealedVolume,
    language: str,
    between: Callable[[], None],
) -> Encrypted:
    """For who may issue, to be sent by other means. Raises as `hand_out`."""
    require(session, actor, Permission.DOSSIER_ISSUE, dossier.subject)
    if volume.state is not DossierState.ISSUED:
        raise NotFound
    return _out(session, actor, settings, dossier, version, volume, language, between)


def _out(
    session: Session,
    actor: Actor,
    settings: Settings,
    dossier: Dossier,
    version: DossierVersion,
    volume: SealedVolume,
    language: str,
    between: Callable[[], None],
) -> Encrypted:
    """Consent is asked before the vault is opened, and again when the file is ready; no transaction is open between."""
    recipient = session.get_one(Recipient, dossier.recipient_id)
    keys, vault = list(recipient.age_keys), vault_of(settings)
    if not keys or language not in version.languages:
        raise NotFound
    refuse_changed(session, dossier, version, volume)
    witnesses, individuals = opened(session, vault, dossier, volume)
    others = names_of_others(session, vault, dossier, [*witnesses, *individuals])
    number = next_number(session, f"sealed_volume:{volume.key}:copy")
    with use_locale(language):
        shell = shell_of(session, settings, dossier, version, volume, recipient, language)
        page = composed(shell, witnesses, individuals)
        mark = CopyMark(str(number), shell.cover.addressee, volume.issued_at.date() if volume.issued_at else None)
    case_ref, about = shell.cover.case_ref, [(one.about, one.code) for one in (*witnesses, *individuals)]
    name, key = f"{volume.reference}-{language}-copy-{number}.pdf", building.keys_of(settings)[0]
    between()
    data = building.sealed_copy(shell, printing.typeset(page.html, page.resources), mark, key)
    refuse_unless_exact(data, [*witnesses, *individuals], others, case_ref)
    digest = hashlib.sha256(data).hexdigest()
    file, size = encrypt(io.BytesIO(data), keys, digest)
    try:
        refuse_changed(session, dossier, version, volume)
        _note(session, actor, settings, dossier, version, volume, recipient, about, number, language, digest)
    except BaseException:
        file.close()
        raise
    return Encrypted(f"{name}.age", file, size, digest)


def refuse_changed(session: Session, dossier: Dossier, version: DossierVersion, volume: SealedVolume) -> None:
    """Nothing goes out that somebody no longer consents to. The reader is not told who it is."""
    delivery.refuse_withdrawn(session, dossier, version)
    holding.refuse_ended(session, version)
    if version.state is not DossierState.ISSUED or volumes.objections(session, dossier, volume):
        raise Refused(_("Consent to naming somebody in this volume no longer stands, or its version was superseded. Ask for the next one."))  # fmt: skip


def opened(session: Session, vault: Vault, dossier: Dossier, volume: SealedVolume) -> tuple[list[Person], list[Person]]:
    """The people of a volume with what the vault tells of them. Raises Unavailable."""
    witnesses, individuals = volumes.named_in(session, volume)
    told = []
    for row in witnesses:
        answer = volumes.why_not_named(session, dossier, row)[1]
        note = f"{answer.consent}. {answer.condition or ''}".strip() if answer.consent else ""
        told.append(
            Person(row.reference, row.identity_owner, row.subject, _identity(session, vault, row.identity_owner), note)
        )
    return told, [
        Person(row.reference, row.identity_owner, row.subject, _identity(session, vault, row.identity_owner))
        for row in individuals
    ]


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
    session: Session,
    settings: Settings,
    dossier: Dossier,
    version: DossierVersion,
    volume: SealedVolume,
    recipient: Recipient,
    language: str,
) -> Snapshot:
    """What the volume says of itself, in the current language; no name."""
    case = session.get_one(Case, dossier.case_id)
    issued = volume.issued_at or volume.created_at
    return Snapshot(
        lang=language,
        is_demo=settings.demo,
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


def composed(shell: Snapshot, witnesses: Sequence[Person], individuals: Sequence[Person]) -> html.Page:
    """The pages of the volume."""
    env = html.environment(shell.lang, building.phrases(shell.lang))
    text = env.get_template("dossiers/print/sealed_volume.html").render(
        s=shell,
        witnesses=witnesses,
        individuals=individuals,
        anchors=frozenset(),
        figure=None,
        direction="rtl" if shell.lang == "ar" else "ltr",
    )
    return html.Page(text)


def _note(
    session: Session,
    actor: Actor,
    settings: Settings,
    dossier: Dossier,
    version: DossierVersion,
    volume: SealedVolume,
    recipient: Recipient,
    about: Sequence[tuple[Subject, str]],
    number: int,
    language: str,
    sha256: str,
) -> None:
    """One entry for each person who is named, one for the file, and the receipt."""
    to = age_keys.fingerprints(list(recipient.age_keys))
    reason = f"{volume.reference} → {recipient.slug}"
    for subject, _code in about:
        audit.record(session, actor, DELIVERED, subject, reason=reason, volume=volume.reference, body=recipient.slug)
    receipt = SealedVolumeReceipt(
        case_id=dossier.case_id, sealed_volume_id=volume.key, account_id=actor.key, copy_number=number,
        language=language, sha256=sha256, encrypted_to=to,
    )  # fmt: skip
    receipt.log_head = heads.signed_head(session, vault_of(settings))
    session.add(receipt)
    session.flush()
    audit.record(
        session, actor, "volume.sent_out", dossier.subject, version=version.number, volume=volume.reference,
        language=language, copy=number, sha256=sha256, body=recipient.slug, encrypted_to=to,
    )  # fmt: skip
