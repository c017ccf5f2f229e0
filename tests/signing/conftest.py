"""A signer of the tests' own, and one signed copy of a small dossier: signing is quick, loading pyHanko is not."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner

from casework.config import Settings, load_settings
from casework.dossiers import building, html, render, seal
from casework.dossiers.signed_copy import signed_copy
from casework.signing import authority
from casework.signing.signers import Means, as_asn1
from tests.dossiers import samples

KEY = seal.sealing_key(b"k" * 32)
BODY = (
    '<html lang="{lang}"><head><title>t</title><link rel="stylesheet" href="casework:print.css"></head><body>'
    '<h1>A</h1><p>text</p><h2>B</h2><a class="signature" href="casework:signature">&nbsp;</a>'
    '<p style="break-before: page">more</p></body></html>'
)


@dataclass(frozen=True)
class Hand:
    """Who signs: the means, and the authority above."""

    means: Means
    root: x509.Certificate


def make_hand(*, age: timedelta = timedelta(), secret: bytes = b"s" * 32) -> Hand:
    """A certificate of our own that was made so long ago."""
    made = datetime.now(UTC) - age
    above, key = authority.private_key(secret), authority.private_key(secret[::-1] + b"x")
    root = authority.make_authority("Test", 11, above, made)
    certificate = authority.make_signer("Test", 12, key.public_key(), root, above, made)
    pkcs8 = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(as_asn1(certificate), asn1_keys.PrivateKeyInfo.load(pkcs8), _store(root), embed_roots=True)
    listed = authority.make_list(root, above, [], made)
    return Hand(Means(certificate, lambda: nullcontext(signer), (root,), (listed,), True), root)


def _store(root: x509.Certificate) -> object:
    from casework.signing.signers import _store as store

    return store([root])


def small_body(lang: str = "en") -> bytes:
    """Two pages with the box for the signature: what is tested here does not depend on the rest."""
    return render.render(html.Page(BODY.format(lang=lang)))


def signed_by(hand: Hand, settings: Settings, body: bytes, lang: str = "en") -> bytes:
    mark = building.CopyMark("1", "The Committee", date(2026, 11, 1))
    return signed_copy(samples.snapshot(lang), body, mark, KEY, "", means=hand.means, settings=settings)


@pytest.fixture(scope="session")
def hand() -> Hand:
    return make_hand()


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings without a time stamping authority."""
    return load_settings({"CASEWORK_INSTANCE": str(tmp_path_factory.mktemp("plain"))})


@pytest.fixture(scope="session")
def body() -> bytes:
    return small_body()


@pytest.fixture(scope="session")
def signed(hand: Hand, plain: Settings, body: bytes) -> bytes:
    return signed_by(hand, plain, body)
