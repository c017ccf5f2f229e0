"""A sealed volume on its way out: made from the vault at that moment, searched for any other name, encrypted, kept nowhere.

Each time is a copy of its own, with a number and a mark in its margins that say of a file whose it was.
"""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sqlmodel import Session, select

from casework import audit
from casework.access import Permission, require
from casework.accounts import age_keys
from casework.accounts.models import Recipient
from casework.audit import heads
from casework.config import Settings
from casework.db import next_number
from casework.dossiers import copies, copy_marks, delivery, holding, logged, services, volume_file, volumes
from casework.dossiers.building import CopyMark
from casework.dossiers.encrypting import Encrypted, encrypt
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.states import DossierState
from casework.dossiers.volume_file import Contents, Person
from casework.dossiers.volume_models import SealedVolume, SealedVolumeReceipt
from casework.errors import NotFound, Refused
from casework.i18n import _, use_locale
from casework.leaks.matching import Name
from casework.signing import services as certificates
from casework.signing.authority import fingerprint
from casework.subjects import Actor
from casework.vault import vault_of
from casework.witnesses.identity import DELIVERED


@dataclass(frozen=True)
class Asked:
    """Which volume somebody asked for, in which language; `between` ends the transaction before the file is made."""

    dossier: Dossier
    version: DossierVersion
    volume: SealedVolume
    language: str
    between: Callable[[], None] = delivery.nothing


@dataclass(frozen=True)
class Made:
    """What came out: the mark of this copy, the people in it, the certificate that signed it ("": sealed alone), the hash of
    the PDF, and the age file around it with its own."""

    mark: CopyMark
    people: Sequence[Person]
    certificate: str
    sha256: str
    file: BinaryIO
    size: int
    file_sha256: str


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
    return _out(session, actor, settings, Asked(dossier, version, volume, language, between))


def send_out(session: Session, actor: Actor, settings: Settings, *, asked: Asked) -> Encrypted:
    """For who may issue, to be sent by other means. Raises as `hand_out`."""
    require(session, actor, Permission.DOSSIER_ISSUE, asked.dossier.subject)
    if asked.volume.state is not DossierState.ISSUED:
        raise NotFound
    return _out(session, actor, settings, asked)


def _out(session: Session, actor: Actor, settings: Settings, asked: Asked) -> Encrypted:
    """Consent is asked before the vault is opened, and again when the file is ready; no transaction is open between."""
    keys = list(session.get_one(Recipient, asked.dossier.recipient_id).age_keys)
    if not keys or asked.language not in asked.version.languages:
        raise NotFound
    refuse_changed(session, actor, settings, asked)
    made = _made(session, settings, asked, keys)
    try:
        refuse_changed(session, actor, settings, asked)
        _note(session, actor, settings, asked, made)
    except BaseException:
        made.file.close()
        raise
    name = f"{asked.volume.reference}-{asked.language}-copy-{made.mark.number}.pdf.age"
    return Encrypted(name, made.file, made.size, made.sha256)


def _made(session: Session, settings: Settings, asked: Asked, keys: list[str]) -> Made:
    """The next copy. Only what is encrypted touches the disk."""
    contents, others = _contents(session, settings, asked)
    mark, means = _mark(session, asked, contents), copies.means_of(session, settings)
    asked.between()
    data = volume_file.finished(contents, mark, settings, means)
    volume_file.refuse_unless_exact(data, contents.people, others, contents.shell.cover.case_ref)
    digest = hashlib.sha256(data).hexdigest()
    file, size = encrypt(io.BytesIO(data), keys, digest)
    outside = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    if means and not means.is_own:
        certificates.remember(session, means.certificate)
    certificate = fingerprint(means.certificate) if means else ""
    return Made(mark, contents.people, certificate, digest, file, size, outside)


def _mark(session: Session, asked: Asked, contents: Contents) -> CopyMark:
    volume = asked.volume
    number = next_number(session, f"sealed_volume:{volume.key}:copy")
    day = volume.issued_at.date() if volume.issued_at else None
    return CopyMark(str(number), contents.shell.cover.addressee, day, copy_marks.new_code(), is_volume=True)


def refuse_changed(session: Session, actor: Actor, settings: Settings, asked: Asked) -> None:
    """Nothing goes out of somebody who may no longer be named; the reader is not told who it is. Nor to somebody whose access
    has ended: to every copy of the body, or to one of their own, in whichever language."""
    delivery.refuse_withdrawn(session, asked.dossier, asked.version)
    for copy in services.own_copies(session, actor, asked.version) or (None,):
        holding.refuse_ended(session, asked.version, copy)
    why = volumes.objections(session, vault_of(settings), asked.dossier, asked.volume)
    if why or asked.version.state is not DossierState.ISSUED:
        raise Refused(_("Somebody in this volume may no longer be named, or its version was superseded. Ask for the next one."))  # fmt: skip


def _contents(session: Session, settings: Settings, asked: Asked) -> tuple[Contents, list[Name]]:
    """What the file will say, in its language, and the names of everybody else. Raises Unavailable."""
    vault = vault_of(settings)
    witnesses, individuals = volume_file.opened(session, vault, asked.dossier, asked.volume)
    others = volume_file.names_of_others(session, vault, asked.dossier, [*witnesses, *individuals])
    with use_locale(asked.language):
        shell = volume_file.shell_of(
            session, dossier=asked.dossier, version=asked.version, volume=asked.volume, language=asked.language,
            is_demo=settings.demo,
        )  # fmt: skip
    log = logged.proof_of_volume(session, vault, asked.dossier, shell)
    return Contents(shell, witnesses, individuals, log).without(others), others


def _note(session: Session, actor: Actor, settings: Settings, asked: Asked, made: Made) -> None:
    """One entry for each person who is named, one for the file, and the receipt."""
    dossier, volume = asked.dossier, asked.volume
    recipient = session.get_one(Recipient, dossier.recipient_id)
    to = age_keys.fingerprints(list(recipient.age_keys))
    reason = f"{volume.reference} → {recipient.slug}"
    for one in made.people:
        audit.record(session, actor, DELIVERED, one.about, reason=reason, volume=volume.reference, body=recipient.slug)
    receipt = SealedVolumeReceipt(
        case_id=dossier.case_id, sealed_volume_id=volume.key, account_id=actor.key, language=asked.language,
        copy_number=int(made.mark.number), mark_code=made.mark.code, sha256=made.sha256, file_sha256=made.file_sha256,
        encrypted_to=to, certificate=made.certificate,
    )  # fmt: skip
    receipt.log_head = heads.signed_head(session, vault_of(settings))
    session.add(receipt)
    session.flush()
    signed = {"certificate": made.certificate} if made.certificate else {}
    audit.record(
        session, actor, "volume.sent_out", dossier.subject, version=asked.version.number, volume=volume.reference,
        language=asked.language, copy=receipt.copy_number, sha256=made.sha256, file_sha256=made.file_sha256,
        body=recipient.slug, encrypted_to=to, **signed,
    )  # fmt: skip
