"""Characters cut out of the ink and laid into the normalised frame of the templates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.parts import FULL, Parts
from verify.read.glyphs import ABOVE_PX, COLUMNS, EM_PX, ROWS

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

ROWS_AT_ONCE = 32_000
DEEPEST = 4
"""Halvings: 24-point type at 600 dpi has 8 pixels to a normalised one."""
GUARD_PX = 2.0
"""Normalised pixels around a character that are looked at with it: its blurred edge."""
_ACROSS = np.arange(COLUMNS) + 0.5 - COLUMNS / 2
_DOWN = np.arange(ROWS) + 0.5 - ABOVE_PX


@dataclass(frozen=True, slots=True)
class Setting:
    """How a stretch of lettering is set: where its baseline runs and how large it is; pixels of the patch."""

    em_x: float
    """Size by widths."""
    em_y: float
    """Size by heights: a face may be taller than ours with the same widths."""
    base: float
    """y of the baseline at x = 0."""
    slope: float
    """Pixels that it falls a pixel."""

    def at(self, x: Floats) -> Floats:
        """Y of the baseline."""
        return self.base + self.slope * x


def level_of(unit: float) -> int:
    """How often the ink is halved before samples `unit` pixels apart are taken from it."""
    # Samples up to 1.5 pixels apart leave little out; beyond, pixels are averaged first.
    return min(DEEPEST, max(0, math.ceil(math.log2(unit / 1.5))))


class Pyramid:
    """The ink at halved scales, each made when first asked for."""

    def __init__(self, values: Pixels) -> None:
        self._levels = [values]

    def sampled(self, x: Floats | Singles, y: Floats | Singles, level: int) -> Singles:
        """Ink at places of the patch (two axes), 1 is full, from the picture halved `level` times."""
        while level >= len(self._levels):
            self._levels.append(_halved(self._levels[-1]))
        scale = 0.5**level
        at_x, at_y = ((side * scale - 0.5).astype(np.float32, copy=False) for side in (x, y))
        picture = self._levels[level]
        # OpenCV takes at most 32767 rows at once.
        taken = [
            cv2.remap(picture, at_x[i : i + ROWS_AT_ONCE], at_y[i : i + ROWS_AT_ONCE], cv2.INTER_LINEAR)
            for i in range(0, len(at_x), ROWS_AT_ONCE)
        ]
        return np.multiply(np.concatenate(taken), np.float32(1 / FULL), dtype=np.float32)


def sampling_blur(level: int, unit: float) -> float:
    """Square of the blur that sampling adds, normalised pixels: averaged pixels, and lines drawn between them."""
    pixel = 4.0**level
    return ((pixel - 1) / 12 + pixel / 6) / unit**2


def _halved(pixels: Pixels) -> Pixels:
    height, width = (side + side % 2 for side in pixels.shape)
    even = cv2.copyMakeBorder(pixels, 0, height - pixels.shape[0], 0, width - pixels.shape[1], cv2.BORDER_CONSTANT)
    return np.asarray(cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def joined(blobs: Sequence[Parts]) -> Parts:
    """Several groups of blobs as one."""
    return Parts(*(np.concatenate([getattr(some, name) for some in blobs]) for name in Parts.names()))


def feet(blobs: Parts, setting: Setting) -> Floats:
    """N x of the point of the baseline that each blob's middle stands over."""
    return np.asarray(blobs.x - setting.slope * (setting.at(blobs.x) - blobs.y), dtype=np.float64)


def cut(pyramid: Pyramid, groups: Sequence[tuple[Parts, Setting]]) -> Singles:
    """N x ROWS x COLUMNS: each blob of all groups alone, its middle in the middle column, 1 is full ink."""
    blobs = joined([some for some, _ in groups])
    counts = [len(some) for some, _ in groups]
    foot = np.concatenate([feet(some, setting) for some, setting in groups])
    base = np.concatenate([setting.at(feet(some, setting)) for some, setting in groups])
    columns = np.array([(setting.em_x / EM_PX, setting.em_y / EM_PX, setting.slope) for _, setting in groups])
    unit_x, unit_y, slope = np.repeat(columns, counts, axis=0).T[:, :, None]
    across, down = unit_x * _ACROSS, unit_y * _DOWN
    x = (foot[:, None] + across).astype(np.float32)[:, None, :] - (slope * down).astype(np.float32)[:, :, None]
    y = (base[:, None] + down).astype(np.float32)[:, :, None] + (slope * across).astype(np.float32)[:, None, :]
    taken = np.empty((len(blobs), ROWS, COLUMNS), dtype=np.float32)
    units = np.minimum(unit_x, unit_y)[:, 0]
    levels = np.array([level_of(unit) for unit in units])
    for level in np.unique(levels):
        some = levels == level
        sampled = pyramid.sampled(x[some].reshape(-1, COLUMNS), y[some].reshape(-1, COLUMNS), int(level))
        taken[some] = sampled.reshape(-1, ROWS, COLUMNS)
    # Letters of a slanting line lean out of their upright boxes at foot and head.
    lean = np.abs(slope) * 0.4 * EM_PX * unit_y
    half_gap = _half_gaps(blobs, counts)
    left = (blobs.left - foot)[:, None] - np.minimum(GUARD_PX * unit_x, half_gap[0][:, None]) - lean
    right = (blobs.right - foot)[:, None] + np.minimum(GUARD_PX * unit_x, half_gap[1][:, None]) + lean
    beside = np.minimum(np.clip((across - left) / unit_x + 0.5, 0, 1), np.clip((right - across) / unit_x + 0.5, 0, 1))
    guard = GUARD_PX * unit_y + lean
    over = (down > (blobs.top - base)[:, None] - guard) & (down < (blobs.bottom - base)[:, None] + guard)
    taken *= beside[:, None, :].astype(np.float32)
    taken *= over[:, :, None]
    return taken


def _half_gaps(blobs: Parts, counts: Sequence[int]) -> tuple[Floats, Floats]:
    """N half distances to the blob before and the blob after, endless where a group begins or ends."""
    gap = np.full(len(blobs) + 1, np.inf)
    gap[1:-1] = np.maximum(0.0, blobs.left[1:] - blobs.right[:-1]) / 2
    gap[np.cumsum(counts)] = np.inf
    return gap[:-1], gap[1:]
