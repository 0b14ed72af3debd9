"""What must hold after every kill, looked at with nothing of the printing house but its files."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import zxingcpp
from PIL import Image

_DPI = 300
_ROW_PX = 1.5 * _DPI
"""Labels of the stamp sheet are 1 1/2 in high; other pages have one symbol."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the journal."""

    sequence: int
    kind: str
    amount: int
    ascending: int
    descending: int
    piece: int | None
    first_piece: int | None
    state: str | None
    message: bytes | None
    output: str | None
    file_digest: str | None

    @property
    def file(self) -> Path:
        assert self.output is not None
        return Path(self.output)


COLUMNS = "sequence, kind, amount, ascending, descending, piece, first_piece, state, message, output, file_digest"


@dataclass(slots=True)
class Audit:
    """One PSD and the folder that it prints into, seen from outside."""

    database: Path
    pages: Path
    acknowledged: dict[int, Path] = field(default_factory=dict)
    """Pieces that a run said it had printed."""
    loaded: int = 0
    """Loads that a run said it had made."""
    rows: list[Row] = field(default_factory=list)
    _read: dict[tuple[str, int, int], list[bytes]] = field(default_factory=dict)

    def look(self) -> None:
        """Read the journal and hold it against the files; fails when anything is not as it must be."""
        self.read()
        self._money()
        self._states()
        self._files()

    def read(self) -> None:
        """Read the journal."""
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            found = database.execute(f"SELECT {COLUMNS} FROM journal ORDER BY sequence").fetchall()
        self.rows = [Row(*row) for row in found]

    def whole(self) -> str:
        """What SQLite says of its file."""
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return str(database.execute("PRAGMA integrity_check").fetchone()[0])

    @property
    def issues(self) -> list[Row]:
        return [row for row in self.rows if row.kind == "issue"]

    @property
    def pending(self) -> list[Row]:
        return [row for row in self.rows if row.state == "issued"]

    @property
    def funds(self) -> int:
        return self.rows[-1].descending

    def leftovers(self) -> list[str]:
        return sorted(file.name for file in self.pages.iterdir() if file.name.startswith("."))

    def _money(self) -> None:
        control = debited = loads = 0
        for row in self.rows:
            loads += row.kind == "load"
            control += row.amount if row.kind == "load" else 0
            debited += row.amount if row.kind == "issue" else 0
            assert (debited, control) == (row.ascending, row.ascending + row.descending)
        assert loads >= self.loaded

    def _states(self) -> None:
        by_piece = {row.piece: row for row in self.issues}
        assert len(by_piece) == len(self.issues)
        assert {row.state for row in self.issues} <= {"issued", "released"}, "nothing here spoils a page"
        for piece, file in self.acknowledged.items():
            assert ("released", file) == (by_piece[piece].state, by_piece[piece].file)
        for row in self.issues:
            if row.state == "released":
                assert row.file_digest == hashlib.sha256(row.file.read_bytes()).hexdigest()

    def _files(self) -> None:
        """A file's symbols say, in reading order, the messages of one print, whole."""
        debited: dict[Path, dict[int, list[Row]]] = {}
        for row in self.issues:
            debited.setdefault(row.file, {}).setdefault(row.first_piece or 0, []).append(row)
        for file in self.pages.iterdir():
            if file.name.startswith("."):
                target = file.with_name(file.name.removeprefix(".").removesuffix(".part"))
                pending = [row for rows in debited[target].values() for row in rows if row.state == "issued"]
                assert pending, "a leftover belongs to pieces that can be finished"
            else:
                (rows,) = debited[file].values()
                assert [row.message for row in rows] == self._messages(file)
                assert 1 == len({row.state for row in rows}), "what one file shows shares its fate"

    def _messages(self, file: Path) -> list[bytes]:
        stat = file.stat()
        key = (file.name, stat.st_ino, stat.st_mtime_ns)
        if key not in self._read:
            self._read[key] = read_symbols(file)
        return self._read[key]


def read_symbols(file: Path) -> list[bytes]:
    """The message of every Data Matrix of a file in reading order: page by page, in rows of a label's height."""
    found = []
    for number, pixels in enumerate(_pages(file)):
        for read in zxingcpp.read_barcodes(
            np.ascontiguousarray(pixels), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
        ):
            corner = read.position.top_left
            found.append((number, round(corner.y / _ROW_PX), corner.x, bytes(read.bytes)))
    return [message for *_, message in sorted(found)]


def _pages(file: Path) -> Iterator[npt.NDArray[np.uint8]]:
    if file.suffix != ".pdf":
        with Image.open(file) as picture:
            yield np.asarray(picture.convert("L"))
        return
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            yield np.asarray(page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L"))
