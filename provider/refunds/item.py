"""One piece of a request with everything that it is judged by."""

import datetime as dt
from dataclasses import dataclass

from indicia.spec.kinds import DateForm, System
from indicia.spec.refunds import RefundClass, RefundEdition, Terms
from provider.refunds.told import Mailing, Meter, Piece, Request
from verify.ledger import DuplicateStatus


@dataclass(frozen=True, slots=True)
class Told:
    """An answer to a question."""

    value: bool | None
    """None: nobody knows."""
    note: str = ""
    """Why, where that is not plain."""


YES = Told(True)
NO = Told(False)
UNKNOWN = Told(None)


@dataclass(frozen=True, slots=True)
class Shown:
    """The dates that a piece shows."""

    form: DateForm
    """Complete, month and year, or none."""
    first: dt.date | None = None
    """Earliest day that they can mean; None when undated."""
    last: dt.date | None = None
    """Latest day."""


@dataclass(frozen=True, slots=True)
class ScannedPiece:
    """What the verifier and its ledger say of one piece."""

    file: str
    page: int | None = 1
    """None where the file could not be read."""
    number: int = 0
    """Which of the page's labels, from 1; 0 where the page is one piece."""
    why_unread: str = ""
    """Why nothing of it could be read; empty where something was."""
    meters: tuple[str, ...] = ()
    """Serials in its indicia of value, each once."""
    value: int | None = None
    """Mills, of all its indicia; None when one does not tell."""
    shown: Shown | None = None
    """None when it cannot be read."""
    licensing_zip: str | None = None
    """In the indicium."""
    coded: bool = True
    """Every indicium of value has a symbol that says something."""
    complete: Told = UNKNOWN
    """Nothing that must stand in the indicium is missing."""
    legible: Told = UNKNOWN
    valid: Told = UNKNOWN
    """Genuine: message, certificate, signature, and what is printed agrees."""
    identified: Told = UNKNOWN
    """The licensing post office and the other required information stand there."""
    reply: bool | None = None
    """It bears prepaid reply postage."""
    ledger: DuplicateStatus = DuplicateStatus.NOT_CHECKED
    """Of the indicium that speaks most against it."""
    first_seen: str = ""
    """When and where the ledger saw it before, in words."""
    copy_of: str = ""
    """The piece of this request that bears the same indicium."""

    @property
    def name(self) -> str:
        """The file; of one label among several, page and number too."""
        return f"{self.file}#{self.page}.{self.number}" if self.number else self.file


@dataclass(frozen=True, slots=True)
class Item:
    """A piece whose class is known, among what the case tells."""

    scan: ScannedPiece
    facts: Piece
    meter: Meter
    mailing: Mailing | None
    """Of undated pieces; None where it is not told."""
    request: Request
    on: dt.date
    """Day of the request."""
    edition: RefundEdition
    system: System
    kind: RefundClass
    terms: Terms
