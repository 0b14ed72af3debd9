"""Several indicia of one mailpiece printed in one pass: paid for together, released together or not at all.

The address side of the piece is one page, the nonaddress side another; both are pages of one file.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from indicia import files
from indicia.errors import UsageError
from indicia.model.indicium import METERED
from indicia.model.order import Order
from indicia.release.desk import Desk, Released
from indicia.release.impression import Placed, shown
from indicia.release.printing import release_file, requested
from indicia.render.formats import format_of
from indicia.security.signing import Signer
from indicia.together import drawn_once, on_one_piece, require_lawful


def print_on_one_piece(
    desk: Desk, orders: Sequence[Order], signer: Signer, *, output: Path, on: dt.date
) -> tuple[Released, ...]:
    """The orders printed at `desk`, in their order: the ordinary postage first, then what corrects it.

    Args:
        desk: who prints.
        orders: of one mailpiece; each without a meter takes the PSD's identity.
        signer: holds the device's key.
        output: file to make; of a format of many pages where both sides are printed.
        on: day of deposit of the ordinary postage.

    Raises:
        UsageError: they are not of one mailpiece, or not printed on it, or need more pages than the format has.
        PreflightRefused, PsdRefused, CredentialError, OutputError: as `print_order`; nothing was debited.
        ReadBackFailed: a page does not say what was signed; all pieces are spoiled.
    """
    _require_direct(orders)
    format_ = format_of(output, dpi=desk.dpi)
    sides = list(dict.fromkeys(order.media.side for order in orders))
    if len(sides) > 1 and not format_.holds_many_pages:
        raise UsageError(
            f"two sides of a piece are two pages, and a {format_.suffix} file has one: print a .pdf or .tif"
        )
    prints = on_one_piece(orders, lambda order, original: desk.checked(order, original=original), on=on)
    require_lawful(prints)
    pages = [sides.index(order.media.side) + 1 for order in orders]
    layouts = zip(drawn_once(prints), pages, strict=True)
    placed = sorted(
        (Placed(layout, output, page, part) for part, (layout, page) in enumerate(layouts)), key=lambda one: one.page
    )
    if desk.printer is not None:
        shown(placed, [None] * len(placed), desk.printer)
    ready = [requested(desk, prints[one.part], (one,), on) for one in placed]
    files.require_writable(output)
    issued = desk.psd.issue_all([request for each in ready for request in each.requests], signer)
    pieces = release_file(desk, placed, issued, replacing=True)
    released = [Released((piece,), each.checked, each.warning) for piece, each in zip(pieces, ready, strict=True)]
    return tuple(sorted(released, key=lambda one: one.issued.job.part))


def _require_direct(orders: Sequence[Order]) -> None:
    for order in orders:
        if order.indicium.technology not in METERED:
            raise UsageError(f"{order.indicium.technology} is no postage of a device: print it alone")
        if order.media.stock is not None:
            raise UsageError("several indicia are printed on the mailpiece itself; print a label alone")
