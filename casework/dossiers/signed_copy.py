"""One reader's copy with its electronic signature: marked first, then sealed, signed last.

It comes out otherwise each time, so it is made once and kept (`delivery`). Loading this module loads pyHanko.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework.audit import stamping
from casework.config import Settings
from casework.db import now
from casework.dossiers import archive, building, html, render, seal
from casework.dossiers.building import CopyMark
from casework.dossiers.content import Snapshot
from casework.dossiers.signature_field import Drawn
from casework.i18n import _, format_datetime, use_locale
from casework.signing.authority import fingerprint
from casework.signing.pdf import Trailer, certify
from casework.signing.signers import Means


def signed_copy(
    snapshot: Snapshot,
    body: bytes,
    mark: CopyMark,
    key: Ed25519PrivateKey,
    log: str,
    *,
    means: Means,
    settings: Settings,
) -> bytes:
    """The finished file. With a time stamping authority it takes seconds. Raises Unavailable."""
    digest = fingerprint(means.certificate)
    manifest = building.manifest(snapshot, mark, key) | {"signature": {"certificate_sha256": digest}}
    base = archive.prepare(
        body,
        copy=building.marked(snapshot, mark),
        manifest=manifest,
        attachments=building.attachments(snapshot, log),
        drawn=drawn(snapshot, means, digest, is_stamped=stamping.is_configured(settings)),
    )
    with use_locale(snapshot.lang):
        reason = f"{snapshot.cover.dossier_ref} v{snapshot.cover.version}, {mark.words(snapshot)[0]}"
    trailer = Trailer("/CWRK_Seal", seal.placeholder(key), lambda data: seal.apply(data, key))
    return certify(base, means, settings, reason=reason, trailer=trailer)


def drawn(snapshot: Snapshot, means: Means, digest: str, *, is_stamped: bool) -> Drawn:
    """The box, in the language of the edition."""
    with use_locale(snapshot.lang):
        when = _("Signed on %(when)s", when=format_datetime(now(), "UTC"))
        basis = _("The time is the signer’s own.")
        if is_stamped:
            basis = _("A time stamp of another authority is in the signature.")
        spoken = _("Electronic signature of %(name)s. %(when)s.", name=means.name, when=when)
        page = html.compose_signature(
            snapshot, building.phrases(snapshot.lang), who=means.name, when=when, basis=basis, digest=digest
        )
    return Drawn(render.render(page, variant=None), spoken)
