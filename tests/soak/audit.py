"""What must hold after every kill, looked at with nothing of the printing house but its files."""

import contextlib
import hashlib
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the journal."""

    sequence: int
    kind: str
    amount: int
    ascending: int
    descending: int
    piece: int | None
    state: str | None
    message: bytes | None
    output: str | None
    file_digest: str | None

    @property
    def file(self) -> Path:
        assert self.output is not None
        return Path(self.output)


COLUMNS = "sequence, kind, amount, ascending, descending, piece, state, message, output, file_digest"


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
    _read: dict[tuple[str, int, int], bytes] = field(default_factory=dict)

    def look(self) -> None:
        """Read the journal and hold it against the files; fails when anything is not as it must be."""
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            found = database.execute(f"SELECT {COLUMNS} FROM journal ORDER BY sequence").fetchall()
        self.rows = [Row(*row) for row in found]
        self._money()
        self._states()
        self._files()

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
        debited = {row.file: row for row in self.issues}
        for file in self.pages.iterdir():
            if file.name.startswith("."):
                target = file.with_name(file.name.removeprefix(".").removesuffix(".part"))
                assert debited[target].state == "issued", "a leftover belongs to a piece that can be finished"
            else:
                assert debited[file].message == self._message(file)

    def _message(self, file: Path) -> bytes:
        stat = file.stat()
        key = (file.name, stat.st_ino, stat.st_mtime_ns)
        if key not in self._read:
            self._read[key] = read_symbol(file)
        return self._read[key]


def read_symbol(file: Path) -> bytes:
    """The message in the one Data Matrix of a page."""
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as document:
            image = document[0].render(scale=300 / 72, grayscale=True).to_numpy().reshape(-1)
            height, width = round(document[0].get_height() / 72 * 300), round(document[0].get_width() / 72 * 300)
            pixels = image.reshape(height, width)
    else:
        with Image.open(file) as picture:
            pixels = np.asarray(picture.convert("L"))
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(pixels), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    )
    assert len(found) == 1
    return bytes(found[0].bytes)
