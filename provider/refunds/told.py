"""What a case file tells: the facts that no scan can show. What it leaves out stays unknown (None)."""

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from indicia.model.fields import STRICT, AddressLines, Day, Mills, ZipCode
from indicia.spec.kinds import System
from indicia.spec.refunds import Office
from provider.refunds.kinds import Applicant, Channel, Decision, Document, Forms, Presented, Proof
from provider.refunds.told_fields import Label, Minutes, Name, Serial
from provider.refunds.withdrawn import Withdrawn


@dataclass(frozen=True, slots=True, config=STRICT)
class Request:
    """The request as a whole."""

    id: Label
    """Names the request in files and in the ledger."""
    on: Day | None = None
    """Day on which it is submitted."""
    applicant: Applicant | None = None
    name: Name = ""
    """Of the applicant."""
    address: AddressLines | None = None
    """Of the applicant."""
    submitted_to: Office | None = None
    """None: where the rules send it."""
    channel: Channel | None = None
    """None: as the rules ask."""
    bundled: bool | None = None
    """Sorted, faced and bundled; None: as this program's list asks."""
    forms: Forms | None = None
    """None: those that this program writes."""
    charge: Mills = 0
    """What the provider charges for processing, dollars in the file."""
    explanation: bool | None = None
    """A detailed explanation of extraordinary circumstances is enclosed (9.3.9 of 2013)."""
    exception: bool | None = None
    """The provider has decided for, or against, an exception (9.3.9 of 2013)."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Meter:
    """One postage evidencing system."""

    system: System | None = None
    licensee: Name = ""
    post_office: Name = ""
    """Licensing post office: city and state."""
    zip: ZipCode | None = None
    """Of the licensing post office."""
    proof: Proof | None = None
    """That who asks is its licensee."""
    hours: Minutes | None = None
    """Processing time of its form, minutes; `2:12` in the file."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Letter:
    """The letter that goes with undated postage (DMM 604.10.3.4a; 9.3.4a of 2013)."""

    signed_by: Applicant | None = None
    explains: bool | None = None
    """It says why the pieces were not mailed."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Mailing:
    """One mailing of undated pieces."""

    metered_on: Day | None = None
    documents: tuple[Document, ...] | None = None
    """What validates that day."""
    letter: Letter = Letter()
    hours: Minutes | None = None
    """Processing time, minutes."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Piece:
    """What is known of a piece beyond its scan."""

    presented: Presented | None = None
    fastened: bool | None = None
    """Where one indicium runs over several envelopes or cards: they are fastened together. None: it does not."""
    mailed: bool | None = None
    """It was dispatched."""
    returned: bool | None = None
    """It was dispatched, and came back as undeliverable as addressed."""
    reply: bool | None = None
    """It is a reply piece; None: as the scan says."""
    due: Mills | None = None
    """The proper postage of a reply piece, dollars in the file."""
    pic: Annotated[str, Field(pattern=r"^[0-9A-Z]{10,34}$")] | bool | None = None
    """Package identification code; false for none."""
    pic_valid: bool | None = None
    """The code is valid: known to Track & Confirm, not scanned as accepted."""
    printed_on: Day | None = None
    """Day on which the indicium was printed."""
    international: bool | None = None
    """International mail; None: domestic."""
    domestic_origin: bool | None = None
    """International mail that originates here."""
    common_value: bool | None = None
    """A value commonly used, on a serialized indicium (9.3.9 of 2013)."""
    mailing: Name = ""
    """Which mailing it is of; may be left out where there is one."""


@dataclass(frozen=True, slots=True, config=STRICT)
class SomePieces:
    """Facts that hold for some files."""

    files: Annotated[tuple[str, ...], Field(min_length=1)]
    """Names or patterns of names, as `label-*.png`; `sheet.png#1.2` is the second label on its first page."""
    facts: Piece = Piece()


@dataclass(frozen=True, slots=True, config=STRICT)
class Ruling:
    """What was ruled."""

    on: Day
    decision: Decision


@dataclass(frozen=True, slots=True, config=STRICT)
class AppealMade:
    """An appeal against a refusal."""

    on: Day
    originals: bool | None = None
    """The original indicia or labels are submitted with it."""
    reason: bool | None = None
    """The customer's reason is given."""
    value_displayed: bool | None = None
    """The indicia show the exact value."""
    transaction_log: bool | None = None
    """The transaction log is submitted."""
    decision: Decision | None = None
    """None: not yet decided."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Case:
    """A case file."""

    request: Request
    meters: Mapping[Serial, Meter] = field(default_factory=dict)
    """By serial, as printed."""
    mailings: Mapping[Label, Mailing] = field(default_factory=dict)
    """By a name that the pieces use."""
    pieces: Piece = Piece()
    """Of every piece."""
    some: tuple[SomePieces, ...] = ()
    """Of some; the last that names a file counts, key by key."""
    ruling: Ruling | None = None
    appeal: AppealMade | None = None
    withdrawn: Withdrawn | None = None
    """For the refund of register value."""
