"""Glyphs as pixels: outlines at sub-pixel positions, each bitmap made once and kept.

Outlines are drawn several times too large and averaged: hinting, which would move stems to whole pixels and
ink off its place, then moves them by less than the sub-pixel steps.
"""

import functools
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from indicia.faces import Bounds

STEPS_PX = 4
"""Positions that are told apart within a pixel, along x and y."""
# Glyphs stand in the middle of a step: stems that measure whole steps then never cover exactly half a pixel on
# both sides, which would make them now thinner, now thicker.
_MIDDLE = 0.5
_COVERED = 0.5
_CACHED_GLYPHS = 8192


@dataclass(frozen=True, slots=True)
class Glyph:
    """Dark pixels of one character."""

    pixels: npt.NDArray[np.bool_]
    """H x W, True is dark. Shared: never written to."""
    left_px: int
    """First column, from the pen's whole pixel."""
    top_px: int
    """First row, from the baseline's whole pixel, down."""


@functools.lru_cache(maxsize=_CACHED_GLYPHS)
def glyph(file: Path, character: str, size_px: float, phase: tuple[int, int], bounds: Bounds) -> Glyph:
    """The bitmap of a character.

    Args:
        file: TrueType file.
        character: one character that leaves ink.
        size_px: type size, pixels.
        phase: step of the pixel that pen and baseline stand in, to the right and down, 0 to STEPS_PX - 1.
        bounds: its ink, em.
    """
    dx, dy = ((step + _MIDDLE) / STEPS_PX for step in phase)
    xmin, ymin, xmax, ymax = (side * size_px for side in bounds)
    # One pixel more on every side: rounding inside the rasteriser may reach there.
    left, right = math.floor(xmin + dx) - 1, math.ceil(xmax + dx) + 1
    top, bottom = math.floor(dy - ymax) - 1, math.ceil(dy - ymin) + 1
    large = Image.new("L", ((right - left) * STEPS_PX, (bottom - top) * STEPS_PX))
    origin = ((dx - left) * STEPS_PX, (dy - top) * STEPS_PX)
    ImageDraw.Draw(large).text(origin, character, fill=255, font=font(file, size_px * STEPS_PX), anchor="ls")
    blocks = np.asarray(large, dtype=np.float32).reshape(bottom - top, STEPS_PX, right - left, STEPS_PX)
    return Glyph(blocks.mean(axis=(1, 3)) >= _COVERED * 255, left, top)


@functools.lru_cache(maxsize=64)
def font(file: Path, size_px: float) -> ImageFont.FreeTypeFont:
    """The face in `file` at a size; without shaping, so without kerning beyond single characters."""
    return ImageFont.truetype(str(file), size_px, layout_engine=ImageFont.Layout.BASIC)
