"""Characters cut out of the ink and laid into the normalised frame of the templates."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.locate.parts import FULL, Parts
from verify.locate.segments import Numbers
from verify.read.glyphs import ABOVE_PX, COLUMNS, EM_PX, ROWS

Floats = npt.NDArray[np.float64]
Single = np.float32
Singles = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]
Levels = tuple[Pixels, ...]
"""Ink at full scale and halved once to DEEPEST times."""

ROWS_AT_ONCE = 32_000
DEEPEST = 4
"""Halvings: 24-point type at 600 dpi has 8 pixels to a normalised one."""
GUARD_PX = 2.0
"""Normalised pixels around a character that are looked at with it: its blurred edge."""
GRAIN = 0.02
"""Ink up to which a pixel is paper: its squares are nothing, and a third of the pixels around letters have no more."""
ROOM = 64
"""Pixels of the ink across a frame, at most: two to a normalised one, and a little; larger type is rare and slow."""


class Sides(NamedTuple):
    """N blobs, pixels of the patch."""

    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    x: Floats
    y: Floats


class Setting(NamedTuple):
    """How lettering is set: where its baseline runs and how large it is; pixels of the patch.

    Of S stretches, of their N characters, or, with `of(number)`, of one.
    """

    em_x: Floats
    """Size by widths."""
    em_y: Floats
    """Size by heights: a face may be taller than ours with the same widths."""
    base: Floats
    """y of the baseline at x = 0."""
    slope: Floats
    """Pixels that it falls a pixel."""

    def at(self, x: Floats) -> Floats:
        """Y of the baseline."""
        return self.base + self.slope * x

    def of(self, numbers: Numbers | npt.NDArray[np.bool_] | int) -> "Setting":
        """Of some."""
        return Setting(self.em_x[numbers], self.em_y[numbers], self.base[numbers], self.slope[numbers])

    def with_(self, others: "Setting") -> "Setting":
        """These and others."""
        return Setting(*(np.concatenate(both) for both in zip(self, others, strict=True)))

    def but(self, numbers: Numbers, others: "Setting") -> "Setting":
        """The same with others in the place of some."""
        columns = [column.copy() for column in self]
        for column, other in zip(columns, others, strict=True):
            column[numbers] = other
        return Setting(*columns)


@compiled
def level_of(unit: float) -> int:
    """How often the ink is halved before samples `unit` pixels apart are taken from it."""
    # Samples up to 1.5 pixels apart leave little out; beyond, pixels are averaged first.
    return int(min(DEEPEST, max(0, math.ceil(math.log2(unit / 1.5)))))


@compiled
def sampling_blur(unit: float) -> float:
    """Square of the blur that sampling adds, normalised pixels: averaged pixels, and lines drawn between them."""
    pixel = 4.0 ** level_of(unit)
    return ((pixel - 1) / 12 + pixel / 6) / unit**2


class Pyramid:
    """The ink at halved scales, each made when first asked for."""

    def __init__(self, values: Pixels) -> None:
        self._levels = [values]

    def down_to(self, level: int) -> Levels:
        """The levels down to one; empty ones below it."""
        while level >= len(self._levels):
            self._levels.append(_halved(self._levels[-1]))
        return (*self._levels, *[_NONE] * (DEEPEST + 1 - len(self._levels)))

    def sampled(self, x: Singles, y: Singles, level: int) -> Pixels:
        """Ink at places of the picture halved `level` times (two axes, OpenCV's pixel coordinates), FULL is full."""
        picture = self.down_to(level)[level]
        # OpenCV takes at most 32767 rows at once.
        taken = [
            cv2.remap(picture, x[i : i + ROWS_AT_ONCE], y[i : i + ROWS_AT_ONCE], cv2.INTER_LINEAR)
            for i in range(0, len(x), ROWS_AT_ONCE)
        ]
        return np.asarray(taken[0] if len(taken) == 1 else np.concatenate(taken), dtype=np.uint8)


_NONE = np.empty((0, 0), dtype=np.uint8)


def _halved(pixels: Pixels) -> Pixels:
    height, width = (side + side % 2 for side in pixels.shape)
    even = cv2.copyMakeBorder(pixels, 0, height - pixels.shape[0], 0, width - pixels.shape[1], cv2.BORDER_CONSTANT)
    return np.asarray(cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def joined(blobs: Sequence[Sides]) -> Sides:
    """Several groups of blobs as one."""
    return Sides(*(np.concatenate(column) for column in zip(*blobs, strict=True)))


def feet(blobs: Sides, setting: Setting) -> Floats:
    """N x of the point of the baseline that each blob's middle stands over; N settings."""
    return np.asarray(blobs.x - setting.slope * (setting.at(blobs.x) - blobs.y), dtype=np.float64)


def sides(blobs: Parts) -> Sides:
    """The blobs' columns that loops go by."""
    return Sides(*(np.ascontiguousarray(getattr(blobs, name)) for name in Sides._fields))


@compiled
def lay(
    levels: Levels,
    blobs: Sides,
    numbers: tuple[int, int, int],
    line: tuple[float, float, float, float],
    out: tuple[npt.NDArray[np.uint16], Singles],
) -> int:
    """Lay one blob alone into the frame, its middle in the middle column; how many inked pixels it has there.

    Args:
        levels: The ink.
        blobs: The region's.
        numbers: Of the first blob of the stretch, of this one, and of the first after the stretch.
        line: How the stretch is set, as `Setting` has it.
        out: Places of inked pixels in the frame, and their ink, 1 is full; filled.
    """
    (first, at, end), (em_x, em_y, base, slope) = numbers, line
    unit_x, unit_y = em_x / EM_PX, em_y / EM_PX
    level = level_of(min(unit_x, unit_y))
    scale = 0.5**level
    # Letters of a slanting line lean out of their upright boxes at foot and head.
    lean = abs(slope) * 0.4 * EM_PX * unit_y
    guard_x, guard_y = GUARD_PX * unit_x, GUARD_PX * unit_y + lean
    foot = foot_of(blobs.x[at], blobs.y[at], base, slope)
    stands = base + slope * foot
    before = after = guard_x
    if at > first:
        before = min(guard_x, max(0.0, blobs.left[at] - blobs.right[at - 1]) / 2)
    if at + 1 < end:
        after = min(guard_x, max(0.0, blobs.left[at + 1] - blobs.right[at]) / 2)
    # In normalised pixels from here on: columns from the middle, rows from the baseline.
    left, right = (blobs.left[at] - foot - before - lean) / unit_x, (blobs.right[at] - foot + after + lean) / unit_x
    top, bottom = (blobs.top[at] - stands - guard_y) / unit_y, (blobs.bottom[at] - stands + guard_y) / unit_y
    columns = max(0, math.ceil(left - 1 + COLUMNS / 2)), min(COLUMNS, math.floor(right + COLUMNS / 2) + 1)
    beside, ink = np.empty(COLUMNS, dtype=np.float32), np.empty(COLUMNS, dtype=np.float32)
    blended = np.empty(ROOM, dtype=np.float32)
    for column in range(columns[0], columns[1]):
        across = column + 0.5 - COLUMNS / 2
        beside[column] = min(1.0, max(0.0, min(across - left, right - across) + 0.5)) / FULL
    steps, count = (np.float32(unit_x * scale), np.float32(slope * unit_x * scale)), 0
    for row in range(max(0, math.floor(top - 0.5 + ABOVE_PX) + 1), min(ROWS, math.ceil(bottom - 0.5 + ABOVE_PX))):
        down = unit_y * (row + 0.5 - ABOVE_PX)
        place = np.float32((foot - slope * down) * scale - 0.5), np.float32((stands + down) * scale - 0.5)
        _sample((levels[level], place, steps), columns, blended, ink)
        for column in range(columns[0], columns[1]):
            value = ink[column] * beside[column]
            out[0][count], out[1][count] = row * COLUMNS + column, value
            count += value > GRAIN
    return count


@compiled
def _sample(
    seen: tuple[Pixels, tuple[Single, Single], tuple[Single, Single]],
    columns: tuple[int, int],
    blended: Singles,
    ink: Singles,
) -> None:
    """Take one row of the frame out of the ink.

    Args:
        seen: The ink, where the middle of the row lies in it, and how far its columns lie apart, across and down.
        columns: The first, and the one after the last.
        blended: Room for a row of the ink.
        ink: COLUMNS, filled.
    """
    picture, (x, y), (step, rise) = seen
    start, end = columns
    half = np.float32(0.5 - COLUMNS / 2)
    left, right = math.floor(x + (start + half) * step), math.floor(x + (end - 1 + half) * step) + 1
    upper, last = math.floor(y + (start + half) * rise), math.floor(y + (end - 1 + half) * rise)
    inside = left >= 0 and right < picture.shape[1] and upper >= 0 and upper + 1 < picture.shape[0]
    if not inside or last != upper or right + 1 - left > ROOM:
        for column in range(start, end):
            ink[column] = _ink_at(picture, x + (column + half) * step, y + (column + half) * rise)
        return
    # The row lies between two of the ink, which are blended first.
    above, below = picture[upper, left : right + 1], picture[upper + 1, left : right + 1]
    lean = rise / step
    share = y - upper + (left - x) * lean
    for column in range(right + 1 - left):
        over, under = np.float32(above[column]), np.float32(below[column])
        blended[column] = over + (under - over) * (share + np.float32(column) * lean)
    for column in range(start, end):
        place = x - left + (column + half) * step
        before = np.uint32(place)
        value = blended[before]
        ink[column] = value + (blended[before + np.uint32(1)] - value) * (place - before)


@compiled
def _ink_at(picture: Pixels, x: Single, y: Single) -> float:
    """Ink at a place whose pixels have their middles at whole numbers, bilinear; none beyond the border."""
    height, width = picture.shape
    column, row = math.floor(x), math.floor(y)
    total = 0.0
    for down in range(2):
        for aside in range(2):
            if 0 <= row + down < height and 0 <= column + aside < width:
                share = abs(1 - aside - (x - column)) * abs(1 - down - (y - row))
                total += picture[row + down, column + aside] * share
    return total


@compiled
def foot_of(x: float, y: float, base: float, slope: float) -> float:
    """X of the point of the baseline that a place stands over."""
    return x - slope * (base + slope * x - y)
