"""`indicia stock`: what can be printed on, and adding to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from indicia import console
from indicia.cli.common import user_folder
from indicia.errors import UsageError
from indicia.geometry import Box
from indicia.layout.sheet import all_boxes, printable
from indicia.model.stock import add_stock, as_document, stocks
from indicia.model.stock_row import Stock

SCHEMA = "indicia.stock/1"
_COLUMNS = 64
"""Characters that the sketch of a page is wide."""
_ASPECT = 0.5
"""Width of a character over its height."""

app = typer.Typer(help="Label stocks: what labels, tape and sheets the orders may name.")

Folder = Annotated[
    Path | None, typer.Option("--folder", metavar="DIR", help="Where your own rows are, instead of the usual place.")
]


@app.command("list")
def list_(*, folder: Folder = None, json: console.Json = False) -> None:
    """List all stocks, shipped and your own."""
    shelf = stocks(folder or user_folder())
    if json:
        for stock in shelf.values():
            console.write_json(_answer(stock))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("stock", "label, in", "page, in", "a page", "kinds", "facing", "systems"):
        table.add_column(heading, no_wrap=heading != "systems", justify="right" if heading == "a page" else "left")
    for stock in shelf.values():
        page, systems = _size(*stock.page_size), ", ".join(stock.systems) or "none"
        cells = (
            _size(stock.width, stock.height),
            page,
            str(stock.labels),
            ", ".join(stock.kinds),
            stock.facing,
            systems,
        )
        table.add_row(stock.name, *cells)
    console.terminal().print(table)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As orders name it.")],
    *,
    folder: Folder = None,
    json: console.Json = False,
) -> None:
    """Show one stock: sizes, what is declared for DMM 604.4.8.11, and a sketch of its page."""
    shelf = stocks(folder or user_folder())
    stock = shelf.get(name)
    if stock is None:
        raise UsageError(f"no stock {name!r}; there are {', '.join(shelf)}")
    if json:
        console.write_json(_answer(stock))
        return
    for line in (*_facts(stock), "", *sketch(stock)):
        console.write_line(line)


@app.command()
def add(
    file: Annotated[str, typer.Argument(metavar="FILE.toml", help="The row; - reads standard input.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="It may take the place of a stock of its name.")] = False,
    folder: Folder = None,
) -> None:
    """Check a stock's row and put it on the shelf."""
    add_stock(console.read_input(file), folder or user_folder(), file, replace=replace)


def sketch(stock: Stock) -> list[str]:
    """The page in lines of text, each label an outline with its number."""
    width, height = stock.page_size
    scale = _COLUMNS / max(width, height)
    rows = [[" "] * (round(width * scale) + 1) for _ in range(round(height * scale * _ASPECT) + 1)]
    for number, box in enumerate(all_boxes(stock), start=1):
        _outline(rows, box, scale, str(number))
    return ["".join(row).rstrip() for row in rows]


def _outline(rows: list[list[str]], box: Box, scale: float, number: str) -> None:
    left, right = round(box.left * scale), round(box.right * scale)
    top, bottom = round(box.top * scale * _ASPECT), round(box.bottom * scale * _ASPECT)
    for y in (top, bottom):
        rows[y][left : right + 1] = ["+", *"-" * (right - left - 1), "+"]
    for y in range(top + 1, bottom):
        rows[y][left] = rows[y][right] = "|"
    middle = (left + right + 1 - len(number)) // 2
    rows[(top + bottom) // 2][middle : middle + len(number)] = number


def _facts(stock: Stock) -> Iterator[str]:
    free = printable(stock)
    yield f"{stock.name}: {stock.title}"
    yield f"source       {stock.source}"
    if stock.note:
        yield f"note         {stock.note}"
    yield f"label        {_size(stock.width, stock.height)} in, corners {stock.radius:g} in"
    yield f"printable    {_size(free.width, free.height)} in, from {free.left:.3g} in right and {free.top:.3g} in down"
    yield f"page         {_size(*stock.page_size)} in, {stock.labels} a page, {stock.feed}"
    yield f"for          media of kind {', '.join(stock.kinds)}"
    yield f"systems      {', '.join(stock.systems) or 'none'} (604.4.8.11)"
    yield f"facing       {stock.facing} (604.4.8.11e)"
    for key, section, words in _DECLARED:
        yield f"{words:<32}{_declared(getattr(stock, key))} ({section})"


_DECLARED = (
    ("permanent", "604.4.8.11a", "permanent, pressure-sensitive"),
    ("sandwich", "604.4.8.11a", "face stock and liner label"),
    ("one_piece", "604.4.8.11a", "comes off in one piece"),
    ("peel_oz_per_inch", "604.4.8.11a", "peel adhesion, oz an inch"),
    ("reflectance_red", "604.4.8.11b", "reflectance in the red, %"),
    ("reflectance_green", "604.4.8.11b", "reflectance in the green, %"),
    ("tag_min_pmu", "604.4.8.11e", "least emission, PMU"),
    ("tag_max_pmu", "604.4.8.11e", "greatest emission, PMU"),
    ("tag_drift_percent", "604.4.8.11e", "change of emission, %"),
)


def _declared(value: float | None) -> str:
    if value is None:
        return "not declared"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"{value:g}"


def _size(width: float, height: float) -> str:
    return f"{width:.5g} x {height:.5g}"


def _answer(stock: Stock) -> dict[str, object]:
    width, height = stock.page_size
    return {
        "schema": SCHEMA,
        **as_document(stock),
        "labels": stock.labels,
        "page_size": {"width": width, "height": height},
    }
