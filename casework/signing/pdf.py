"""Sign a finished PDF: one certification signature (ISO 32000-2, 12.8) as PAdES wants it (ETSI EN 319 142-1).

Baseline B-B; B-LT where a time stamping authority is configured: then the time and what is needed to check the
certificates later lie inside the signed revision, so that the signature covers the whole file.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asn1crypto import tsp
from cryptography import x509
from pyhanko.pdf_utils.generic import PdfObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    SigDSSPlacementPreference,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator import ValidationContext

from casework.audit import stamping
from casework.config import Settings
from casework.errors import Unavailable
from casework.i18n import _
from casework.signing.awaiting import awaited
from casework.signing.names import FIELD
from casework.signing.signers import Means, as_asn1

ALGORITHM = "sha256"


@dataclass(frozen=True)
class Trailer:
    """An entry of the file's trailer that is filled in when all but the signature is in place (the seal)."""

    name: str
    placeholder: str
    fill: Callable[[bytes], bytes]


class _Plain(PdfObject):  # type: ignore[misc]
    """A string written letter for letter: who looks for it in the file's bytes must find it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def write_to_stream(self, stream: Any, _handler: Any = None, _container_ref: Any = None) -> None:
        stream.write(f"({self.text})".encode("ascii"))


class _AsDrawn(BaseStampStyle):  # type: ignore[misc]
    """The field was drawn before, with fonts and alternative text: nothing is put in its place."""

    def create_stamp(self, *_args: Any, **_more: Any) -> None:
        return None


class _Authority(TimeStamper):  # type: ignore[misc]
    """The configured authority, asked as everywhere here: no redirection, no proxy, a limit of time and size."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(stamping.ask(self.url, req.dump()))


def certify(base: bytes, means: Means, settings: Settings, *, reason: str, trailer: Trailer) -> bytes:
    """The file with its signature, in the field that was prepared for it. Takes seconds when an authority is asked: call
    it outside any transaction. Raises Unavailable, saying why."""
    try:
        with means.opened() as signer:
            return awaited(_signed(base, signer, means, settings, reason, trailer))
    except stamping.NotStamped as problem:
        text = _(
            "Dossiers cannot be signed at the moment: there is no time stamp. Try again later, or tell the administrator."
        )
        raise Unavailable(text) from problem
    except (SigningError, PdfError, ValueError) as problem:
        raise Unavailable(_("Dossiers cannot be signed at the moment. Tell the administrator.")) from problem


async def _signed(base: bytes, signer: Any, means: Means, settings: Settings, reason: str, trailer: Trailer) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(base))
    writer.set_custom_trailer_entry(pdf_name(trailer.name), _Plain(trailer.placeholder))
    authority = _Authority(settings.tsa_url) if settings.tsa_url and stamping.is_configured(settings) else None
    about = PdfSigner(
        _about(reason, _trust(means, settings) if authority else None), signer, timestamper=authority,
        stamp_style=_AsDrawn(),
    )  # fmt: skip
    prepared, _document, out = await about.async_digest_doc_for_signing(writer, existing_fields_only=True)
    data = trailer.fill(out.getvalue())
    start, end = prepared.reserved_region_start, prepared.reserved_region_end
    digest = hashlib.sha256(data[:start])
    digest.update(data[end:])
    made = await signer.async_sign(
        digest.digest(), ALGORITHM, use_pades=True, timestamper=authority,
        signed_attr_settings=PdfCMSSignedAttributes(),
    )  # fmt: skip
    finished = io.BytesIO(data)
    PreparedByteRangeDigest(digest.digest(), start, end).fill_with_cms(finished, made)
    return finished.getvalue()


def _about(reason: str, trust: ValidationContext | None) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=FIELD, md_algorithm=ALGORITHM, reason=reason, subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES, embed_validation_info=trust is not None, validation_context=trust,
        dss_settings=DSSContentSettings(
            include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
    )  # fmt: skip


def _trust(means: Means, settings: Settings) -> ValidationContext:
    """What the embedded information is drawn from: nothing is fetched from addresses that a certificate names."""
    place = settings.tsa_certificates
    stampers: list[x509.Certificate] = stamping.certificates(place) if place else []
    roots = [as_asn1(one) for one in (*means.roots, *stampers)]
    return ValidationContext(trust_roots=roots, crls=list(means.revocations), allow_fetching=False)
