"""The scans that speed is measured on: one list, so that every run and every machine measures the same.

A mailing office's day as this project takes it to be: two pieces in five are clean; the others are scanned askew, on
worn paper or by a noisy scanner, or are damaged. Nobody's statistics are in hand; the list says what is measured, and
claims nothing about the mail.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from demo.office import LETTER, MAILING_DATE, open_office, order
from demo.pieces import pixels_of
from fixtures.damage import Kind, looked, mar
from fixtures.layouts import symbol_of
from fixtures.marring import Target
from fixtures.printscan import Background, Look, print_and_scan
from indicia.faces import Face
from indicia.layout.marks import SymbolMark
from indicia.release import print_order

Pixels = npt.NDArray[np.uint8]
PRINT_DPI = 600
SEED = 36_000
"""Letters an hour of a barcode sorter; any number would do."""


@dataclass(frozen=True, slots=True)
class Part:
    """Scans of one kind."""

    kind: Kind
    level: int
    """0 to 9."""
    count: int
    """Of TOTAL."""


CLEAN = Part(Kind.CLEAN, 0, 8)
MIX = (
    CLEAN,
    Part(Kind.ROTATED, 4, 2),
    Part(Kind.NOISE, 4, 3),
    Part(Kind.JPEG, 4, 2),
    Part(Kind.BLUR, 3, 1),
    Part(Kind.LOW_CONTRAST, 4, 1),
    Part(Kind.KRAFT, 4, 1),
    Part(Kind.SCRATCH, 3, 1),
    Part(Kind.POSTMARK, 2, 1),
)
TOTAL = sum(part.count for part in MIX)


@dataclass(frozen=True, slots=True)
class Scan:
    """One piece as the camera hands it over."""

    part: Part
    pixels: Pixels
    """H x W grey."""
    dpi: int


def scans(folder: Path, face: Face, dpi: int) -> list[Scan]:
    """Every piece of the mix at a resolution; `folder` becomes an office whose trust directory knows them."""
    page, symbol = printed(folder, face)
    numbered = enumerate(part for part in MIX for _ in range(part.count))
    return [_scan(page, symbol, part, number, dpi) for number, part in numbered]


def printed(folder: Path, face: Face) -> tuple[Pixels, SymbolMark]:
    """A #10 letter, paid for, and its symbol."""
    file = folder / "letter.png"
    with open_office(folder) as device:
        released = print_order(
            order(LETTER), device, device.signer(), face, output=file, dpi=PRINT_DPI, on=MAILING_DATE
        )
    return pixels_of(file), symbol_of(released.checked.layout)


def _scan(page: Pixels, symbol: SymbolMark, part: Part, number: int, dpi: int) -> Scan:
    rng = np.random.default_rng((SEED, number, dpi))
    piece = page.copy()
    rows, columns = symbol.modules.shape
    target = Target(piece, symbol.box.left * PRINT_DPI, symbol.box.top * PRINT_DPI, rows, columns, symbol.module_dots)
    mar(part.kind, part.level, target, rng)
    look = looked(part.kind, part.level, _ordinary(dpi, rng), rng)
    return Scan(part, print_and_scan(piece, PRINT_DPI, rng, replace(look, color=False)).pixels, dpi)


def _ordinary(dpi: int, rng: np.random.Generator) -> Look:
    """A transport's camera: the piece on a dark belt or cropped to it, hardly askew."""
    under = Background.BLACK if rng.uniform() < 0.5 else Background.NONE
    return Look(
        scan_dpi=dpi,
        background=under,
        margin=0.1,
        skew_deg=0.0 if under is Background.NONE else float(rng.uniform(-1, 1)),
        ink_gain_mil=float(rng.uniform(-0.3, 0.8)),
        blur_px=float(rng.uniform(0.4, 0.7)),
        noise=float(rng.uniform(1, 3)),
    )
