"""Releasing a print that no device pays for: lay out, judge, render, read back, rename.

Permit imprints are paid for when the mailing is deposited (DMM 604.6.1.1), precancel postmarks cancel stamps, reply
formats are paid for by whoever sends or gets them.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from indicia import files
from indicia.errors import UsageError
from indicia.faces import Face
from indicia.model.indicium import METERED
from indicia.model.order import Order
from indicia.preflight import Checked, preflight, require_printable
from indicia.readback import read_back_unsigned
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

    file: Path
    """Where it stands."""
    checked: Checked
    """Layout and findings."""


def print_unpaid(order: Order, face: Face, *, output: Path, dpi: int, on: dt.date) -> Unpaid:
    """One permit imprint, precancel postmark or reply format printed into `output`.

    Args:
        order: what to print.
        face: stands for Arial.
        output: file to make; its suffix is its format.
        dpi: dots an inch of the printer.
        on: day of deposit; an overprint must be good then (DMM 604.3.6).

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
    require_printable(order)
    checked = preflight(order, None, face, dpi=dpi, message_length=0, on=on)
    checked.require_lawful()
    page = checked.layout.page(None)
    data = format_.render([page], face, title=_TITLES[technology])
    with files.staged(output, data) as part:
        read_back_unsigned(part.read_bytes(), format_.suffix, page)
        files.move(part, output)
    return Unpaid(output, checked)
