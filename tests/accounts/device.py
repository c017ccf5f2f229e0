"""A security key in software: answers as a browser with a WebAuthn device would, so that each check can be provoked."""

import hashlib
import json
import os
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as b64


@dataclass
class Device:
    """One credential. `count` is the signature counter; a copied key lags behind the original."""

    rp_id: str = "localhost"
    origin: str = "http://localhost"
    count: int = 1
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _client_data(self, kind: str, options: str) -> bytes:
        told = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": self.origin}
        return json.dumps(told | {"crossOrigin": False}).encode()

    def _authenticator_data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, **response: bytes) -> str:
        parts = {name: b64(value) for name, value in response.items()}
        return json.dumps({"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": parts})

    def create(self, options: str) -> str:
        """The answer to `navigator.credentials.create`, without attestation."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        statement = {"fmt": "none", "attStmt": {}, "authData": self._authenticator_data(0x45) + attested}
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", options), attestationObject=cbor2.dumps(statement)
        )

    def get(self, options: str) -> str:
        """The answer to `navigator.credentials.get`; the counter grows."""
        self.count += 1
        client, data = self._client_data("webauthn.get", options), self._authenticator_data(0x05)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)
