"""How a stretch of lettering is set and how its edges look, from the characters that are already recognised.

The picture of a character changes with its place, size, fatness and softness; to first order each change is a
tangent, and least squares over all characters of the stretch tell how much of each is there.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from verify.locate.edges import middle
from verify.read.cells import Floats, Setting, Singles
from verify.read.glyphs import ABOVE_PX, COLUMNS, EM_PX, ROWS, Alphabet, Templates, along_y

Numbers = npt.NDArray[np.intp]

LARGEST_STEP = (1.2, 0.05, 0.08, 1.0, 1.0)
"""What one step of the fit may change: rows, slope, share of height, pixels of gain, square pixels of blur. Beyond,
the first order does not hold."""
_RIGHT = np.tile((np.arange(COLUMNS) + 0.5 - COLUMNS / 2).astype(np.float32), ROWS)
_DOWN = np.repeat((np.arange(ROWS) + 0.5 - ABOVE_PX).astype(np.float32), COLUMNS)


@dataclass(frozen=True, slots=True)
class Steps:
    """What would make the templates fit better; normalised pixels."""

    down: float
    """The baseline lies lower than assumed."""
    slope: float
    """It falls more."""
    taller: float
    """Share by which the characters are taller."""
    gain: float
    """Edges lie farther out."""
    softness: float
    """Square pixels of blur."""
    weight: float
    """Characters that told."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Where characters stand against the middle of their template."""

    across: Singles
    """N normalised pixels to the right."""
    gained: Singles
    """N: by how much the sum of squares is less when the template is moved there."""


def shift(products: Singles, size: Singles, limit: float = 1.0) -> Shift:
    """How far to move templates across.

    Args:
        products: Picture times the template's change across.
        size: Sum of squares of that change.
        limit: Largest move, normalised pixels.
    """
    across = np.clip(products / np.maximum(size, 1e-6), -limit, limit)
    return Shift(across, across * (2 * products - across * size))


def steps(cells: Singles, chosen: Numbers, drawn: Templates, feet_px: Floats) -> Steps:
    """What least squares say about a stretch.

    Args:
        cells: N x D pictures of recognised characters.
        chosen: N numbers of their templates.
        drawn: The templates.
        feet_px: N places along the baseline, normalised pixels from the middle of the stretch.
    """
    picture = drawn.centred[chosen]
    right, down = drawn.across[chosen], along_y(picture)
    own = right / np.sqrt(np.maximum((right * right).sum(axis=1), 1e-6))[:, None]
    place = feet_px[:, None].astype(np.float32)
    # Higher letters grow up and to both sides; the sideways part is the advance widths' business.
    tangents = np.stack((down, down * place, down * _DOWN, drawn.spread[chosen], drawn.softness[chosen]))
    # Each character may also stand a little to the side: that is taken out of everything.
    tangents -= np.einsum("knd,nd->kn", tangents, own)[:, :, None] * own
    rest = cells - picture
    flat = tangents.reshape(len(tangents), -1)
    normal = (flat @ flat.T).astype(np.float64)
    # Nothing is known of a parameter before: a little of every diagonal keeps what does not show at zero.
    prior = np.array((0.5, 2e4, 400.0, 3.0, 3.0))
    found = np.linalg.solve(normal + np.diag(prior), (flat @ rest.ravel()).astype(np.float64))
    found = np.clip(found, -np.array(LARGEST_STEP), LARGEST_STEP)
    return Steps(*(float(value) for value in found), weight=float((picture * picture).sum()))


def reset(setting: Setting, found: Steps, middle_px: float) -> Setting:
    """The setting with the steps taken; `middle_px` is the x of the stretch's middle, pixels of the patch."""
    unit = setting.em_y / EM_PX
    slope = setting.slope + found.slope
    base = setting.base + found.down * unit - found.slope * middle_px
    return replace(setting, em_y=setting.em_y * (1 + found.taller), base=base, slope=slope)


def em_by_widths(feet_px: Floats, chosen: Numbers, known: Alphabet) -> float | None:
    """Pixels an em that make neighbours stand an advance apart; None when no two stand in a word.

    The median over all neighbours, each counted by its distance; pairs with a space between them are tried with it.
    """
    if len(chosen) < 2:
        return None
    step = np.diff(feet_px)
    asked = known.advances[chosen[:-1]] - known.centres[chosen[:-1]] + known.centres[chosen[1:]]
    ratios = step / np.maximum(asked, 0.05)
    near = ratios <= 1.15 * np.min(ratios) if len(ratios) < 3 else ratios <= 1.15 * middle(ratios)
    ratios, asked = ratios[near], asked[near]
    order = np.argsort(ratios)
    passed = np.cumsum(asked[order])
    return float(ratios[order][np.searchsorted(passed, passed[-1] / 2)])
