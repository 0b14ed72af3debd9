"""The scans that the demo verifies: good pieces in everyday conditions, and three that must not pass."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from demo.office import DPI, MAILING_DATE
from fixtures.printscan import Background, Look, Paper, print_and_scan
from indicia.release import Released
from indicia.render.formats import format_of
from indicia.render.raster import pdf_gray, png_gray
from indicia.spec.kinds import Verdict

Pixels = npt.NDArray[np.uint8]

_EVERYDAY = Look(background=Background.BLACK, skew_deg=2.0, blur_px=0.8, noise=4.0, jpeg_quality=85)
LOOKS: dict[str, Look] = {
    "clean-300": Look(),
    "everyday-300": _EVERYDAY,
    "everyday-200": replace(_EVERYDAY, scan_dpi=200, skew_deg=-1.5),
    "cream-upside-down-300": replace(_EVERYDAY, paper=Paper.CREAM, rotation=180, background=Background.GRAY),
}
_OFFSET = 0.15
"""Inches by which a badly fed piece is printed too far to the right."""
_AMOUNT_BYTE = 19
"""First byte of the postage field of an IBI (facts of the payload)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One scan with what it should be judged."""

    name: str
    pixels: Pixels
    dpi: int
    on: dt.date
    expected: Verdict
    reason: str | None = None
    """The rule that must be among the reasons."""

    def save(self, folder: Path) -> Path:
        """Write the scan as a PNG with its resolution."""
        place = folder / f"{self.name}.png"
        Image.fromarray(self.pixels).save(place, dpi=(self.dpi, self.dpi), compress_level=1)
        return place


def pieces(released: dict[str, Released], rng: np.random.Generator) -> Iterator[Piece]:
    """Every print in every look, then the three that must not pass."""
    for file, release in released.items():
        page = pixels_of(release.file)
        for name, look in LOOKS.items():
            yield _piece(f"{file.replace('.', '-')}-{name}", page, rng, look, Verdict.ACCEPTABLE)
    letter = released["letter.png"]
    page = pixels_of(letter.file)
    yield _piece("tampered", tampered(letter), rng, _EVERYDAY, Verdict.UNACCEPTABLE, reason="signature-invalid")
    late = _piece("late", page, rng, _EVERYDAY, Verdict.UNACCEPTABLE, reason="604.4.8.13-complete")
    yield replace(late, on=MAILING_DATE + dt.timedelta(days=5))
    yield _piece("misplaced", shifted(page), rng, _EVERYDAY, Verdict.UNACCEPTABLE, reason="604.4.8.3-right-edge")


def pixels_of(file: Path) -> Pixels:
    """A printed file as gray pixels at the demo's resolution."""
    data = file.read_bytes()
    return pdf_gray(data, dpi=DPI) if file.suffix == ".pdf" else png_gray(data)


def tampered(release: Released) -> Pixels:
    """The letter with a dollar more in its symbol, under the old signature."""
    message = bytearray(release.issued.message)
    amount = int.from_bytes(message[_AMOUNT_BYTE : _AMOUNT_BYTE + 3], "little") + 1000
    message[_AMOUNT_BYTE : _AMOUNT_BYTE + 3] = amount.to_bytes(3, "little")
    layout = release.checked.layout
    page = layout.page(bytes(message))
    return png_gray(format_of(Path("x.png")).render([page], layout.job.face, title="Tampered"))


def shifted(page: Pixels) -> Pixels:
    """The page as a printer prints it that is fed too far to the left."""
    moved = np.full_like(page, 255)
    offset = round(_OFFSET * DPI)
    moved[:, offset:] = page[:, :-offset]
    return moved


def _piece(
    name: str, page: Pixels, rng: np.random.Generator, look: Look, expected: Verdict, *, reason: str | None = None
) -> Piece:
    scan = print_and_scan(page, DPI, rng, look)
    return Piece(name, scan.pixels, look.scan_dpi, MAILING_DATE, expected, reason)
