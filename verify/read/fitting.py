"""How stretches of lettering are set and how their edges look, from the characters that are already recognised.

The picture of a character changes with its place, size, fatness and softness; to first order each change is a
tangent, and least squares over all characters of a stretch tell how much of each is there.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.locate.segments import Numbers, Segments
from verify.read.cells import Floats, Setting, Singles
from verify.read.glyphs import EM_PX, Alphabet

LARGEST = np.array((1.2, 0.08, 1.0, 1.0, 0.05))
"""What one step of the fit may change: rows, share of height, pixels of gain, square pixels of blur, slope. Beyond,
the first order does not hold."""
PRIOR = np.array((0.5, 400.0, 3.0, 3.0, 2e4))
"""A little on each diagonal: what does not show stays at zero."""
FEW = 3
"""Neighbours under which the nearest ones tell that no space parts them."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What would make the templates of S stretches fit better; normalised pixels."""

    down: Floats
    """The baseline lies lower than assumed."""
    taller: Floats
    """Share by which the characters are taller."""
    gain: Floats
    """Edges lie farther out."""
    softness: Floats
    """Square pixels of blur."""
    slope: Floats
    """The baseline falls more."""
    gained: Floats
    """Square ink that is then explained beyond what is now."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Where characters stand against the middle of their template."""

    across: Singles
    """Normalised pixels to the right."""
    gained: Singles
    """By how much the sum of squares is less when the template is moved there."""


def shift(products: Singles, size: Singles, limit: float = 1.0) -> Shift:
    """How far to move templates across.

    Args:
        products: Picture times the template's change across.
        size: Sum of squares of that change.
        limit: Largest move, normalised pixels.
    """
    across = np.clip(products / np.maximum(size, np.float32(1e-6)), -limit, limit).astype(np.float32)
    return Shift(across, across * (2 * products - across * size))


def steps(told: Singles, grams: Singles, places: Floats, good: npt.NDArray[np.bool_], parted: Segments) -> Steps:
    """What least squares say about S stretches.

    Args:
        told: N x 4 products of what is left of each character with its tangents.
        grams: N x 4 x 4 products of the tangents.
        places: N places along the baseline, normalised pixels from the middle of the stretch.
        good: N: which characters are sure enough.
        parted: Into stretches.
    """
    at = np.where(good, places, 0.0)
    normal = np.zeros((len(parted), 5, 5))
    normal[:, :4, :4] = parted.sums(grams * good[:, None, None])
    # A slope moves each character down by its place.
    normal[:, 4, :4] = normal[:, :4, 4] = parted.sums(at[:, None] * grams[:, 0])
    normal[:, 4, 4] = parted.sums(at * at * grams[:, 0, 0])
    right = np.empty((len(parted), 5))
    right[:, :4] = parted.sums(told * good[:, None])
    right[:, 4] = parted.sums(at * told[:, 0])
    found = np.clip(np.linalg.solve(normal + np.diag(PRIOR), right[:, :, None])[:, :, 0], -LARGEST, LARGEST)
    explained = (normal @ found[:, :, None])[:, :, 0]
    down, taller, gain, softness, slope = found.T
    return Steps(down, taller, gain, softness, slope, gained=np.asarray(((2 * right - explained) * found).sum(axis=1)))


def reset(setting: Setting, found: Steps, middle_px: Floats) -> Setting:
    """The settings with the steps taken; `middle_px` are the x of the stretches' middles, pixels of the patch."""
    unit = setting.em_y / EM_PX
    base = setting.base + found.down * unit - found.slope * middle_px
    return Setting(setting.em_x, setting.em_y * (1 + found.taller), base, setting.slope + found.slope)


def em_by_widths(
    feet_px: Floats, chosen: Numbers, known: Alphabet, good: npt.NDArray[np.bool_], parted: Segments
) -> Floats:
    """S pixels an em that make neighbours stand an advance apart; NaN without two sure neighbours.

    The median over all neighbours that no space parts, each counted by its distance.
    """
    found = np.full(len(parted), np.nan)
    pairs = np.flatnonzero(good[:-1] & good[1:] & (parted.owner[:-1] == parted.owner[1:]))
    if not len(pairs):
        return found
    centres, advances = known.centres[chosen], known.advances[chosen]
    asked = np.maximum(advances[pairs] - centres[pairs] + centres[pairs + 1], 0.05).astype(np.float64)
    ratios = (feet_px[pairs + 1] - feet_px[pairs]) / asked
    told, owner = np.unique(parted.owner[pairs], return_inverse=True)
    of = Segments.of(np.bincount(owner))
    usual = np.where(of.counts < FEW, of.least(ratios), of.medians(ratios))
    near = ratios <= 1.15 * usual[owner]
    # No weight rather than no row: every stretch keeps its pairs.
    found[told] = of.medians(ratios, np.where(near, asked, 1e-9))
    return found
