"""Releasing a print that no device pays for: lay out, judge, render, read back, rename.

Permit imprints are paid for when the mailing is deposited (DMM 604.6.1.1), precancel postmarks cancel stamps, reply
formats are paid for by whoever sends or gets them.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from indicia import files
from indicia.errors import UsageError
from indicia.faces import Face
from indicia.model.indicium import METERED
from indicia.model.order import Order
from indicia.model.printer import Printer
from indicia.preflight import Checked, Shelf, preflight
from indicia.readback import read_back
from indicia.release.impression import pieces_of, shown
from indicia.render.formats import format_of
from indicia.spec.kinds import Technology

_TITLES = {
    Technology.PERMIT: "Permit imprint",
    Technology.PRECANCEL: "Mailer's precancel postmark",
    Technology.COURTESY_REPLY: "Courtesy reply mail",
    Technology.BUSINESS_REPLY: "Business reply mail",
}


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A print that exists under its name; nothing was debited for it."""

    files: tuple[Path, ...]
    """Where it stands: one file, or several of a format of single pages."""
    checked: Checked
    """Layout and findings."""

    @property
    def file(self) -> Path:
        """The first file."""
        return self.files[0]


def print_unpaid(
    order: Order,
    face: Face,
    *,
    output: Path,
    dpi: int,
    on: dt.date,
    printer: Printer | None = None,
    shelf: Shelf | None = None,
) -> Unpaid:
    """One permit imprint, precancel postmark or reply format printed into `output`.

    Args:
        order: what to print.
        face: stands for Arial.
        output: file to make; its suffix is its format.
        dpi: dots an inch of the printer.
        on: day of deposit; an overprint must be good then (DMM 604.3.6).
        printer: profile that finished pages are corrected by.
        shelf: the label stocks that there are; None is the shipped ones.

    Raises:
        UsageError: the order needs a device that pays.
        PreflightRefused: a rule would be broken.
        OutputError: the file cannot be written.
        ReadBackFailed: a mark is missing; no file is left.
    """
    technology = order.indicium.technology
    if technology in METERED:
        raise UsageError(f"the technology {technology} is paid by a device: print needs --psd PSD")
    format_ = format_of(output, dpi=dpi)
    checked = preflight(order, None, face, dpi=dpi, message_length=0, on=on, shelf=shelf)
    checked.require_lawful()
    placed = pieces_of(checked.layout, output)
    for place, group in groupby(placed, key=lambda piece: piece.output):
        pieces = list(group)
        pages = shown(pieces, [None] * len(pieces), printer)
        data = format_.render([each.page for each in pages], face, title=_TITLES[technology])
        with files.staged(place, data) as part:
            read_back(part.read_bytes(), format_.suffix, pages)
            files.move(part, place)
    return Unpaid(tuple(dict.fromkeys(piece.output for piece in placed)), checked)
