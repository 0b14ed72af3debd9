"""The shelf of label stocks: one TOML row each, shipped and the user's own (DMM 604.4.8.11)."""

import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from pydantic import TypeAdapter

from indicia import files
from indicia.errors import InputError, OutputError, Problem, UsageError
from indicia.model.problems import RowError, parse_toml, validated
from indicia.model.stock_row import Grid, Sheet, Stock, StockFacing

_SUFFIX = ".toml"
_ADAPTER: TypeAdapter[Stock] = TypeAdapter(Stock)
_KEYS = {
    "": tuple(f.name for f in fields(Stock)),
    "page": tuple(f.name for f in fields(Sheet)),
    "grid": tuple(f.name for f in fields(Grid)),
}
_STAND_INS = {"name": "x", "title": "x", "source": "x", "facing": StockFacing.FLUORESCENT, "systems": (), "note": ""}


def read_stock(text: bytes, where: str) -> Stock:
    """The stock in a TOML text that is called `where`.

    Raises:
        InputError: no TOML.
        RowError: every problem of the row.
    """
    return validated(_ADAPTER, parse_toml(text, where), where, keys=_KEYS, stand_ins=_STAND_INS)


def stocks(folder: Path | None = None) -> Mapping[str, Stock]:
    """All stocks by name, in the order of their names.

    Args:
        folder: of the user's own rows, read anew; one of them takes the place of a shipped row of its name.

    Raises:
        InputError: a row of the folder cannot be read, is wrong, or is called other than its file.
    """
    if folder is None:
        return _shipped()
    rows = {**_shipped(), **{stock.name: stock for stock in _rows_in(folder)}}
    return MappingProxyType({name: rows[name] for name in sorted(rows)})


def add_stock(text: bytes, folder: Path, where: str, *, replace: bool = False) -> Stock:
    """The stock in a TOML text, which afterwards lies in the folder as it was written.

    Args:
        text: the row.
        folder: of the user's own rows; made when absent.
        where: what the text is called, for messages.
        replace: it may take the place of a row of its name.

    Raises:
        InputError: as `read_stock`.
        UsageError: there is a stock of its name.
        OutputError: the folder cannot be written.
    """
    stock = read_stock(text, where)
    place = folder / f"{stock.name}{_SUFFIX}"
    if not replace and (stock.name in _shipped() or place.exists()):
        raise UsageError(f"there is a stock {stock.name!r}: give this one another name, or --replace that one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"{folder} cannot be made: {fault.strerror or fault}") from None
    files.replace(place, text)
    return stock


def as_document(stock: Stock) -> dict[str, Any]:
    """Every key of the row, ready for JSON; None where it has none."""
    return cast("dict[str, Any]", _ADAPTER.dump_python(stock, mode="json"))


@cache
def _shipped() -> Mapping[str, Stock]:
    folder = importlib.resources.files("indicia") / "stocks"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(_SUFFIX))
    return MappingProxyType({row.name: row for row in (_called((folder / n).read_bytes(), n) for n in names)})


def _rows_in(folder: Path) -> Iterator[Stock]:
    for place in sorted(folder.glob(f"*{_SUFFIX}")):
        try:
            text = place.read_bytes()
        except OSError as fault:
            raise InputError(f"{place}: {fault.strerror or fault}") from None
        yield _called(text, place.name, str(place))


def _called(text: bytes, file: str, where: str | None = None) -> Stock:
    """The stock in a file, which is called as the stock is."""
    stock = read_stock(text, where or file)
    called = file.removesuffix(_SUFFIX)
    if stock.name != called:
        raise RowError(where or file, [Problem("name", repr(stock.name), f"{called!r}, as its file is called")])
    return stock
