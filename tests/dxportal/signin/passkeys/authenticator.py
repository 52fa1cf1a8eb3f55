"""A phone with passkeys, in software: it answers what a site asks as WebAuthn says, or as a test wants it to lie."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """`origin`: of the page that the browser shows. `flags`: whether somebody touched and unlocked it."""

    origin: str = "http://localhost"
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    key_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: str = ""

    def make(self, options: dict) -> dict:
        """A new passkey: the answer to navigator.credentials.create()."""
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        data = (
            self._about(asked["rp"]["id"], self.flags | ATTESTED)
            + bytes(16)
            + len(self.key_id).to_bytes(2, "big")
            + self.key_id
            + public
        )
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential(
            {
                "clientDataJSON": websafe_encode(self._client("webauthn.create", asked["challenge"])),
                "attestationObject": websafe_encode(attestation),
            }
        )

    def get(self, options: dict, **changes) -> dict:
        """The answer to navigator.credentials.get(). `changes` are put over the honest response."""
        asked = options["publicKey"]
        data = self._about(asked["rpId"], self.flags)
        client = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        honest = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.handle,
        }
        return self._credential(honest | changes)

    def _about(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _credential(self, response: dict) -> dict:
        shown = websafe_encode(self.key_id)
        return {
            "id": shown,
            "rawId": shown,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }


def handle_of(pk: int) -> str:
    return websafe_encode(str(pk).encode())


__all__ = ["PRESENT", "VERIFIED", "Authenticator", "handle_of", "websafe_decode"]
