"""What never changes about a device."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

from indicia.errors import InputError
from indicia.payload.codec import device_id
from indicia.payload.profiles import Algorithm
from indicia.security.keys import PublicKey
from indicia.spec.kinds import System
from indicia.spec.psd import SecurityLevel

MADE = ("manufacturer", "model", "serial", "system", "level", "algorithm", "public_key", "key_place", "key_digest")
"""Columns of the table `device` that the record of the manufacture repeats."""
INITIALIZED = ("provider", "certificate", "authority")
"""Columns that the record of the initialization repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What never changes: what the device was made as, and what its initialization installed (DMM 604.4.6.1)."""

    manufacturer: str
    """Two letters or digits."""
    model: str
    """Two letters or digits."""
    serial: int
    """PSD serial number."""
    system: System
    """Kind of postage evidencing system."""
    level: SecurityLevel
    """Of the inspection schedule."""
    algorithm: Algorithm
    """How it signs."""
    public_key: bytes
    """SubjectPublicKeyInfo of its key, DER."""
    key_place: str
    """`KEY_NAME`, or where in a token the key is."""
    key_digest: bytes | None
    """SHA-256 of the key's file."""
    provider: str | None
    """Its provider; None before the initialization."""
    certificate: x509.Certificate | None
    """What verifiers check its messages with; same."""
    authority: x509.Certificate | None
    """What its provider's grants are checked with; same."""

    @property
    def device(self) -> str:
        """Manufacturer, model and ten digits of the serial."""
        return device_id(self.manufacturer, self.model, self.serial)

    @property
    def key(self) -> PublicKey:
        """The key that checks what the device signs.

        Raises:
            InputError: it is none.
        """
        try:
            key = load_der_public_key(self.public_key)
        except (ValueError, UnsupportedAlgorithm) as fault:
            raise InputError(f"the PSD {self.device} is damaged: its public key is none") from fault
        if not isinstance(key, PublicKey):
            raise InputError(f"the PSD {self.device} is damaged: its public key signs no indicia")
        return key

    @classmethod
    def of(cls, row: sqlite3.Row) -> Self:
        """The facts in the one row of the table `device`.

        Raises:
            ValueError: they are those of no device.
        """
        values: dict[str, Any] = dict(row)
        del values["only_row"]
        for name in ("certificate", "authority"):
            values[name] = values[name] and x509.load_pem_x509_certificate(values[name])
        for name, kind in (("system", System), ("level", SecurityLevel), ("algorithm", Algorithm)):
            values[name] = kind(values[name])
        return cls(**values)


def told(row: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """What a record of the log says of these columns of the table `device`, JSON; None when they are empty."""
    if all(row[name] is None for name in names):
        return None
    return json.dumps({name: _hex(row[name]) for name in names})


def _hex(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
