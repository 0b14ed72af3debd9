"""`indicia check`: preflight alone. `indicia specimen`: the picture without postage."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import typer

from indicia import console, files
from indicia.cli.common import (
    DEFAULT_DPI,
    DEFAULT_MESSAGE_LENGTH,
    Beside,
    Dpi,
    FaceOption,
    OrderFile,
    Out,
    PrinterOption,
    day_for,
    face_for,
    meter_of,
    order_from,
    printer_for,
    shelf,
)
from indicia.errors import ExitCode
from indicia.geometry import Box
from indicia.layout.misfit import LayoutRefused
from indicia.layout.specimen import specimen_page
from indicia.model.order import Order
from indicia.preflight import Checked, preflight
from indicia.release.impression import pieces_of, sheets
from indicia.render.formats import format_of
from indicia.rulebook.judge import refusals
from indicia.rulebook.row import Finding, Outcome
from indicia.together import on_one_piece, together

SCHEMA = "indicia.check/1"


def check(
    order: OrderFile,
    *,
    on: console.On = None,
    json: console.Json = False,
    dpi: Dpi = DEFAULT_DPI,
    face: FaceOption = None,
    beside: Beside = [],  # noqa: B006 - typer reads it and hands over a list of its own
) -> int:
    """Lay an order out and judge it by the rulebook; nothing is debited or written."""
    orders = [order_from(each) for each in (order, *beside)]
    try:
        prints = on_one_piece(
            orders,
            lambda each, original: preflight_of(each, face, dpi, None, original=original),
            on=day_for(orders[0], on),
        )
    except LayoutRefused as refusal:
        _answer(order, [refusal.misfit.as_finding()], lawful=False, json=json)
        if not json:
            console.complain("indicia", str(refusal))
        return ExitCode.REFUSED
    findings = [finding for checked in prints for finding in checked.findings]
    findings += together(prints) if beside else ()
    refused = refusals(findings)
    _answer(order, [finding.as_dict() for finding in findings], lawful=not refused, json=json)
    if not json:
        _show(findings)
    return ExitCode.REFUSED if refused else ExitCode.DONE


def specimen(
    order: OrderFile, *, output: Out, dpi: Dpi = DEFAULT_DPI, face: FaceOption = None, printer: PrinterOption = None
) -> None:
    """Write the same picture with an unreadable symbol and SPECIMEN across it (DMM 604.4.7.3)."""
    format_, profile = format_of(output, dpi=dpi), printer_for(printer)
    checked = preflight_of(order_from(order), face, dpi, None)
    checked.require_lawful()
    page = specimen_page(checked.layout)
    for place, group in groupby(pieces_of(checked.layout, output), key=lambda piece: piece.output):
        pieces = list(group)
        pages = [sheet for sheet, _ in sheets(pieces, [page] * len(pieces), profile)]
        files.replace(place, format_.render(pages, checked.layout.job.face, title="Specimen indicium"))


def preflight_of(
    order: Order, face: Path | None, dpi: int, on: dt.date | None, *, original: Box | None = None
) -> Checked:
    """An order without a PSD, laid out and judged, beside an original where one is given."""
    meter, length, own = meter_of(order), DEFAULT_MESSAGE_LENGTH, face_for(face)
    return preflight(order, meter, own, dpi=dpi, message_length=length, on=on, shelf=shelf(), original=original)


def _answer(order: str, findings: Sequence[dict[str, object]], *, lawful: bool, json: bool) -> None:
    if json:
        console.write_json({"schema": SCHEMA, "file": order, "lawful": lawful, "findings": list(findings)})


def _show(findings: Sequence[Finding]) -> None:
    broken = [finding for finding in findings if finding.outcome is not Outcome.PASS]
    for finding in broken:
        console.write_line(f"{finding.outcome.value:<13}{finding.row.id:<32}{finding}")
    passed = len(findings) - len(broken)
    console.write_line(f"{passed} of {len(findings)} rules hold")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(check)
    app.command()(specimen)
