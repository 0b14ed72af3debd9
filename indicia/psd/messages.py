"""What a device and its provider say to each other when the device is reset, and the bytes that are signed.

A reset is four steps. Each side may die after any of them; whoever begins again begins at the first.

1. `Psd.state_reset(requested)` writes a `Statement` with a fresh nonce into the log and signs it. The nonce of an
   earlier statement is dead from then on, and with it every grant for it.
2. The provider checks the statement (`discrepancies` against the last receipt it holds), its sequence is higher than
   that of any statement before. A grant of the provider's that is still open is now known: applied when the
   statement's `grant_id` is its id, never applicable any more when it is not.
3. The provider signs a `Grant` for that nonce, having written it down first, or a `Denial`.
4. `Psd.apply(grant)` applies it in one transaction, and gives the `Receipt`, which is what the provider holds from
   then on. The same grant again gives the same receipt and changes nothing; any other with a dead nonce is refused.
   `Psd.note_denial(denial)` writes a denial into the log.
"""

import datetime as dt
import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from pydantic import TypeAdapter, ValidationError

from indicia.errors import CredentialError, InputError
from indicia.psd.life import Event, Life
from indicia.psd.registers import Registers
from indicia.psd.standing import Placement, User
from indicia.security import signature
from indicia.security.keys import PublicKey
from indicia.security.signing import Signer

_DOMAIN = "indicia psd 1"
"""Begins everything that is signed here, so that it can never be taken for an indicium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The device's audit data, and what it asks for (DMM 604.4.6.5b, 5.5b)."""

    device: str
    """Manufacturer, model and ten digits of the serial."""
    certificate_serial: int
    """Of the certificate whose key signed this."""
    life: Life
    """State."""
    registers: Registers
    """Both registers, mills."""
    pieces: int
    """Indicia issued over life."""
    sequence: int
    """Of the record of this statement in the log."""
    head: str
    """Digest of that record, hex: the whole log up to it."""
    anchor: int
    """Sequence of the record that ended the last grant; 0 before the first."""
    anchor_head: str
    """Digest of that record, hex; empty before the first."""
    nonce: str
    """Fresh; a grant must repeat it."""
    grant_id: str
    """Of the last grant that was applied; empty before the first."""
    requested: int | None
    """Mills asked for; 0 asks for a reset of no value, None for none."""
    licence: str
    """Number of the licence; empty when there is none."""
    lock_on: dt.date | None
    """First day on which the device does not issue."""
    reset_on: dt.date | None
    """Day of the last reset."""
    inspected_on: dt.date | None
    """Day of the last inspection."""
    at: dt.datetime | None
    """The device's time; None when it was given none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What the provider has the device do: orders first, in their order, then the reset."""

    grant_id: str
    """The provider's own, never used for anything else."""
    device: str
    """The device that it is for."""
    nonce: str
    """Of the statement that it answers."""
    amount: int | None = None
    """Mills to put in; 0 is a reset of no value, None none at all."""
    orders: tuple[Event, ...] = ()
    """State orders (`life.ORDERED`)."""
    lock_on: dt.date | None = None
    """First day on which the device does not issue, from now on; None: none."""
    inspect_by: dt.date | None = None
    """Day by which an inspection in special circumstances is wanted; None: none is."""
    user: User | None = None
    """For an authorization."""
    placement: Placement | None = None
    """For a placement."""
    readings: Registers | None = None
    """Registers as they were read (place, return) or approved (clear), mills."""
    reason: str = ""
    """Why, in words for the log."""
    at: dt.datetime
    """When, by the provider's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the device is after a grant."""

    grant_id: str
    """The grant."""
    device: str
    """Manufacturer, model and ten digits of the serial."""
    life: Life
    """State."""
    registers: Registers
    """Both registers, mills."""
    pieces: int
    """Indicia issued over life."""
    sequence: int
    """Of the record that ended the grant."""
    head: str
    """Digest of that record, hex."""
    at: dt.datetime | None
    """The device's time; None when it was given none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Why the provider does not reset."""

    device: str
    """The device that asked."""
    nonce: str
    """Of the statement that it answers."""
    reason: str
    """In words, with the section."""
    at: dt.datetime
    """When, by the provider's clock."""


Message = Statement | Grant | Receipt | Denial
M = TypeVar("M", Statement, Grant, Receipt, Denial)
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in (Statement, Grant, Receipt, Denial)}


@dataclass(frozen=True, slots=True)
class Signed(Generic[M]):
    """A message as it travels."""

    kind: type[M]
    """What it is."""
    body: str
    """Canonical JSON: sorted keys, no spaces, ASCII."""
    signature: bytes
    """Over `covered`."""

    @property
    def covered(self) -> bytes:
        """The bytes that are signed."""
        return f"{_DOMAIN} {self.kind.__name__}\n{self.body}".encode("ascii")

    @property
    def message(self) -> M:
        """What it says; whether the signature is right is another question (`opened`).

        Raises:
            InputError: it is no such message.
        """
        try:
            read: M = _ADAPTERS[self.kind].validate_json(self.body)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "message"
            raise InputError(f"no {self.kind.__name__}: {where}: {first['msg']}") from None
        return read

    def to_json(self) -> str:
        """What is sent."""
        return json.dumps({"kind": self.kind.__name__, "body": self.body, "signature": self.signature.hex()})

    @classmethod
    def from_json(cls, text: str | bytes, kind: type[M]) -> Self:
        """What was sent.

        Raises:
            InputError: it is no message of this kind.
        """
        try:
            outer = json.loads(text)
            named, body, signed = outer["kind"], outer["body"], bytes.fromhex(outer["signature"])
        except (ValueError, TypeError, KeyError):
            raise InputError(f"no signed {kind.__name__}: not JSON with kind, body and signature") from None
        if named != kind.__name__ or not isinstance(body, str) or not body.isascii():
            raise InputError(f"no signed {kind.__name__}: found {named!r}")
        return cls(kind, body, signed)


def signed(message: M, signer: Signer) -> Signed[M]:
    """The message with the signature of its sender: the device's key or the provider's."""
    kind = type(message)
    body = json.dumps(_ADAPTERS[kind].dump_python(message, mode="json"), sort_keys=True, separators=(",", ":"))
    unsigned = Signed(kind, body, b"")
    return Signed(kind, body, signer.sign(unsigned.covered))


def opened(sent: Signed[M], public_key: PublicKey, algorithm_id: int) -> M:
    """What a message says, once its signature is found to be that of `public_key`.

    Raises:
        CredentialError: it is not.
        InputError: it is no such message.
    """
    if not signature.verify(public_key, algorithm_id, sent.covered, sent.signature):
        raise CredentialError(f"the signature of the {sent.kind.__name__} is not that of its sender")
    return sent.message


class Discrepancy(enum.StrEnum):
    """What a statement can have against the last receipt: a copy restored, a second one in use, or value moved."""

    ROLLED_BACK = "rolled-back"
    """The log is shorter than it was."""
    FORKED = "forked"
    """The log does not continue the one that the provider knows: two copies, or one restored."""
    ASCENDING = "ascending-register"
    """The ascending register went back."""
    CONTROL_TOTAL = "control-total"
    """The control total changed between two resets."""
    PIECES = "pieces"
    """Fewer pieces than before."""


def discrepancies(statement: Statement, known: Receipt | None) -> Sequence[Discrepancy]:
    """What does not follow from what the provider knows; empty when all does.

    Args:
        statement: what the device says now.
        known: the last receipt; None while the device is checked in, when there is nothing to hold it against.
    """
    if known is None:
        return []
    found = {
        Discrepancy.ROLLED_BACK: statement.sequence <= known.sequence,
        Discrepancy.FORKED: (statement.anchor, statement.anchor_head) != (known.sequence, known.head),
        Discrepancy.ASCENDING: statement.registers.ascending < known.registers.ascending,
        Discrepancy.CONTROL_TOTAL: statement.registers.control_total != known.registers.control_total,
        Discrepancy.PIECES: statement.pieces < known.pieces,
    }
    return [discrepancy for discrepancy, holds in found.items() if holds]
