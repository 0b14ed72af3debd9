"""Pictures of answers, into a folder."""

from pathlib import Path

import cv2
import numpy as np

from indicia import console, files
from indicia.errors import OutputError
from indicia.faces import Face, default_cache, default_search, find_face
from verify.answer import Answer
from verify.overlay.picture import overlay
from verify.scans import Pixels, Scan


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
