"""Answers as they leave the program: tables for people, JSON lines, CSV, Parquet."""

import contextlib
import csv
import enum
import io
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from rich.console import Console

from indicia import console, files
from indicia.errors import MissingPartError, OutputError, UsageError
from verify.answer import AnyAnswer
from verify.report import report

Write = Callable[[AnyAnswer], None]
"""Takes one answer after the other."""
Row = dict[str, Any]

_FILE_WIDTH = 140
"""Columns of a table for people that goes to a file."""
_GROUP = 1000
"""Rows that a Parquet file takes at once."""


class Shape(enum.StrEnum):
    """How answers are written."""

    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


_PIECE = ("width", "height", "skew_deg", "rotation", "dpi")
_MESSAGE = (
    "manufacturer",
    "model",
    "psd_serial",
    "certificate_serial",
    "ascending_register",
    "descending_register",
    "piece_counter",
    "amount",
    "mailing_date",
    "licensing_zip",
    "destination",
)
_NUMBERS = frozenset({"page", "width", "height", "skew_deg", "dpi", "grade"})
_WHOLE = frozenset({"page", "rotation", "psd_serial", "certificate_serial", "piece_counter", "erasures"})
COLUMNS: tuple[str, ...] = (
    *("file", "page", "verdict", "reasons", "error", *_PIECE, "fim"),
    *("kind", "purpose", *_MESSAGE, "signature", "date", "duplicate", "grade", "erasures"),
)
"""Of CSV and Parquet: one row an indicium, or one for a page without."""


def rows(answer: AnyAnswer) -> Iterator[Row]:
    """The answer as rows of COLUMNS; what it does not have is None."""
    said: Any = answer.as_dict()
    piece, fim = said.get("mailpiece") or {}, said.get("fim") or {}
    page = {
        **dict.fromkeys(COLUMNS),
        "file": said["file"],
        "page": said["page"],
        "verdict": said.get("verdict"),
        "reasons": " ".join(said.get("reasons", ())) or None,
        "error": said["error"]["message"] if "error" in said else None,
        **{name: piece.get(name) for name in _PIECE},
        "fim": fim.get("kind"),
    }
    indicia: list[Mapping[str, Any]] = said.get("indicia", [])
    yield from [page | _indicium(one) for one in indicia] or [page]


def _indicium(one: Mapping[str, Any]) -> Row:
    payload, symbol = one["payload"] or {}, one["symbol"] or {}
    return {
        "kind": one["kind"],
        "purpose": one["purpose"],
        **{name: payload.get(name) for name in _MESSAGE},
        "signature": one["signature"]["status"],
        "date": (one["date"] or {}).get("status"),
        "duplicate": one["duplicate"]["status"],
        "grade": (symbol.get("grade") or {}).get("overall"),
        "erasures": symbol.get("erasures"),
    }


@contextlib.contextmanager
def writer(place: Path | None, *, shape: Shape | None) -> Iterator[Write]:
    """Where answers are written to: standard output when `place` is None or `-`.

    A file appears under its name when everything is in it, and not at all when something fails.

    Args:
        place: the file.
        shape: None writes tables for people.

    Raises:
        OutputError: the file cannot be written.
        UsageError: Parquet has no file to go to.
        MissingPartError: Parquet needs a part that is not installed.
    """
    if place is None or str(place) == console.STANDARD:
        if shape is Shape.PARQUET:
            raise UsageError("--format parquet needs a file: -o FILE")
        yield _to(sys.stdout, shape)
        return
    if place.is_dir():
        raise OutputError(f"{place} is a folder; name a file in it")
    try:
        with files.staged(place) as part:
            with _parquet(part) if shape is Shape.PARQUET else _text(part, shape) as write:
                yield write
            files.move(part, place)
    except OSError as fault:
        raise OutputError(f"{place} cannot be written: {fault.strerror}") from fault


@contextlib.contextmanager
def _text(part: Path, shape: Shape | None) -> Iterator[Write]:
    with part.open("w", encoding="utf-8", newline="") as file:
        yield _to(file, shape)


def _to(file: IO[str], shape: Shape | None) -> Write:
    """What writes each answer in one piece, so that a run that is stopped leaves whole lines."""
    if shape is Shape.NDJSON:
        return lambda answer: _write(file, f"{answer.json()}\n")
    if shape is Shape.CSV:
        _write(file, _csv([dict(zip(COLUMNS, COLUMNS, strict=True))]))
        return lambda answer: _write(file, _csv(rows(answer)))
    people = console.terminal() if file is sys.stdout else Console(file=file, width=_FILE_WIDTH)

    def table(answer: AnyAnswer) -> None:
        people.print(report(answer), soft_wrap=False)
        people.print()

    return table


def _write(file: IO[str], text: str) -> None:
    file.write(text)


def _csv(some: Any) -> str:
    text = io.StringIO()
    csv.DictWriter(text, COLUMNS, lineterminator="\n").writerows(some)
    return text.getvalue()


@contextlib.contextmanager
def _parquet(part: Path) -> Iterator[Write]:
    try:
        # Optional, large, and of no use to the other formats.
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as missing:
        raise MissingPartError("Parquet needs pyarrow; install indicia[parquet]") from missing
    kinds = {True: pa.int64(), False: pa.float64()}
    schema = pa.schema(
        [(name, kinds[name in _WHOLE] if name in _WHOLE | _NUMBERS else pa.string()) for name in COLUMNS]
    )
    waiting: list[Row] = []
    with parquet.ParquetWriter(part, schema) as file:

        def write(answer: AnyAnswer) -> None:
            waiting.extend(rows(answer))
            if len(waiting) >= _GROUP:
                file.write_table(pa.Table.from_pylist(waiting, schema))
                waiting.clear()

        yield write
        if waiting:
            file.write_table(pa.Table.from_pylist(waiting, schema))
