"""What the electronic signature of a file says, in plain words: signature, certificate, time, later revisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from sqlmodel import Session

from casework.config import Settings
from casework.dossiers.report import Answer, Report
from casework.i18n import _, format_datetime, format_number
from casework.signing import services as certificates
from casework.signing.states import CertificateRole

if TYPE_CHECKING:
    from casework.signing.checking import Found


@dataclass(frozen=True)
class Known:
    """What signatures are checked against. `signed_at`: when this very file was signed, by our own record of it."""

    roots: tuple[x509.Certificate, ...] = ()
    revoked: Mapping[str, datetime] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    signed_at: datetime | None = None


def known_here(session: Session, settings: Settings, signed_at: datetime | None) -> Known:
    """This installation's own authorities, what the operator trusts, and what was revoked."""
    from casework.signing import signers

    rows = certificates.known(session)
    return Known(
        roots=tuple(signers.trusted_by(session, settings)),
        revoked={row.fingerprint: row.revoked_at for row in rows if row.revoked_at is not None},
        own=frozenset(row.fingerprint for row in rows if row.role == CertificateRole.SIGNER),
        signed_at=signed_at,
    )


def check(report: Report, data: bytes, known: Known) -> bool:
    """Add what is found to the report; whether there is a signature at all."""
    from casework.signing import checking

    try:
        found = checking.examine(data, known.roots, moment=known.signed_at)
    except checking.Damaged:
        text = _("The signature does not fit this file: it was written anew after it was signed.")
        report.add("signature", False, text)
        return True
    if found is None:
        return False
    covered = _("%(name)s signed %(size)s of %(all)s bytes; the rest is the signature itself.", name=found.signer,
                size=format_number(found.covered), all=format_number(len(data)))  # fmt: skip
    if found.added:
        covered = _("%(name)s signed %(size)s bytes.", name=found.signer, size=format_number(found.covered))
    covered = f"{covered} {level(found)}"
    altered = _("The file was altered after it was signed.")
    report.add("signature", found.is_intact, covered if found.is_intact else altered)
    added = _("%(size)s bytes were added after it was signed: a later revision, which nobody certified.",
              size=format_number(found.added))  # fmt: skip
    report.add("revisions", not found.added, added if found.added else "")
    if found.is_intact:
        certificate(report, found, known)
        time(report, found)
    return True


def level(found: "Found") -> str:
    """Its level in plain words: what a checker finds in the file, years from now and without a network."""
    if found.level == "B-LT":
        return _("Level PAdES B-LT: with an authority’s time stamp, and with the certificates and revocation lists "
                 "by which it can be checked later.")  # fmt: skip
    if found.level == "B-T":
        return _("Level PAdES B-T: with an authority’s time stamp; what it is checked by later has to be fetched.")
    return _("Level PAdES B-B: the signature and its certificates, without a time stamp: its time is the signer’s own word.")  # fmt: skip


def certificate(report: Report, found: "Found", known: Known) -> None:
    """Whether whoever signed may be believed to be who the certificate says."""
    words = _("%(chain)s; valid until %(day)s; SHA-256 %(print)s", chain=" ← ".join(reversed(found.chain)),
              day=format_datetime(found.expires, "UTC"), print=found.fingerprint)  # fmt: skip
    revoked = known.revoked.get(found.fingerprint)
    if revoked is not None and revoked_before_it_signed(found, revoked):
        text = _(
            "The certificate was revoked on %(day)s: its key may be in wrong hands.",
            day=format_datetime(revoked, "UTC"),
        )
        report.add("certificate", False, text)
    elif found.is_trusted:
        report.add("certificate", True, words)
    elif not known.roots:
        report.leave("certificate", _("No certificate of an authority was given to check it against."))
    elif found.is_expired:
        text = _("The certificate ran out on %(day)s, and no time stamp proves that the file was signed before.",
                 day=format_datetime(found.expires, "UTC"))  # fmt: skip
        report.add("certificate", False, text)
    else:
        report.add("certificate", False, _("The certificate is not of an authority that is trusted here."))


def revoked_before_it_signed(found: "Found", revoked: datetime) -> bool:
    """True unless a trusted stamp proves that the signature is older: the signer's own clock may be a thief's."""
    return found.proved_at is None or found.proved_at >= revoked


def time(report: Report, found: "Found") -> None:
    """When it was signed, and on whose word."""
    if found.proved_at is not None:
        text = _("An authority’s time stamp says %(when)s.", when=format_datetime(found.proved_at, "UTC"))
        report.add("time", True, text)
    elif found.stamped_at is not None:
        report.add("time", False, _("The time stamp is not of an authority that is trusted here."))
    else:
        when = format_datetime(found.claimed_at, "UTC")
        report.leave("time", _("The signer’s own clock said %(when)s; no time stamp proves it.", when=when))


def missing(report: Report, *, promised: bool) -> None:
    """There is no signature: as in every draft, or against what the manifest says."""
    if promised:
        report.add("signature", False, _("The electronic signature was taken out."))
    else:
        report.leave("signature", _("The file carries no electronic signature, as a draft or the file of a case."))


__all__ = ["Answer", "Known", "check", "known_here", "missing"]
