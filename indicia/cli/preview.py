"""`indicia preview`: a specimen with outline, zones and dimension lines."""

import typer

from indicia import files
from indicia.cli.check import preflight_of
from indicia.cli.common import DEFAULT_DPI, Dpi, FaceOption, OrderFile, Out, PrinterOption, order_from, printer_for
from indicia.layout.preview import preview_page
from indicia.layout.specimen import specimen_page
from indicia.release.impression import pieces_of, sheets
from indicia.render.formats import format_of


def preview(
    order: OrderFile, *, output: Out, dpi: Dpi = DEFAULT_DPI, face: FaceOption = None, printer: PrinterOption = None
) -> None:
    """Write the piece as a specimen with its outline, zones and dimension lines; of several pages the first."""
    format_, profile = format_of(output, dpi=dpi), printer_for(printer)
    checked = preflight_of(order_from(order), face, dpi, None)
    pieces = [piece for piece in pieces_of(checked.layout, output) if piece.page == 1]
    first = [piece for piece in pieces if piece.output == pieces[0].output]
    specimen = specimen_page(checked.layout)
    ((page, _), *_) = sheets(first, [specimen] * len(first), profile)
    data = format_.render([preview_page(checked.layout, page)], checked.layout.job.face, title="Preview of an indicium")
    files.replace(output, data)


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(preview)
