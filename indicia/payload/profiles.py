"""Which layouts exist, which signature each algorithm id stands for, and how long a message is."""

import enum

from indicia.payload.fields import IBI_FIELDS, LITE_FIELDS, Field


class Profile(enum.StrEnum):
    """Layout of a message, chosen by its version byte."""

    IBI = "ibi"
    IBI_LITE = "ibi-lite"


class Algorithm(enum.IntEnum):
    """Algorithm ids of IBI messages. Ids above 128 are this project's own; no USPS table lists them."""

    DSA_1024 = 1
    """DSA with 1024-bit p and 160-bit q, SHA-1; r then s, 40 bytes. Seen in real indicia."""
    RSA_1024 = 2
    """RSA-1024, PKCS#1 v1.5, SHA-1; 128 bytes. For reading old pieces only."""
    ECDSA_P256 = 129
    """ECDSA P-256, SHA-256; r then s, big-endian, 64 bytes. This project's modern profile."""
    ED25519 = 130
    """Ed25519; 64 bytes. This project's modern profile."""


VERSION_WRITTEN = 80
"""The version byte that this project writes."""
IBI_VERSIONS = frozenset({5, VERSION_WRITTEN})
"""Version bytes seen in real indicia."""
LITE_VERSION = 255

IBI_LENGTH = IBI_FIELDS[-1].end
"""Bytes of an IBI message that the signature covers."""
LITE_LENGTH = LITE_FIELDS[-1].end
"""Bytes of an IBI Lite message that the HMAC covers."""
LITE_HMAC_LENGTH = 6
"""HMAC-SHA-256 truncated to 48 bits."""
LITE_MESSAGE_LENGTH = LITE_LENGTH + LITE_HMAC_LENGTH

_SIGNATURE_LENGTHS = {
    Algorithm.DSA_1024: 40,
    Algorithm.RSA_1024: 128,
    Algorithm.ECDSA_P256: 64,
    Algorithm.ED25519: 64,
}


def known_algorithm(algorithm_id: int) -> Algorithm | None:
    """The algorithm of an id, None for an id that nobody has told us of."""
    return Algorithm(algorithm_id) if algorithm_id in _SIGNATURE_LENGTHS else None


def signature_length(algorithm: Algorithm) -> int:
    """Bytes of a signature."""
    return _SIGNATURE_LENGTHS[algorithm]


def message_length(algorithm: Algorithm) -> int:
    """Bytes of an IBI message without a reserved tail: fields and signature."""
    return IBI_LENGTH + _SIGNATURE_LENGTHS[algorithm]


def profile_of(version: int) -> Profile | None:
    """The profile of a version byte, None when no layout is known for it."""
    if version == LITE_VERSION:
        return Profile.IBI_LITE
    return Profile.IBI if version in IBI_VERSIONS else None


def fields_of(profile: Profile) -> tuple[Field, ...]:
    """The field table of a profile."""
    return IBI_FIELDS if profile is Profile.IBI else LITE_FIELDS
