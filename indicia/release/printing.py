"""Releasing a print: lay out, judge, debit and sign, render, read back, rename (design, section 5).

A refused order debits nothing. What was debited is released under its name, spoiled, or pending: a crash
or a full disk leaves it pending, and `finish` makes the same file again. Pieces that one file shows share its fate:
they are issued in one transaction, and released or spoiled in one.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from indicia import files
from indicia.errors import OutputError
from indicia.faces import Face
from indicia.model.order import Order, dump_order
from indicia.model.printer import Printer, dump_printer
from indicia.preflight import Checked
from indicia.psd.device import Psd
from indicia.psd.records import Issued, IssueState, Job
from indicia.readback import ReadBackFailed, read_back
from indicia.release.desk import Desk, Piece, Prepared, Released
from indicia.release.impression import Placed, page_numbers, pieces_of, shown
from indicia.release.request import request_of, warn_or_refuse
from indicia.render.formats import format_of
from indicia.security.signing import Signer


def print_order(
    order: Order,
    psd: Psd,
    signer: Signer,
    face: Face,
    *,
    output: Path,
    dpi: int,
    on: dt.date,
    printer: Printer | None = None,
) -> Released:
    """One order paid for by `psd`, printed into `output`.

    Args:
        order: what to print; without a meter it takes the PSD's identity.
        psd: the open device.
        signer: holds the device's key.
        face: stands for Arial.
        output: file to make; its suffix is its format.
        dpi: dots an inch of the printer.
        on: day of deposit; the mailing period must be open then, and the certificate valid where no date is printed.
        printer: profile that finished pages are corrected by.

    Raises:
        PreflightRefused: a rule would be broken, or the printer does not print all of a page; nothing was debited.
        PsdRefused: another device's order, or funds or limits do not allow it; nothing was debited.
        CredentialError: the certificate is not valid on the mailing date and the device is no test device; nothing
            was debited.
        OutputError: a file cannot be written; when that shows only after the debit its pieces stay pending.
        ReadBackFailed: a page does not say what was signed; the pieces of its file are spoiled.
    """
    return print_at(Desk(psd, face, dpi, printer), order, signer, output=output, on=on)


def print_at(desk: Desk, order: Order, signer: Signer, *, output: Path, on: dt.date) -> Released:
    """One order printed at `desk`; everything else as `print_order`."""
    prepared = prepare(desk, order, output, on)
    for place in dict.fromkeys(piece.output for piece in prepared.placed):
        files.require_writable(place)
    issued = desk.psd.issue_all(prepared.requests, signer)
    return Released(release_files(desk, prepared.placed, issued), prepared.checked, prepared.warning)


def prepare(
    desk: Desk, order: Order, output: Path, on: dt.date, *, first_page: int = 1, reference: str | None = None
) -> Prepared:
    """The order laid out, judged and turned into requests; errors as `print_order`, but for funds and files.

    Args:
        desk: who prints.
        order: what to print.
        output: file to make.
        on: day of deposit.
        first_page: the page of the file that it begins on.
        reference: what the caller calls the order.
    """
    format_of(output, dpi=desk.dpi)
    checked = desk.checked(order, on=on)
    checked.require_lawful()
    placed = tuple(pieces_of(checked.layout, output, first_page))
    if desk.printer is not None:
        shown(placed, [None] * len(placed), desk.printer)
    return requested(desk, checked, placed, on, reference=reference)


def requested(
    desk: Desk, checked: Checked, placed: tuple[Placed, ...], on: dt.date, *, reference: str | None = None
) -> Prepared:
    """What was laid out and found lawful, turned into requests; errors as `prepare`."""
    order = checked.layout.job.order
    warning = warn_or_refuse(desk.psd, order, on)
    job = Job(
        order_json=dump_order(order),
        dpi=desk.dpi,
        printer_json=dump_printer(desk.printer) if desk.printer is not None else None,
        reference=reference,
    )
    jobs = (replace(job, output=str(piece.output.absolute()), part=piece.part, page=piece.page) for piece in placed)
    return Prepared(checked, placed, tuple(request_of(order, each) for each in jobs), warning)


def release_files(desk: Desk, placed: Sequence[Placed], issued: Sequence[Issued]) -> tuple[Piece, ...]:
    """What was issued, released file by file.

    Raises:
        OutputError: a file cannot be written; its pieces and those of later files stay pending.
        ReadBackFailed: a page does not say what was signed; the other files are released all the same.
    """
    pieces: list[Piece] = []
    failure: ReadBackFailed | None = None
    for _, group in groupby(zip(placed, issued, strict=True), key=lambda pair: pair[0].output):
        pairs = list(group)
        try:
            pieces += release_file(desk, [piece for piece, _ in pairs], [one for _, one in pairs], replacing=True)
        except ReadBackFailed as failed:
            failure = failure or failed
    if failure is not None:
        raise failure
    return tuple(pieces)


def release_file(desk: Desk, placed: Sequence[Placed], issued: Sequence[Issued], *, replacing: bool) -> list[Piece]:
    """The pieces of one file, released together or spoiled together.

    Args:
        desk: who prints.
        placed: its pieces.
        issued: what each of them says, in the same order.
        replacing: whether another file may stand in its place.

    Raises:
        OutputError: it cannot be written, or another print stands there; the pieces stay pending.
        ReadBackFailed: a page does not say what was signed; the pieces are spoiled.
    """
    psd, output = desk.psd, placed[0].output
    names = [one.piece_id for one in issued]
    pages = shown(placed, [one.message for one in issued], desk.printer)
    format_ = format_of(output)
    title = f"Indicium {names[0]}" if len(names) == 1 else f"Indicia {names[0]} to {names[-1]}"
    data = format_.render([each.page for each in pages], desk.face, title=title)
    try:
        with files.staged(output, data) as part:
            if desk.reads_back:
                read_back(part.read_bytes(), format_.suffix, pages, psd.certificate.public_key())
            # Another process may have finished these pending pieces while this one waited for the place.
            if psd.find(names[0]).state is not IssueState.RELEASED:
                if not replacing:
                    _require_free(output, data, names[0])
                files.move(part, output)
                psd.mark_released(dict.fromkeys(names, hashlib.sha256(data).hexdigest()))
    except ReadBackFailed as failure:
        psd.mark_spoiled(names, str(failure))
        raise
    numbers = page_numbers([each.page for each in placed])
    return [Piece(one, output, number) for one, number in zip(issued, numbers, strict=True)]


def _require_free(output: Path, data: bytes, piece_id: str) -> None:
    """A print that took the place of a pending one is postage too: it is not overwritten."""
    if output.exists() and output.read_bytes() != data:
        raise OutputError(f"{output} holds another file by now; move it away, then release {piece_id}")
