"""What `doctor` asks of the certificate that copies of dossiers are signed with."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session

from casework.config import Settings
from casework.db import now
from casework.errors import CaseworkError
from casework.signing import services
from casework.signing.states import CertificateRole
from casework.vault import VaultSealed

SOON = timedelta(days=60)


def unusable(session: Session, settings: Settings) -> Iterator[str]:
    """A signer that the settings name and that cannot sign: nobody could download a dossier for the first time."""
    if not settings.signer.is_named:
        return
    from casework.signing import signers

    try:
        signers.means_of(session, settings)
        signers.trusted_by(session, settings)
    except signers.SignerUnusable as problem:
        yield f"dossiers cannot be signed: {problem.detail}"


def worth_a_look(session: Session, settings: Settings) -> Iterator[str]:
    """What readers of dossiers will notice."""
    if settings.tsa_url is None:
        yield "tsa_url is not set: signatures carry no time but our own clock's, and end with their certificate"
    if settings.signer.is_named:
        return
    row = services.current(session, CertificateRole.SIGNER)
    if row is None:
        yield "there is no certificate: copies of dossiers carry a seal but no electronic signature: ./dev flask keys certify"
        return
    yield (
        "copies of dossiers are signed with a certificate that this installation made for itself: no reader trusts it "
        "before its authority was compared with one told in another way; docs/operator.md, Signing, says how to use another"
    )
    if services.DEMONSTRATION in row.name:
        yield "the certificate is the demonstration's: ./dev flask keys certify --new"
    if row.not_after < now() + SOON:
        yield f"the certificate for signing dossiers runs out on {row.not_after:%Y-%m-%d}: ./dev flask keys certify --new"
    try:
        services.own(session, settings)
    except (VaultSealed, CaseworkError):
        yield "the key of the certificate cannot be read: the vault is sealed"
