"""Characters cut out of the ink and laid into the normalised frame of the templates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.parts import FULL, Parts
from verify.locate.segments import Numbers, Segments
from verify.read.glyphs import ABOVE_PX, COLUMNS, EM_PX, ROWS

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

ROWS_AT_ONCE = 32_000
DEEPEST = 4
"""Halvings: 24-point type at 600 dpi has 8 pixels to a normalised one."""
GUARD_PX = 2.0
"""Normalised pixels around a character that are looked at with it: its blurred edge."""
_ACROSS = (np.arange(COLUMNS) + 0.5 - COLUMNS / 2).astype(np.float32)
_DOWN = (np.arange(ROWS) + 0.5 - ABOVE_PX).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Setting:
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
        return Setting(*(np.concatenate((getattr(self, f.name), getattr(others, f.name))) for f in fields(self)))

    def but(self, numbers: Numbers, others: "Setting") -> "Setting":
        """The same with others in the place of some."""
        columns = [getattr(self, field.name).copy() for field in fields(self)]
        for column, field in zip(columns, fields(self), strict=True):
            column[numbers] = getattr(others, field.name)
        return Setting(*columns)


def level_of(unit: float) -> int:
    """How often the ink is halved before samples `unit` pixels apart are taken from it."""
    # Samples up to 1.5 pixels apart leave little out; beyond, pixels are averaged first.
    return min(DEEPEST, max(0, math.ceil(math.log2(unit / 1.5))))


def levels_of(units: Floats) -> Numbers:
    """`level_of` of many."""
    return np.clip(np.ceil(np.log2(units / 1.5)), 0, DEEPEST).astype(np.intp)


class Pyramid:
    """The ink at halved scales, each made when first asked for."""

    def __init__(self, values: Pixels) -> None:
        self._levels = [values]

    def sampled(self, x: Singles, y: Singles, level: int) -> Pixels:
        """Ink at places of the picture halved `level` times (two axes, OpenCV's pixel coordinates), FULL is full."""
        while level >= len(self._levels):
            self._levels.append(_halved(self._levels[-1]))
        picture = self._levels[level]
        # OpenCV takes at most 32767 rows at once.
        taken = [
            cv2.remap(picture, x[i : i + ROWS_AT_ONCE], y[i : i + ROWS_AT_ONCE], cv2.INTER_LINEAR)
            for i in range(0, len(x), ROWS_AT_ONCE)
        ]
        return np.asarray(taken[0] if len(taken) == 1 else np.concatenate(taken), dtype=np.uint8)


def sampling_blurs(units: Floats) -> Floats:
    """Squares of the blurs that sampling adds, normalised pixels: averaged pixels, and lines drawn between them."""
    pixel = 4.0 ** levels_of(units)
    return np.asarray(((pixel - 1) / 12 + pixel / 6) / units**2)


def _halved(pixels: Pixels) -> Pixels:
    height, width = (side + side % 2 for side in pixels.shape)
    even = cv2.copyMakeBorder(pixels, 0, height - pixels.shape[0], 0, width - pixels.shape[1], cv2.BORDER_CONSTANT)
    return np.asarray(cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def joined(blobs: Sequence[Parts]) -> Parts:
    """Several groups of blobs as one."""
    return Parts(*(np.concatenate([getattr(some, name) for some in blobs]) for name in Parts.names()))


def feet(blobs: Parts, setting: Setting) -> Floats:
    """N x of the point of the baseline that each blob's middle stands over; N settings."""
    return np.asarray(blobs.x - setting.slope * (setting.at(blobs.x) - blobs.y), dtype=np.float64)


def cut(pyramid: Pyramid, blobs: Parts, parted: Segments, settings: Setting) -> Singles:
    """N x ROWS x COLUMNS: each blob alone, its middle in the middle column, 1 is full ink.

    Args:
        pyramid: The ink.
        blobs: N, stretch after stretch, each from left to right.
        parted: Into S stretches.
        settings: S.
    """
    each = settings.of(parted.owner)
    foot = feet(blobs, each)
    base = each.at(foot)
    unit_x, unit_y = (np.asarray(em / EM_PX, dtype=np.float32)[:, None] for em in (each.em_x, each.em_y))
    slope = each.slope.astype(np.float32)[:, None]
    across, down = unit_x * _ACROSS, unit_y * _DOWN
    levels = levels_of(np.minimum(settings.em_x, settings.em_y) / EM_PX)[parted.owner]
    # In coordinates of the halved picture, before all places are laid out.
    scale = np.ldexp(np.float32(1), -levels.astype(np.int32))[:, None]
    axes = (
        _column(foot) * scale - np.float32(0.5) + across * scale,
        -slope * down * scale,
        _column(base) * scale - np.float32(0.5) + down * scale,
        slope * across * scale,
    )
    # Letters of a slanting line lean out of their upright boxes at foot and head.
    lean = np.abs(slope) * np.float32(0.4 * EM_PX) * unit_y
    guard_x, guard_y = np.float32(GUARD_PX) * unit_x, np.float32(GUARD_PX) * unit_y + lean
    before, after = _half_gaps(blobs, parted)
    left = _column(blobs.left - foot) - np.minimum(guard_x, before) - lean
    right = _column(blobs.right - foot) + np.minimum(guard_x, after) + lean
    beside = np.clip(np.minimum(across - left, right - across) / unit_x + np.float32(0.5), 0, 1)
    over = (down > _column(blobs.top - base) - guard_y) & (down < _column(blobs.bottom - base) + guard_y)
    taken = _sampled(pyramid, axes, levels).astype(np.float32)
    taken *= (beside / np.float32(FULL))[:, None, :]
    taken *= over.astype(np.float32)[:, :, None]
    return taken


def _sampled(pyramid: Pyramid, axes: tuple[Singles, Singles, Singles, Singles], levels: Numbers) -> Pixels:
    """N x ROWS x COLUMNS of ink, each from its level.

    Args:
        pyramid: The ink.
        axes: x of the columns and what rows add to it, y of the rows and what columns add to it; N each.
        levels: N.
    """
    taken = np.empty((len(levels), ROWS, COLUMNS), dtype=np.uint8)
    for level in np.unique(levels).tolist():
        some = np.flatnonzero(levels == level)
        across, lean, down, rise = axes if len(some) == len(levels) else (axis[some] for axis in axes)
        x = across[:, None, :] + lean[:, :, None]
        y = down[:, :, None] + rise[:, None, :]
        sampled = pyramid.sampled(x.reshape(-1, COLUMNS), y.reshape(-1, COLUMNS), level).reshape(x.shape)
        if len(some) == len(levels):
            return sampled
        taken[some] = sampled
    return taken


def _column(values: Floats) -> Singles:
    return values.astype(np.float32)[:, None]


def _half_gaps(blobs: Parts, parted: Segments) -> tuple[Singles, Singles]:
    """N x 1 half distances to the blob before and the blob after, endless where a stretch begins or ends."""
    gap = np.full(len(blobs) + 1, np.inf)
    gap[1:-1] = np.maximum(0.0, blobs.left[1:] - blobs.right[:-1]) / 2
    gap[parted.starts] = np.inf
    return _column(gap[:-1]), _column(gap[1:])
