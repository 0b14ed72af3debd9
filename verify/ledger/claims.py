"""What a station tells the ledger: which indicium it saw, and when and where.

The replay key of an IBI is its device with the ascending register; of an IBI Lite its device with the piece
counter. Two exceptions: an indicium of zero value leaves the register where it was, so its digest is part of
the key; and what no trusted key signed could block the true indicium, so its digest is part of the key too.
The certificate serial is part of the device, since a provider may zero a register between customers (604.4.1.1a2).
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from indicia.payload.codec import Message, Payload
from indicia.security.signature import SignatureStatus

_SIGNED_BY_THE_DEVICE = frozenset(
    {SignatureStatus.VALID, SignatureStatus.EXPIRED, SignatureStatus.REVOKED, SignatureStatus.NOT_YET_VALID}
)
_ZERO_VALUE = b"0"
_UNTRUSTED = b"?"


@dataclass(frozen=True, slots=True)
class IndiciumKey:
    """What no two indicia share."""

    device: str
    """Profile, certificate serial and device."""
    number: int
    """Ascending register in mills, or piece counter."""
    variant: bytes = b""
    """Empty, but for indicia that may share the number: a letter and the digest."""

    @property
    def rival(self) -> "IndiciumKey":
        """The key that the device's own indicium of value with this number has."""
        return IndiciumKey(self.device, self.number)


@dataclass(frozen=True, slots=True)
class Witness:
    """Who saw the piece, when and where."""

    at: dt.datetime
    """With a time zone."""
    station: str = ""
    """Name of the scan station."""
    piece: str = ""
    """The station's own name for the piece: the same piece told twice is no copy. Empty: every telling is another."""
    place: str = ""
    """Where the station stands."""
    picture: str = ""
    """File or address of the picture."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One indicium, seen once."""

    key: IndiciumKey
    digest: bytes
    """SHA-256 of the signed bytes."""
    witness: Witness
    amount: int = 0
    """Mills."""
    control_total: int | None = None
    """Ascending plus descending register, mills; None where the message has no registers."""

    @property
    def moves_register(self) -> bool:
        """A trusted indicium of value from a device that prints its registers."""
        return self.control_total is not None and not self.key.variant


def claim_of(message: Message, status: SignatureStatus, witness: Witness) -> Claim | None:
    """The claim of a decoded message; None for one cut short, which names no indicium.

    Args:
        message: as decoded.
        status: whether the device signed it.
        witness: who saw it.
    """
    payload = message.payload
    if payload is None:
        return None
    digest = hashlib.sha256(message.signed).digest()
    untrusted = status not in _SIGNED_BY_THE_DEVICE
    if isinstance(payload, Payload):
        variant = _UNTRUSTED + digest if untrusted else (_ZERO_VALUE + digest if not payload.amount else b"")
        device = f"ibi/{payload.certificate_serial}/{payload.device}"
        total = payload.ascending_register + payload.descending_register
        key = IndiciumKey(device, payload.ascending_register, variant)
        return Claim(key, digest, witness, payload.amount, total)
    device = f"lite/{payload.vendor}/{payload.psd_serial}"
    key = IndiciumKey(device, payload.piece_counter, _UNTRUSTED + digest if untrusted else b"")
    return Claim(key, digest, witness, payload.amount)
