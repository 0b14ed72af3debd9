"""Modules of a symbol: their reflectances, how plainly each is seen, and whether they are seen from behind."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import BY_SHAPE
from verify.locate.edges import Pixels, sample
from verify.locate.grid import BLOCK, Grid, along
from verify.locate.plane import inverse, mapped, through
from verify.locate.symbol import SymbolOutline, seen_from_behind
from verify.read.codewords import Bits, codewords, errors

Many = npt.NDArray[np.float32]

TAPS = 5
"""Samples a module, each way."""
SPAN = 0.56
"""Share of a module's side over which they are spread: its border belongs to its neighbours' blur."""
NEAR = 7
"""Modules each way, among which there is a dark and a light one."""
SPREAD = 3.0
"""Modules: sigma within which dark and light are taken to be as dark and light as here."""
LEAST_SHARE = 0.25
"""Contrast is nowhere less than this share of the whole symbol's."""
CROSSED = (0.22, 0.5)
"""Scatter inside a module, as a share of the contrast: up to the first nothing crosses it, from the second it is
half one and half the other."""
BEYOND = (0.95, 1.6)
"""Distance from the threshold, as a share of the contrast: modules of this symbol lie 0.5 off."""
BLOB = 4
"""Modules each way, all alike: by chance once in 30,000, a blot or a hole otherwise."""
BLOTTED = 0.4
"""How much a dark module in a blot counts when finder and timing are looked for: a blot has solid sides, too."""
IN_BLOB = 0.15
"""How well a module in a blot or hole is seen: its edge may be one of the symbol's."""


def modules(gray: Pixels, outline: SymbolOutline, rows: int, columns: int) -> Bits:
    """R x C modules, True is dark; on a reversed symbol (light on dark) True is light."""
    to_scan = inverse(through(outline.corners_px, columns, rows))
    places = np.mgrid[0:rows, 0:columns].transpose(1, 2, 0)[..., ::-1] + 0.5
    values = sample(gray, mapped(to_scan, places).reshape(places.shape))
    return np.asarray(values < (outline.dark + outline.light) / 2)


def is_mirrored(gray: Pixels, outline: SymbolOutline, rows: int, columns: int) -> bool:
    """Whether the symbol is seen from behind: its modules make codewords only when they are turned over.

    The corners of a reader keep the solid sides at the left and bottom; a mirror image of a symbol then lies
    turned over about the diagonal through its lower left corner. A rectangle shows that by its shape.
    """
    if rows != columns:
        return seen_from_behind(outline.corners_px, rows, columns)
    seen = modules(gray, outline, rows, columns)
    size = BY_SHAPE[rows, columns]
    straight = errors(codewords(seen, size), size)
    if straight == 0:
        return False
    turned = errors(codewords(turned_over(seen), size), size)
    return turned is not None and (straight is None or turned < straight)


def turned_over(bits: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Modules, or what belongs to each, mirrored about the diagonal through the lower left corner."""
    return bits.T[::-1, ::-1]


@dataclass(frozen=True, slots=True)
class Sampled:
    """The modules of a symbol as it lies in the picture."""

    light: Many
    """R x C: 0 dark to 1 light, 0.5 at the local threshold."""
    margin: Many
    """R x C: 1 in plain view, 0 not seen at all."""


def sampled(gray: Pixels, grid: Grid, shape: tuple[int, int]) -> Sampled:
    """Every module of a grid that begins at the symbol's upper left module.

    Args:
        gray: H x W.
        grid: Module coordinates to pixels.
        shape: R, C.
    """
    mean, scatter, inside = _cells(gray, grid, shape)
    dark, light = _levels(mean)
    contrast = np.maximum(light - dark, 1)
    return Sampled(
        light=np.clip((mean - dark) / contrast, 0, 1).astype(np.float32),
        margin=_seen(mean, scatter, (dark, light)) * inside,
    )


def darkness(gray: Pixels, grid: Grid) -> Many:
    """R x C modules of a whole grid: 1 dark to -1 light, 0 where nothing is plain to see."""
    mean, _, inside = _cells(gray, grid, (grid.blocks[0] * BLOCK, grid.blocks[1] * BLOCK))
    dark, light = _levels(mean)
    darker = np.clip((dark + light - 2 * mean) / np.maximum(light - dark, 1), -1, 1)
    plain = np.where(_blots(darker > 0), np.float32(BLOTTED), np.float32(1))
    return np.asarray(darker * plain * inside, dtype=np.float32)


def _cells(gray: Pixels, grid: Grid, shape: tuple[int, int]) -> tuple[Many, Many, Many]:
    """R x C mean and scatter of each module, and whether it lies in the picture (1 or 0)."""
    rows, columns = shape
    values, inside = along(gray, grid, _taps(rows), _taps(columns))
    cells = values.reshape(rows, TAPS, columns, TAPS)
    whole = np.asarray(inside.reshape(cells.shape).all(axis=(1, 3)), dtype=np.float32)
    mean, scatter = (np.asarray(part, dtype=np.float32) for part in (cells.mean(axis=(1, 3)), cells.std(axis=(1, 3))))
    return mean, scatter, whole


@cache
def _taps(count: int) -> tuple[float, ...]:
    """Where along so many modules the samples are taken."""
    inner = (np.arange(TAPS) + 0.5) / TAPS * SPAN + (1 - SPAN) / 2
    return tuple((np.arange(count)[:, None] + inner).reshape(-1).tolist())


def _levels(mean: Many) -> tuple[Many, Many]:
    """R x C grey of the dark and of the light modules near each module."""
    least = np.float32(LEAST_SHARE) * np.float32(np.percentile(mean, 95) - np.percentile(mean, 5))
    box = np.ones((NEAR, NEAR), np.uint8)
    low, high = cv2.erode(mean, box), cv2.dilate(mean, box)
    threshold = cv2.blur((low + high) / 2, (NEAR, NEAR), borderType=cv2.BORDER_REPLICATE)
    for _ in range(2):
        is_light = (mean > threshold).astype(np.float32)
        dark, light = (_average(mean, weight) for weight in (1 - is_light, is_light))
        short = np.maximum(least - (light - dark), 0) / 2
        dark, light = dark - short, light + short
        threshold = (dark + light) / 2
    return dark, light


def _average(mean: Many, weight: Many) -> Many:
    """The mean near each module of those with weight, where there are few drawn towards that of all."""
    everywhere = float((mean * weight).sum() / max(float(weight.sum()), 1.0))
    some = np.float32(0.02)
    here, total = _spread(mean * weight), _spread(weight) + some
    return np.asarray((here + some * np.float32(everywhere)) / total)


def _spread(values: Many) -> Many:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), SPREAD, borderType=cv2.BORDER_REPLICATE), dtype=np.float32)


def _seen(mean: Many, scatter: Many, levels: tuple[Many, Many]) -> Many:
    """How plainly each module is seen, 0 to 1."""
    dark, light = levels
    contrast = np.maximum(light - dark, 1)
    crossed = np.clip(1 - (scatter / contrast - CROSSED[0]) / (CROSSED[1] - CROSSED[0]), 0, 1)
    position = (mean - dark) / contrast
    beyond = np.clip(1 - (np.abs(position - 0.5) - BEYOND[0]) / (BEYOND[1] - BEYOND[0]), 0, 1)
    is_light = position > 0.5
    covered = np.where(_blots(is_light) | _blots(~is_light), np.float32(IN_BLOB), np.float32(1))
    return np.asarray(crossed * beyond * covered, dtype=np.float32)


def _blots(bits: Bits) -> Bits:
    """Those that belong to a square of BLOB modules that are all alike."""
    opened = cv2.morphologyEx(bits.astype(np.uint8), cv2.MORPH_OPEN, np.ones((BLOB, BLOB), np.uint8))
    return np.asarray(opened, dtype=np.bool_)
