"""`indicia print`: lay out, judge, debit and sign, render, read back, release.

Permit imprints, precancel postmarks and reply formats need no device; one that is named all the same stays closed.
"""

from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.cli.common import DEFAULT_DPI, Dpi, FaceOption, day_for, face_for, order_from
from indicia.errors import UsageError
from indicia.layout.symbol_fit import SymbolChoice
from indicia.model.indicium import METERED
from indicia.psd.device import Psd
from indicia.release import Released, finish, print_order
from indicia.release.unpaid import Unpaid, print_unpaid
from indicia.units import dollars

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
    passphrase_file: console.PassphraseFile = None,
    json: console.Json = False,
) -> None:
    """Print an order as valid postage: a refused order debits nothing, a debit is released, spoiled or pending."""
    if release is not None:
        if psd is None:
            raise UsageError("--release ID needs --psd PSD, the device that issued the piece")
        if order is not None or output is not None:
            raise UsageError("--release ID goes without an order and without -o: the piece knows both")
        with Psd.open(psd) as device:
            _answer(finish(device, release, face_for(face)), json=json)
        return
    if order is None or output is None:
        raise UsageError("print needs an ORDER.json and -o OUT")
    read = order_from(order)
    on = day_for(read, on)
    if psd is None or read.indicium.technology not in METERED:
        _answer_unpaid(print_unpaid(read, face_for(face), output=output, dpi=dpi, on=on), json=json)
        return
    with Psd.open(psd) as device:
        signer = device.signer(console.read_passphrase(passphrase_file))
        _answer(print_order(read, device, signer, face_for(face), output=output, dpi=dpi, on=on), json=json)


def _answer(released: Released, *, json: bool) -> None:
    issued = released.issued
    registers = issued.registers
    if released.warning:
        console.complain("indicia", f"warning: {released.warning}")
    if not json:
        console.write_line(f"{issued.piece_id} {released.file}")
        return
    console.write_json(
        {
            "schema": SCHEMA,
            "piece_id": issued.piece_id,
            "file": str(released.file),
            "payload": issued.message.hex(),
            "registers": {
                "ascending": str(dollars(registers.ascending)),
                "descending": str(dollars(registers.descending)),
                "control_total": str(dollars(registers.control_total)),
            },
            "symbol": _symbol(released.checked.layout.choice),
            "findings": [finding.as_dict() for finding in released.checked.findings],
        }
    )


def _answer_unpaid(printed: Unpaid, *, json: bool) -> None:
    if not json:
        console.write_line(str(printed.file))
        return
    console.write_json(
        {
            "schema": SCHEMA,
            "piece_id": None,
            "file": str(printed.file),
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
