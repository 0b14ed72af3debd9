"""How stretches of lettering are set and how their edges look, from the characters that are already recognised.

The picture of a character changes with its place, size, fatness and softness; to first order each change is a
tangent, and least squares over all characters of a stretch tell how much of each is there.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from verify.locate.edges import middle
from verify.read.cells import Floats, Setting, Singles
from verify.read.glyphs import EM_PX, Alphabet

Numbers = npt.NDArray[np.intp]

LARGEST = np.array((1.2, 0.08, 1.0, 1.0, 0.05))
"""What one step of the fit may change: rows, share of height, pixels of gain, square pixels of blur, slope. Beyond,
the first order does not hold."""
PRIOR = np.array((0.5, 400.0, 3.0, 3.0, 2e4))
"""A little on each diagonal: what does not show stays at zero."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What would make the templates fit better; normalised pixels."""

    down: float
    """The baseline lies lower than assumed."""
    taller: float
    """Share by which the characters are taller."""
    gain: float
    """Edges lie farther out."""
    softness: float
    """Square pixels of blur."""
    slope: float
    """The baseline falls more."""
    gained: float
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


def steps(told: Singles, grams: Singles, places: Floats, good: npt.NDArray[np.bool_]) -> Steps:
    """What least squares say about a stretch.

    Args:
        told: N x 4 products of what is left of each character with its tangents.
        grams: N x 4 x 4 products of the tangents.
        places: N places along the baseline, normalised pixels from the middle of the stretch.
        good: N: which characters are sure enough.
    """
    at = np.where(good, places, 0.0)
    normal = np.zeros((5, 5))
    normal[:4, :4] = grams[good].sum(axis=0)
    # A slope moves each character down by its place.
    normal[4, :4] = normal[:4, 4] = at @ grams[:, 0]
    normal[4, 4] = float((at * at) @ grams[:, 0, 0])
    right = np.append(told[good].sum(axis=0), at @ told[:, 0])
    found = np.clip(np.linalg.solve(normal + np.diag(PRIOR), right), -LARGEST, LARGEST)
    down, taller, gain, softness, slope = (float(value) for value in found)
    return Steps(down, taller, gain, softness, slope, gained=float(2 * right @ found - found @ normal @ found))


def reset(setting: Setting, found: Steps, middle_px: float) -> Setting:
    """The setting with the steps taken; `middle_px` is the x of the stretch's middle, pixels of the patch."""
    unit = setting.em_y / EM_PX
    slope = setting.slope + found.slope
    base = setting.base + found.down * unit - found.slope * middle_px
    return replace(setting, em_y=setting.em_y * (1 + found.taller), base=base, slope=slope)


def em_by_widths(feet_px: Floats, chosen: Numbers, known: Alphabet, good: npt.NDArray[np.bool_]) -> float | None:
    """Pixels an em that make neighbours stand an advance apart; None without two sure neighbours.

    The median over all neighbours that no space parts, each counted by its distance.
    """
    pairs = good[:-1] & good[1:]
    if not pairs.any():
        return None
    asked = (known.advances[chosen[:-1]] - known.centres[chosen[:-1]] + known.centres[chosen[1:]])[pairs]
    ratios = np.diff(feet_px)[pairs] / np.maximum(asked, 0.05)
    near = ratios <= 1.15 * (ratios.min() if len(ratios) < 3 else middle(ratios))
    ratios, asked = ratios[near], asked[near]
    order = np.argsort(ratios)
    passed = np.cumsum(asked[order])
    return float(ratios[order][np.searchsorted(passed, passed[-1] / 2)])
