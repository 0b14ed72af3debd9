"""Making signatures. The verifying house never imports this module.

ECDSA signs deterministically (RFC 6979) and Ed25519 by its nature (RFC 8032): the same payload gives
the same bytes. DSA-1024 does not: the library has no deterministic DSA, and a nonce of our own making
would be a worse fault than bytes that differ.
"""

from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from indicia.errors import CredentialError
from indicia.payload.profiles import Algorithm, signature_length
from indicia.security.keys import PrivateKey, PublicKey, algorithm_of
from indicia.security.signature import lite_hmac


class Signer(Protocol):
    """What a PSD needs to sign."""

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm whose id the payload must carry."""

    @property
    def public_key(self) -> PublicKey:
        """The key that checks what this one signs."""

    def sign(self, signed: bytes) -> bytes:
        """The signature over the signed bytes of a payload, as it stands in the message."""


@dataclass(frozen=True, slots=True)
class KeySigner:
    """A signer that holds its private key in memory."""

    key: PrivateKey = field(repr=False)
    """Private key of one PSD."""
    algorithm: Algorithm
    """The algorithm that the key is for."""

    @property
    def public_key(self) -> PublicKey:
        """The key that checks what this one signs."""
        return self.key.public_key()

    def sign(self, signed: bytes) -> bytes:
        """The signature over `signed`, as it stands in the message."""
        match self.key:
            case ec.EllipticCurvePrivateKey():
                der = self.key.sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
                return self._halves(der)
            case ed25519.Ed25519PrivateKey():
                return self.key.sign(signed)
            case dsa.DSAPrivateKey():
                return self._halves(self.key.sign(signed, hashes.SHA1()))  # noqa: S303 - FIPS 186-2, DSA-1024

    def _halves(self, der: bytes) -> bytes:
        """Big-endian r then s, each half of the signature's length."""
        half = signature_length(self.algorithm) // 2
        r, s = decode_dss_signature(der)
        return r.to_bytes(half, "big") + s.to_bytes(half, "big")


def signer_for(key: PrivateKey) -> KeySigner:
    """The signer of a private key.

    Raises:
        CredentialError: no algorithm of ours uses such a key (another curve, another size).
    """
    algorithm = algorithm_of(key.public_key())
    if algorithm is None:
        raise CredentialError("the key is of a curve or size that no indicium uses")
    return KeySigner(key, algorithm)


def sign_lite(key: bytes, signed: bytes) -> bytes:
    """The HMAC of an IBI Lite message."""
    return lite_hmac(key, signed)
