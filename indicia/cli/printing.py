"""`indicia print`: lay out, judge, debit and sign, render, read back, release.

Permit imprints, precancel postmarks and reply formats need no device; one that is named all the same stays closed.
"""

from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.cli.answers import registers_words
from indicia.cli.batch import DEFAULT_CHUNK, goal_of, print_batch
from indicia.cli.clock import now
from indicia.cli.common import (
    DEFAULT_DPI,
    Beside,
    Dpi,
    FaceOption,
    PrinterOption,
    day_for,
    face_for,
    order_from,
    printer_for,
    shelf,
)
from indicia.errors import ExitCode, UsageError
from indicia.layout.symbol_fit import SymbolChoice
from indicia.model.indicium import METERED
from indicia.psd.device import Psd
from indicia.release import Released, finish
from indicia.release.desk import Desk
from indicia.release.one_piece import print_on_one_piece
from indicia.release.printing import print_at
from indicia.release.unpaid import Unpaid, print_unpaid

SCHEMA = "indicia.print/1"

PsdFolder = Annotated[
    Path | None,
    typer.Option("--psd", metavar="PSD", help="The device that pays; permits, precancels and reply formats need none."),
]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", help="File to write; its suffix is its format.")
]
Release = Annotated[
    str | None, typer.Option("--release", metavar="ID", help="Finish a pending piece instead of printing an order.")
]

BatchOption = Annotated[
    Path | None, typer.Option("--batch", metavar="ORDERS.jsonl", help="Print many orders, one a line, into OUT.")
]
ChunkOption = Annotated[
    int, typer.Option("--chunk", metavar="N", min=1, max=10_000, help="Orders that are paid for and released together.")
]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on with a batch that was stopped.")]
ManifestOption = Annotated[
    Path | None, typer.Option("--manifest", metavar="FILE", help="Write line, piece id, file, page and registers.")
]
SuffixOption = Annotated[
    str | None, typer.Option("--suffix", metavar=".SUFFIX", help="Format of a batch into a folder (default .pdf).")
]


def print_(
    order: Annotated[
        str | None, typer.Argument(metavar="ORDER.json", help="The order; - reads standard input.")
    ] = None,
    *,
    psd: PsdFolder = None,
    output: OutOption = None,
    dpi: Dpi = DEFAULT_DPI,
    on: console.On = None,
    release: Release = None,
    face: FaceOption = None,
    printer: PrinterOption = None,
    passphrase_file: console.PassphraseFile = None,
    json: console.Json = False,
    batch: BatchOption = None,
    chunk: ChunkOption = DEFAULT_CHUNK,
    resume: ResumeOption = False,
    manifest: ManifestOption = None,
    suffix: SuffixOption = None,
    beside: Beside = [],  # noqa: B006 - typer reads it and hands over a list of its own
) -> int:
    """Print an order as valid postage: a refused order debits nothing, a debit is released, spoiled or pending."""
    if release is not None:
        if psd is None:
            raise UsageError("--release ID needs --psd PSD, the device that issued the piece")
        if order is not None or output is not None or batch is not None or beside:
            raise UsageError("--release ID goes without an order and without -o: the piece knows both")
        with Psd.open(psd, now) as device:
            device.signer(console.read_passphrase(passphrase_file))
            _answer(finish(device, release, face_for(face), shelf()), json=json)
        return ExitCode.DONE
    if batch is None and (resume or manifest is not None or suffix is not None):
        raise UsageError("--resume, --manifest and --suffix go with --batch ORDERS.jsonl")
    if batch is not None:
        if order is not None or output is None or psd is None or beside:
            raise UsageError("--batch ORDERS.jsonl needs --psd PSD and -o OUT, and goes without an ORDER.json")
        goal = goal_of(batch, output, suffix)
        with Psd.open(psd, now) as device:
            signer = device.signer(console.read_passphrase(passphrase_file))
            desk = Desk(device, face_for(face), dpi, printer_for(printer), shelf())
            return print_batch(desk, signer, goal, chunk=chunk, resume=resume, on=on, manifest=manifest, as_json=json)
    if beside and (order is None or psd is None):
        raise UsageError("--with OTHER.json goes with one ORDER.json and --psd PSD")
    if order is None or output is None:
        raise UsageError("print needs an ORDER.json and -o OUT")
    read, profile = order_from(order), printer_for(printer)
    on = day_for(read, on)
    if psd is None or (not beside and read.indicium.technology not in METERED):
        unpaid = print_unpaid(read, face_for(face), output=output, dpi=dpi, on=on, printer=profile, shelf=shelf())
        _answer_unpaid(unpaid, json=json)
        return ExitCode.DONE
    with Psd.open(psd, now) as device:
        signer = device.signer(console.read_passphrase(passphrase_file))
        desk = Desk(device, face_for(face), dpi, profile, shelf())
        if beside:
            orders = [read, *map(order_from, beside)]
            prints = print_on_one_piece(desk, orders, signer, output=output, on=on)
        else:
            prints = (print_at(desk, read, signer, output=output, on=on),)
    for released in prints:
        _answer(released, json=json)
    return ExitCode.DONE


def _answer(released: Released, *, json: bool) -> None:
    """One line or object a piece."""
    if released.warning:
        console.complain("indicia", f"warning: {released.warning}")
    for piece in released.pieces:
        if not json:
            console.write_line(f"{piece.issued.piece_id} {piece.file}")
            continue
        console.write_json(
            {
                "schema": SCHEMA,
                "piece_id": piece.issued.piece_id,
                "file": str(piece.file),
                "page": piece.page,
                "payload": piece.issued.message.hex(),
                "registers": registers_words(piece.issued.registers),
                "symbol": _symbol(released.checked.layout.choice),
                "findings": [finding.as_dict() for finding in released.checked.findings],
            }
        )


def _answer_unpaid(printed: Unpaid, *, json: bool) -> None:
    """One line or object a file."""
    for file in printed.files:
        if not json:
            console.write_line(str(file))
            continue
        console.write_json(
            {
                "schema": SCHEMA,
                "piece_id": None,
                "file": str(file),
                "payload": None,
                "registers": None,
                "symbol": None,
                "findings": [finding.as_dict() for finding in printed.checked.findings],
            }
        )


def _symbol(choice: SymbolChoice | None) -> dict[str, object] | None:
    if choice is None:
        return None
    return {"rows": choice.size.rows, "columns": choice.size.columns, "x_dimension": round(choice.module, 6)}


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("print")(print_)
