"""What goes into a PSD's log and what comes out of it."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from indicia.payload.codec import DEFAULT_RATE_CATEGORY, DEFAULT_SOFTWARE_ID
from indicia.payload.profiles import Algorithm
from indicia.psd.identity import Identity
from indicia.psd.life import Event, Life
from indicia.psd.lockout import LockedOut
from indicia.psd.registers import Registers
from indicia.psd.standing import Standing
from indicia.spec.psd import SecurityLevel


class IssueState(enum.StrEnum):
    """How far an issue has come. Only `issued` can change, and only once."""

    ISSUED = "issued"
    """Debited and signed; its file may or may not exist."""
    RELEASED = "released"
    """Its file was read back and stands under its name."""
    SPOILED = "spoiled"
    """Debited, and no file will ever show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What it takes to finish a release after a crash; opaque to the PSD."""

    order_json: str | None = field(default=None, repr=False)
    """The order. It names addressees, so it is erased once the issue is released or spoiled."""
    output: str | None = None
    """Path of the file to be released."""
    dpi: int | None = None
    """Printer resolution."""
    printer_json: str | None = None
    """The profile that the page is corrected by."""
    part: int = 0
    """Which of its order's pieces this is, from 0: a sheet has several."""
    page: int = 1
    """Page of the file that shows it, from 1."""
    reference: str | None = None
    """What the caller calls it: the line of a batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One indicium to be debited and signed. Device and licensing ZIP are the PSD's own."""

    amount: int
    """Postage, mills; 0 leaves the registers where they are."""
    mailing_date: int
    """As in the payload: YYYYMMDD, YYYYMM00 or 0."""
    destination: int = 0
    """As in the payload; 0 for none."""
    rate_category: bytes = DEFAULT_RATE_CATEGORY
    """Four bytes."""
    software_id: bytes = DEFAULT_SOFTWARE_ID
    """Six bytes."""
    job: Job = Job()
    """What follows the debit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """One entry of the log: a debit that happened."""

    piece_id: str
    """Device and running number of the issue; stable, and unique to the piece."""
    state: IssueState
    """How far it has come."""
    amount: int
    """Postage, mills."""
    registers: Registers
    """After the debit, as the message carries them."""
    message: bytes
    """The whole signed message."""
    job: Job
    """What follows the debit."""
    file_digest: str | None = None
    """Digest of the released file."""
    reason: str | None = None
    """Why it was spoiled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of the log: something that happened to the device."""

    sequence: int
    """From 1."""
    event: Event
    """What happened."""
    at: str | None
    """The device's time, ISO."""
    amount: int
    """Mills that moved."""
    registers: Registers
    """After it."""
    piece: int | None
    """Running number, of an issue."""
    life: Life | None
    """State after it, where the record changed anything but registers."""
    detail: str | None
    """JSON or words."""
    digest: bytes
    """Of the whole log up to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A PSD at one moment."""

    identity: Identity
    """Who it is."""
    algorithm: Algorithm
    """How it signs."""
    certificate_serial: int
    """Serial number of its certificate."""
    valid_from: dt.date
    """First day of its certificate."""
    valid_to: dt.date
    """Last day of its certificate."""
    registers: Registers
    """What it has printed and what it has left."""
    pieces: Mapping[IssueState, int]
    """Issues by state."""
    standing: Standing
    """State, licensee, dates."""
    level: SecurityLevel
    """Of the inspection schedule."""
    lockouts: tuple[LockedOut, ...]
    """What keeps it from printing anything today."""
    records: int
    """Records of its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """What a device shows between two operations (39 CFR 501.6(d), (i)(2), (i)(3))."""

    registers: Registers
    """Both registers."""
    selected: int | None
    """The next amount to be printed, mills; None when none is selected."""
    lockouts: tuple[LockedOut, ...]
    """What keeps it from printing that amount, or anything."""
