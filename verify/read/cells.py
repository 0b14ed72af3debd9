"""Characters cut out of the ink and laid into the normalised frame of the templates."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.text import FULL, Line, Parts
from verify.read.glyphs import ABOVE_PX, COLUMNS, EM_PX, ROWS

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

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


class Pyramid:
    """The ink at halved scales, each made when first asked for."""

    def __init__(self, values: Pixels) -> None:
        self._levels = [values]

    def level(self, unit: float) -> tuple[Pixels, float]:
        """The picture to take samples `unit` pixels apart from, and its scale."""
        at = 0
        # Samples up to 1.5 pixels apart leave little out; beyond, pixels are averaged first.
        while unit > 1.5 * 2**at and at < 5:
            at += 1
            if at == len(self._levels):
                self._levels.append(_halved(self._levels[-1]))
        return self._levels[at], 1 / 2**at

    def sampled(self, x: Floats, y: Floats, unit: float) -> Singles:
        """Ink at places of the patch (any shape of two axes), 1 is full."""
        picture, scale = self.level(unit)
        at = (np.asarray(side * scale - 0.5, dtype=np.float32) for side in (x, y))
        taken = cv2.remap(picture, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        return np.asarray(taken, dtype=np.float32) / np.float32(FULL)


def _halved(pixels: Pixels) -> Pixels:
    height, width = (side + side % 2 for side in pixels.shape)
    even = cv2.copyMakeBorder(pixels, 0, height - pixels.shape[0], 0, width - pixels.shape[1], cv2.BORDER_CONSTANT)
    return np.asarray(cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def feet(blobs: Parts, setting: Setting) -> Floats:
    """N x of the point of the baseline that each blob's middle stands over."""
    return np.asarray(blobs.x - setting.slope * (setting.at(blobs.x) - blobs.y), dtype=np.float64)


def cut(pyramid: Pyramid, blobs: Parts, setting: Setting) -> Singles:
    """N x ROWS x COLUMNS: each blob alone, its middle in the middle column, 1 is full ink."""
    unit_x, unit_y = setting.em_x / EM_PX, setting.em_y / EM_PX
    foot = feet(blobs, setting)
    across, down = unit_x * _ACROSS, unit_y * _DOWN
    x = foot[:, None, None] + across[None, None, :] - setting.slope * down[None, :, None]
    y = setting.at(foot)[:, None, None] + setting.slope * across[None, None, :] + down[None, :, None]
    taken = pyramid.sampled(x.reshape(-1, COLUMNS), y.reshape(-1, COLUMNS), min(unit_x, unit_y))
    return taken.reshape(-1, ROWS, COLUMNS) * _own(blobs, foot, setting)


def _own(blobs: Parts, foot: Floats, setting: Setting) -> Singles:
    """N x ROWS x COLUMNS: 1 around the blob, 0 where its neighbours stand."""
    unit_x, unit_y = setting.em_x / EM_PX, setting.em_y / EM_PX
    half_gap = np.full(len(blobs) + 1, np.inf)
    half_gap[1:-1] = np.maximum(0.0, blobs.left[1:] - blobs.right[:-1]) / 2
    guard = GUARD_PX * unit_x
    left = blobs.left - np.minimum(guard, half_gap[:-1]) - foot
    right = blobs.right + np.minimum(guard, half_gap[1:]) - foot
    # Letters of a slanting line lean out of their upright boxes at foot and head.
    lean = abs(setting.slope) * 0.4 * setting.em_y
    across, down = unit_x * _ACROSS, unit_y * _DOWN
    columns = np.clip((across - left[:, None] + lean) / unit_x + 0.5, 0, 1)
    columns *= np.clip((right[:, None] - across + lean) / unit_x + 0.5, 0, 1)
    base = setting.at(foot)
    top, bottom = blobs.top - base - GUARD_PX * unit_y, blobs.bottom - base + GUARD_PX * unit_y
    rows = (down > top[:, None] - lean) & (down < bottom[:, None] + lean)
    return np.asarray(rows[:, :, None] * columns[:, None, :], dtype=np.float32)


def setting_of(line: Line, em: float) -> Setting:
    """The line's own baseline with a guessed size."""
    return Setting(em, em, line.base, line.slope)
