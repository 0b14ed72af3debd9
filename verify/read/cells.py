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
BITS = 16
ONE = 1 << BITS
"""Parts of a pixel of the ink that places are counted in."""
EDGE = 3
"""Columns at either side of a blob that its guard does not reach beyond by more than one."""


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
    rows = max(0, math.floor(top - 0.5 + ABOVE_PX) + 1), min(ROWS, math.ceil(bottom - 0.5 + ABOVE_PX))
    # Where the first of them lies in the ink, and how far its neighbours are from there.
    start = columns[0] + 0.5 - COLUMNS / 2, unit_y * (rows[0] + 0.5 - ABOVE_PX)
    x = (foot + unit_x * start[0] - slope * start[1]) * scale - 0.5
    y = (stands + start[1] + slope * unit_x * start[0]) * scale - 0.5
    steps = unit_x * scale, slope * unit_x * scale, -slope * unit_y * scale, unit_y * scale
    return _sample(levels[level], (x, y), steps, (columns, rows, (left, right)), out)


@compiled
def _sample(
    picture: Pixels,
    corner: tuple[float, float],
    steps: tuple[float, float, float, float],
    taken: tuple[tuple[int, int], tuple[int, int], tuple[float, float]],
    out: tuple[npt.NDArray[np.uint16], Singles],
) -> int:
    """Take pixels of the frame out of the ink; how many of them are inked.

    Places in the ink are whole numbers of 1 / ONE of a pixel, of which the upper eight bits tell the share of each of
    four pixels: that takes half of the time of fractions.

    Args:
        picture: The ink.
        corner: x and y of the first pixel in it.
        steps: x and y from a column to the next, and from a row to the next.
        taken: Columns and rows, ends excluded, and where the ink ends to both sides, columns from the middle.
        out: Places in the frame and their ink, filled.
    """
    (first, last), (top, bottom), (left, right) = taken
    (pixels, values), (height, width) = out, picture.shape
    x, y = int(corner[0] * ONE), int(corner[1] * ONE)
    across, rise, lean, down = int(steps[0] * ONE), int(steps[1] * ONE), int(steps[2] * ONE), int(steps[3] * ONE)
    flat, wide, one = picture.reshape(height * width), np.uint64(width), np.uint64(1)
    inside = _inside(picture, (x, y), (across, rise, lean, down), (last - first, bottom - top))
    count = 0
    for row in range(bottom - top):
        at_x, at_y = x + row * lean, y + row * down
        for column in range(last - first):
            share_x, share_y = (at_x & (ONE - 1)) >> 8, (at_y & (ONE - 1)) >> 8
            if inside:
                place = np.uint64(at_y >> BITS) * wide + np.uint64(at_x >> BITS)
                upper, upper_next = int(flat[place]), int(flat[place + one])
                lower, lower_next = int(flat[place + wide]), int(flat[place + wide + one])
            else:
                upper, upper_next = _ink(picture, at_x >> BITS, at_y >> BITS)
                lower, lower_next = _ink(picture, at_x >> BITS, (at_y >> BITS) + 1)
            over = (upper << 8) + (upper_next - upper) * share_x
            under = (lower << 8) + (lower_next - lower) * share_x
            value = np.float32((over << 8) + (under - over) * share_y) * np.float32(1 / ONE / FULL)
            # The first and the last columns may lie half in another blob's ink.
            if column < EDGE or column >= last - first - EDGE:
                middle = first + column + 0.5 - COLUMNS / 2
                value *= np.float32(min(1.0, max(0.0, min(middle - left, right - middle) + 0.5)))
            pixels[count], values[count] = (top + row) * COLUMNS + first + column, value
            count += int(value > GRAIN)
            at_x += across
            at_y += rise
    return count


@compiled
def _inside(picture: Pixels, corner: tuple[int, int], steps: tuple[int, int, int, int], size: tuple[int, int]) -> bool:
    """Whether all places (as `_sample` has them) have four pixels around them."""
    (x, y), (across, rise, lean, down), (columns, rows) = corner, steps, size
    left, right = x + min(0, rows * lean), x + columns * across + max(0, rows * lean)
    top, bottom = y + min(0, columns * rise), y + rows * down + max(0, columns * rise)
    height, width = picture.shape
    return left >= 0 and top >= 0 and right >> BITS < width - 1 and bottom >> BITS < height - 1


@compiled
def _ink(picture: Pixels, column: int, row: int) -> tuple[int, int]:
    """Ink of a pixel and of the one after it; none beyond the border."""
    height, width = picture.shape
    if row < 0 or row >= height:
        return 0, 0
    own = int(picture[row, column]) if 0 <= column < width else 0
    return own, int(picture[row, column + 1]) if 0 <= column + 1 < width else 0


@compiled
def foot_of(x: float, y: float, base: float, slope: float) -> float:
    """X of the point of the baseline that a place stands over."""
    return x - slope * (base + slope * x - y)
