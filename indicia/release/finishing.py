"""Finishing what a crash left pending: the same orders, laid out again as they were, with the messages in the log."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from indicia import files
from indicia.errors import PsdRefused
from indicia.faces import Face
from indicia.model.order import read_order
from indicia.model.printer import parse_printer
from indicia.preflight import Checked, Shelf
from indicia.psd.device import Psd
from indicia.psd.records import Issued, IssueState
from indicia.release.desk import Desk, Released
from indicia.release.impression import Placed
from indicia.release.printing import release_file
from indicia.together import drawn_once, on_one_piece

_Known = dict[tuple[str, ...], tuple[Checked, ...]]
"""Orders that share a page, and what they are together: pages of a sheet are alike."""


def finish(psd: Psd, piece_id: str, face: Face, shelf: Shelf | None = None) -> Released:
    """The file of a pending piece released where it was meant to stand: the same messages, the same bytes.

    Raises:
        PsdRefused: it is not pending.
        OutputError: as `print_order`, or another print stands there by now; the pieces stay pending.
        ReadBackFailed: as `print_order`.
    """
    one = psd.find(piece_id)
    if one.state is not IssueState.ISSUED:
        raise PsdRefused(f"piece {piece_id} is {one.state} already")
    job = one.job
    if job.order_json is None or job.output is None or job.dpi is None:
        raise PsdRefused(f"piece {piece_id} was issued without an order; it is released by whoever issued it")
    issued, output = psd.file_mates(piece_id), Path(job.output)
    printer = parse_printer(job.printer_json) if job.printer_json is not None else None
    desk, known = Desk(psd, face, job.dpi, printer, shelf), _Known()
    placed: list[Placed] = []
    prints: list[Checked] = []
    for _, group in groupby(issued, key=lambda each: each.job.page):
        page = list(group)
        again = _checked_again(desk, page, known)
        prints += again
        placed += [
            Placed(layout, output, each.job.page, each.job.part)
            for layout, each in zip(drawn_once(again), page, strict=True)
        ]
    files.require_writable(output)
    pieces = release_file(desk, placed, issued, replacing=False)
    return Released(tuple(pieces), prints[[each.piece_id for each in issued].index(piece_id)])


def _checked_again(desk: Desk, page: Sequence[Issued], known: _Known) -> list[Checked]:
    """The orders of one page, laid out as they were before the debit: one of its labels, or together."""
    texts = [each.job.order_json or "" for each in page]
    orders = tuple(dict.fromkeys(texts))
    if orders not in known:
        length = len(page[0].message)
        known[orders] = on_one_piece(
            [read_order(text) for text in orders],
            lambda order, original: desk.checked(order, length=length, original=original),
        )
    return [known[orders][orders.index(text)] for text in texts]
