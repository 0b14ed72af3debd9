"""Arguments that several printing commands share, and the order that they name."""

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.errors import OrderError, Problem
from indicia.faces import Face, default_cache, default_search, find_face
from indicia.model.indicium import METERED
from indicia.model.meter import Meter
from indicia.model.order import Order, read_order
from indicia.model.printer import Printer, load_printer
from indicia.model.stock import stocks
from indicia.payload.profiles import Algorithm, message_length
from indicia.preflight import Shelf

OrderFile = Annotated[str, typer.Argument(metavar="ORDER.json", help="The order; - reads standard input.")]
Out = Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="File to write; its suffix is its format.")]
Dpi = Annotated[
    int,
    typer.Option("--dpi", min=50, max=4800, help="Dots an inch of the printer; modules are whole dots."),
]
FaceOption = Annotated[
    Path | None,
    typer.Option(
        "--face", metavar="FILE", help="A TrueType file (or its folder) to use instead of an installed Arial."
    ),
]
PrinterOption = Annotated[
    Path | None,
    typer.Option("--printer", metavar="FILE", help="Profile (TOML) of the printer: offset, scale, unprintable edges."),
]
Beside = Annotated[
    list[str],
    typer.Option("--with", metavar="OTHER.json", help="Another order for the same piece: a correction, a redate."),
]
DEFAULT_DPI = 300
DEFAULT_MESSAGE_LENGTH = message_length(Algorithm.ECDSA_P256)
"""Bytes of the default profile, for layouts that no device signs."""


def order_from(path: str) -> Order:
    """The order in a file or on standard input."""
    return read_order(console.read_input(path))


def meter_of(order: Order) -> Meter | None:
    """The meter that the order names; None for what no device pays.

    Raises:
        OrderError: a metered order names none, and there is no PSD to take it from.
    """
    if order.meter is None and order.indicium.technology in METERED:
        raise OrderError([Problem("meter", "nothing", "this key, where no PSD gives the device")])
    return order.meter


def face_for(named: Path | None) -> Face:
    """The face that stands for Arial."""
    return find_face(named, default_search(), default_cache())


def user_folder() -> Path:
    """The folder of the user's own stocks on this system."""
    home = Path.home()
    places = {"win32": home / "AppData/Local", "darwin": home / "Library/Application Support"}
    place = places.get(sys.platform, Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share"))
    return place / "indicia" / "stocks"


def shelf() -> Shelf:
    """The label stocks that there are, shipped and the user's own."""
    return stocks(user_folder())


def printer_for(named: Path | None) -> Printer | None:
    """The printer's profile, where one is named."""
    return load_printer(named) if named is not None else None


def day_for(order: Order, on: dt.date | None) -> dt.date:
    """The day that a command depends on: the flag's, else the order's own mailing date, else today."""
    return on or order.mailing_day or console.today()
