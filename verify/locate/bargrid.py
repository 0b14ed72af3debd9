"""A row of postal bars straightened: a strip along it, and where each bar stands on the strip.

`u` runs along the row and `v` across it, downwards, both in inches; v is 0 on the middle line.
"""

import math
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.bars import Course
from verify.locate.bars_loops import lean, middles, phases, powers
from verify.locate.edges import least_squares, straight
from verify.locate.plane import Floats, Plane

STRIP_DPI = 240.0
"""Samples an inch of a strip: five to a bar."""
HALF_HEIGHT = 0.15
"""Of a strip, inches: the tallest bars reach 0.115 from the middle, and there is paper beyond."""
BEYOND = 0.6
"""Inches that a strip is longer than its course at either end."""
BAND = 0.018
"""Half of the height that all bars share, inches."""
PITCHES = np.linspace(19.3, 24.7, 55)
"""Bars an inch that are tried: the lawful 20 to 24, and a scale that may be off by 3 %."""
SHIFTED = 0.25
"""How far bars may stand off even spacing, in pitches, to take part in the fit."""
STEEPEST_SLANT = math.tan(math.radians(7))
"""Slant of single bars against the row that is looked at: 5 degrees are lawful."""

_WINDOW = 40
"""Samples of half a stretch: 1/6 in, as in the search."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A straightened part of the piece."""

    pixels: npt.NDArray[np.float32]
    """V x U grey."""
    to_piece: Floats
    """3 x 3: (u, v, 1) to inches on the piece."""

    @property
    def length(self) -> float:
        """From the beginning to the middle of the last column of pixels, inches."""
        return float(self.pixels.shape[1] - 0.5) / STRIP_DPI

    @property
    def v(self) -> Floats:
        """Of each row of pixels."""
        return np.asarray((np.arange(len(self.pixels)) + 0.5 - len(self.pixels) / 2) / STRIP_DPI, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class BarGrid:
    """Evenly spaced places for bars on a strip."""

    strip: Strip
    centers: Floats
    """u at v = 0 of the middle of each place, left to right; more places than bars."""
    pitch: float
    """Inches."""
    slant: float
    """Change of u with v along a bar."""
    scatter: float
    """How far bars stand off these places, inches, one standard deviation."""


def bar_grid(plane: Plane, course: Course) -> BarGrid | None:
    """The places of the bars along a course; None when there is no row of evenly spaced bars."""
    strip = _strip(plane, course)
    frequency = _frequency(strip.pixels[_middle_rows(strip, 2 * BAND)].mean(axis=0))
    level = _levelled(strip, course, frequency)
    if level is None:
        return None
    return _grid(_strip(plane, level), frequency)


def _strip(plane: Plane, course: Course) -> Strip:
    """The strip along a course, averaged down from finer scans."""
    turn = math.atan(course.slope)
    cos, sin = math.cos(turn), math.sin(turn)
    # The row runs on beyond its course in the direction that it has.
    start = np.array((course.left, course.y)) - BEYOND * np.array((cos, sin))
    to_piece = np.array([(cos, -sin, start[0]), (sin, cos, start[1]), (0, 0, 1)])
    finer = max(1, round(plane.dpi / STRIP_DPI))
    step = 1 / (STRIP_DPI * finer)
    width = round(((course.right - course.left) / cos + 2 * BEYOND) * STRIP_DPI) // _WINDOW * _WINDOW
    height = round(2 * HALF_HEIGHT * STRIP_DPI)
    top = height / STRIP_DPI / 2
    grid = np.array([(step, 0, step / 2), (0, step, step / 2 - top), (0, 0, 1)])
    half = np.array([(1, 0, -0.5), (0, 1, -0.5), (0, 0, 1)])
    view = half @ plane.to_scan @ to_piece @ grid
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = width * finer, height * finer
    pixels = cv2.warpPerspective(plane.gray, view, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    if finer > 1:
        pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return Strip(np.asarray(pixels, dtype=np.float32), to_piece)


def _middle_rows(strip: Strip, half: float) -> slice:
    middle, reach = len(strip.pixels) // 2, max(1, round(half * STRIP_DPI))
    return slice(middle - reach, middle + reach)


@cache
def _waves() -> tuple[npt.NDArray[np.complex64], npt.NDArray[np.complex64]]:
    """`_WINDOW` x F waves of the frequencies over half a stretch; F turns from one half to the next."""
    turns = np.exp(-2j * np.pi * np.arange(_WINDOW + 1)[:, None] * PITCHES / STRIP_DPI).astype(np.complex64)
    return turns[:_WINDOW], turns[_WINDOW]


def _frequency(signal: npt.NDArray[np.float32]) -> float:
    """Strokes an inch that a signal along the row has most of."""
    waves, turn = _waves()
    halves = (signal - signal.mean()).reshape(-1, _WINDOW) @ waves
    power = np.abs(halves[:-1] + halves[1:] * turn) ** 2
    return float(PITCHES[power.sum(axis=0).argmax()])


def _levelled(strip: Strip, course: Course, frequency: float) -> Course | None:
    """The course through the middle of the bars, where every stretch has most of the strokes."""
    power = powers(strip.pixels, frequency / STRIP_DPI, _WINDOW)
    at = middles(power, strip.v)
    where = (np.arange(len(at)) + 1) * _WINDOW / STRIP_DPI
    line = straight(where, at, 0.02)
    if line is None:
        return None
    offset, slope, agree = line
    # What lies off the line, as a damaged end, still belongs to the row.
    ends = np.array((min(where[agree][0], BEYOND), max(where[agree][-1], strip.length - BEYOND)))
    (x0, x1), (y0, _), _ = strip.to_piece @ np.stack((ends, offset + slope * ends, np.ones(2)))
    return Course(
        float(x0), float(x1), float(y0), math.tan(math.atan(course.slope) + math.atan(slope)), course.strength
    )


def _grid(strip: Strip, frequency: float) -> BarGrid | None:
    """Places of bars on a level strip."""
    signal = strip.pixels[_middle_rows(strip, BAND)].mean(axis=0)
    places, turns = phases(signal, frequency / STRIP_DPI, _WINDOW)
    where = np.asarray(places / STRIP_DPI, dtype=np.float64)
    line = straight(where, turns, SHIFTED)
    if line is None:
        return None
    offset, drift, agree = line
    off = turns[agree] - offset - drift * where[agree]
    true = frequency + drift
    first, last = math.ceil(offset), math.floor(true * strip.length + offset)
    centers = np.asarray((np.arange(first, last + 1) - offset) / true, dtype=np.float64)
    return BarGrid(
        strip=strip,
        centers=centers[(centers > 1 / true) & (centers < strip.length - 1 / true)],
        pitch=1 / true,
        slant=_slant(strip, true, offset),
        scatter=float(np.sqrt(np.mean(off * off))) / true,
    )


def _slant(strip: Strip, frequency: float, offset: float) -> float:
    """Change of u with v along the bars: how their phase turns from row to row, where a row has bars at all."""
    rows, turns = lean(strip.pixels, frequency / STRIP_DPI, offset)
    if len(rows) < 3:
        return 0.0
    _, slope = least_squares(rows / STRIP_DPI, turns)
    return max(-STEEPEST_SLANT, min(STEEPEST_SLANT, -slope / frequency))
