"""Who prints, with what, and what comes of it."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from indicia.faces import Face
from indicia.geometry import Box
from indicia.model.order import Order
from indicia.model.printer import Printer
from indicia.payload.profiles import message_length
from indicia.preflight import Checked, Shelf, preflight
from indicia.psd.device import Psd
from indicia.psd.records import Issued, Request
from indicia.release.impression import Placed
from indicia.release.request import meter_of


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece on paper."""

    issued: Issued
    """Debit, message, piece id."""
    file: Path
    """Where it stands."""
    page: int
    """Page of the file, from 1."""


@dataclass(frozen=True, slots=True)
class Released:
    """A print that exists under its name, or several names where pages are files."""

    pieces: tuple[Piece, ...]
    """In the order of issue: one, or as many as the order asks labels for."""
    checked: Checked
    """Layout and findings, the same for every piece of an order."""
    warning: str = ""
    """What the operator should know."""

    @property
    def issued(self) -> Issued:
        """The first piece's issue: the only one but of several labels."""
        return self.pieces[0].issued

    @property
    def file(self) -> Path:
        """Where the first piece stands."""
        return self.pieces[0].file


@dataclass(frozen=True, slots=True)
class Prepared:
    """An order that may be printed; nothing is debited yet."""

    checked: Checked
    """Layout and findings."""
    placed: tuple[Placed, ...]
    """Where its pieces will stand."""
    requests: tuple[Request, ...]
    """What the device is asked for, piece by piece."""
    warning: str
    """What the operator should know."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who prints, and with what."""

    psd: Psd
    """The open device."""
    face: Face
    """Stands for Arial."""
    dpi: int
    """Dots an inch of the printer."""
    printer: Printer | None = None
    """Profile that finished pages are corrected by."""
    shelf: Shelf | None = None
    """The label stocks that there are; None is the shipped ones."""
    reads_back: bool = True
    """False releases what nobody has read: for benchmarks alone."""

    def checked(
        self, order: Order, *, on: dt.date | None = None, length: int | None = None, original: Box | None = None
    ) -> Checked:
        """The order laid out and judged.

        Args:
            order: what to print.
            on: day of deposit; None leaves the mailing period out.
            length: bytes of the message; None is what the device signs.
            original: everything of the indicium that it corrects, where that is known.
        """
        return preflight(
            order,
            meter_of(order, self.psd),
            self.face,
            dpi=self.dpi,
            message_length=message_length(self.psd.algorithm) if length is None else length,
            on=on,
            shelf=self.shelf,
            original=original,
        )
