"""Checking a signature or an HMAC: nothing here can make an IBI signature."""

import enum
import hashlib
import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from indicia.payload.profiles import LITE_HMAC_LENGTH, known_algorithm, signature_length
from indicia.security.keys import algorithm_of


class SignatureStatus(enum.StrEnum):
    """What is known about the signature of an indicium."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN_CERTIFICATE = "unknown-certificate"
    UNSUPPORTED_ALGORITHM = "unsupported-algorithm"
    TRUNCATED = "truncated"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ABSENT = "absent"
    NOT_CHECKED = "not-checked"


def verify(public_key: object, algorithm_id: int, signed: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of `public_key` over `signed`.

    Args:
        public_key: key of a certificate; one that no algorithm of ours uses never verifies.
        algorithm_id: as the message says; one that contradicts the key makes the signature invalid.
        signed: bytes that the signature covers.
        signature: as it stands in the message; another length than the algorithm's is invalid.
    """
    algorithm = known_algorithm(algorithm_id)
    if algorithm is None or algorithm_of(public_key) is not algorithm:
        return False
    if len(signature) != signature_length(algorithm):
        return False
    try:
        _check(public_key, signed, signature)
    except InvalidSignature:
        return False
    return True


def _check(public_key: object, signed: bytes, signature: bytes) -> None:
    """Raise InvalidSignature unless the signature is right. SHA-1 is that of the old profiles, no choice."""
    match public_key:
        case ec.EllipticCurvePublicKey():
            public_key.verify(_dss(signature), signed, ec.ECDSA(hashes.SHA256()))
        case ed25519.Ed25519PublicKey():
            public_key.verify(signature, signed)
        case dsa.DSAPublicKey():
            public_key.verify(_dss(signature), signed, hashes.SHA1())  # noqa: S303 - FIPS 186-2, DSA-1024
        case rsa.RSAPublicKey():
            public_key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - as above


def _dss(signature: bytes) -> bytes:
    """DER of r then s, big-endian, each half of the signature."""
    half = len(signature) // 2
    return encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))


def lite_hmac(key: bytes, signed: bytes) -> bytes:
    """The HMAC of an IBI Lite message: HMAC-SHA-256, its first 48 bits."""
    return hmac.new(key, signed, hashlib.sha256).digest()[:LITE_HMAC_LENGTH]


def verify_lite(key: bytes, signed: bytes, tag: bytes) -> bool:
    """Whether `tag` is the HMAC of `signed`, compared in constant time."""
    return hmac.compare_digest(lite_hmac(key, signed), tag)
