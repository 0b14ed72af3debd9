"""Where answers go: standard output or a file, as JSON lines or as tables; overlays into a folder."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

import cv2
import numpy as np
from rich.console import Console

from indicia import console, files
from indicia.errors import OutputError
from indicia.faces import Face, default_cache, default_search, find_face
from verify.answer import Answer, AnyAnswer
from verify.overlay.picture import overlay
from verify.report import report
from verify.scans import Pixels, Scan

_FILE_WIDTH = 140
"""Columns of a table that goes to a file."""


class Write(Protocol):
    """Takes one answer after the other."""

    def __call__(self, answer: AnyAnswer) -> None:
        """Write it."""


@contextlib.contextmanager
def writer(place: Path | None, *, as_json: bool) -> Iterator[Write]:
    """Where answers are written to: standard output when `place` is None or `-`.

    A file appears under its name when everything is in it, and not at all when something fails.

    Raises:
        OutputError: the file cannot be written.
    """
    if place is None or str(place) == console.STANDARD:
        yield _lines if as_json else _tables(console.terminal())
        return
    if place.is_dir():
        raise OutputError(f"{place} is a folder; name a file in it")
    try:
        with files.staged(place) as part:
            with part.open("w", encoding="utf-8") as file:
                yield _to_file(file) if as_json else _tables(Console(file=file, width=_FILE_WIDTH))
            files.move(part, place)
    except OSError as fault:
        raise OutputError(f"{place} cannot be written: {fault.strerror}") from fault


def _lines(answer: AnyAnswer) -> None:
    console.write_line(answer.json())


def _to_file(file: IO[str]) -> Write:
    def write(answer: AnyAnswer) -> None:
        file.write(f"{answer.json()}\n")

    return write


def _tables(terminal: Console) -> Write:
    def write(answer: AnyAnswer) -> None:
        terminal.print(report(answer), soft_wrap=False)
        terminal.print()

    return write


class Overlays:
    """Pictures with the answers drawn over them, one a page, in a folder."""

    def __init__(self, folder: Path, *, addresses: bool) -> None:
        """Make the folder.

        Args:
            folder: where the pictures go.
            addresses: leave addresses readable.

        Raises:
            OutputError: the folder cannot be made.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise OutputError(f"{folder} cannot be made: {fault.strerror}") from fault
        self._folder = folder
        self._addresses = addresses
        self._face: Face = find_face(None, default_search(), default_cache())
        self._used: set[str] = set()

    def write(self, scan: Scan, answer: Answer) -> Path:
        """The picture of one page; its file.

        Raises:
            OutputError: it cannot be written.
        """
        picture = overlay(scan.pixels, answer, face=self._face, addresses=self._addresses)
        place = self._folder / f"{self._name(scan)}.png"
        files.replace(place, _png(picture))
        return place

    def _name(self, scan: Scan) -> str:
        """The file's own name, with the page where it has several; made different from those before it."""
        given = Path(scan.file)
        stem = "stdin" if scan.file == console.STANDARD else given.stem
        name = f"{stem}-{scan.page}" if scan.pages > 1 else stem
        candidates = [name, f"{name}{given.suffix}", *(f"{name}-{n}" for n in range(2, len(self._used) + 3))]
        free = next(one for one in candidates if one not in self._used)
        self._used.add(free)
        return free


def _png(rgb: Pixels) -> bytes:
    _, encoded = cv2.imencode(".png", np.ascontiguousarray(rgb[..., ::-1]))
    return encoded.tobytes()
