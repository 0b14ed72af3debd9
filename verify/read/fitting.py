"""How stretches of lettering are set and how their edges look, from the characters that are already recognised.

The picture of a character changes with its place, size, fatness and softness; to first order each change is a
tangent, and least squares over all characters of a stretch tell how much of each is there.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.read.cells import Setting, Sides, foot_of, level_of
from verify.read.comparing import Weighed
from verify.read.glyphs import BLURS, EM_PX, GAIN_STEP, GAIN_STEPS, GAINS

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

FITS = 0.22
"""Share of a blob's ink squared that may be unexplained where it is one character, unharmed."""
DOUBTFUL = 0.12
"""Median share over a stretch from which its setting is doubted: matched looks leave 0.01 to 0.05."""
LARGEST = (1.2, 0.08, 1.0, 1.0, 0.05)
"""What one step of the fit may change: rows, share of height, pixels of gain, square pixels of blur, slope. Beyond,
the first order does not hold."""
PRIOR = (0.5, 400.0, 3.0, 3.0, 2e4)
"""A little on each diagonal: what does not show stays at zero."""
FEW = 3
"""Neighbours under which the nearest ones tell that no space parts them."""
SHARPEST = 0.1
"""Square of the least blur, pixels: 1/12 is a pixel's own width."""
CLEARLY = 4.0
"""Times the square ink that is left by the better weight, from which the other one needs no fit of its own."""
CONTESTED = 2.0
"""Likewise, after the first step, up to which both weights are taken a step further."""
_BLURS = np.array(BLURS)


class Tables(NamedTuple):
    """Of all templates, look after look."""

    tangents: Singles
    """LOOKS T x D x 4."""
    along: Singles
    """LOOKS T x 4."""
    grams: Singles
    """LOOKS T x 4 x 4."""
    centres: Singles
    """T: middle of the ink, em right of the pen."""
    advances: Singles
    """T: em."""


class Line(NamedTuple):
    """How one stretch is set, as `Setting` tells it of many."""

    em_x: float
    em_y: float
    base: float
    slope: float


class Stepped(NamedTuple):
    """One stretch in a better setting."""

    line: Line
    left: float
    """Square ink that it will leave unexplained."""
    blur: float
    """That it shows, pixels of the patch."""
    gain: float
    """Likewise."""
    weight: float
    """What its word on both counts."""


class Asked(NamedTuple):
    """S stretches as their recognised characters ask for them."""

    setting: Setting
    """In the weight that will explain the most."""
    bold: Numbers
    """S: that weight."""
    heavier: Floats
    """S: by how much the bold weight will explain more square ink than the regular one."""
    contested: Bools
    """S: whether the other weight may explain as much."""
    otherwise: Setting
    """S as the other weight asks for, where it is contested."""
    told: Floats
    """S x 3: blur and gain that they show, pixels of the patch, and what their word weighs."""


class Inked(NamedTuple):
    """N characters as they are seen."""

    cells: Singles
    """N x D."""
    energy: Singles
    """N: sums of squares of the cells."""
    blobs: Sides
    """N."""


@compiled
def asked(
    ink: Inked, groups: tuple[Numbers, Numbers, Setting, Numbers], views: tuple[Weighed, Weighed], tables: Tables
) -> Asked:
    """Settings, weights and looks as the recognised characters ask for them.

    Args:
        ink: N.
        groups: Starts, counts, settings and looks of S stretches.
        views: In their weights, and in the other weights.
        tables: Of the templates.
    """
    starts, counts, setting, looks = groups
    view, other_view = views
    count = len(starts)
    new, otherwise, told = np.empty((4, count)), np.empty((4, count)), np.empty((count, 3))
    bold, heavier, contested = view.bold.copy(), np.empty(count), np.zeros(count, dtype=np.bool_)
    for stretch in range(count):
        rows = starts[stretch], counts[stretch]
        one = Line(setting.em_x[stretch], setting.em_y[stretch], setting.base[stretch], setting.slope[stretch])
        best, lost = stepped(ink, rows, (one, looks[stretch], stretch, view), tables), view.other[stretch]
        near = lost <= CLEARLY * best.left
        worse = best
        if near:
            worse = stepped(ink, rows, (one, looks[stretch], stretch, other_view), tables)
            lost = worse.left
            if worse.left < best.left:
                best, worse = worse, best
                bold[stretch], lost = 1 - bold[stretch], worse.left
        heavier[stretch] = (lost - best.left) * (1 if bold[stretch] else -1)
        contested[stretch] = near and lost < CONTESTED * best.left
        for column in range(4):
            new[column, stretch], otherwise[column, stretch] = best.line[column], worse.line[column]
        told[stretch, 0], told[stretch, 1], told[stretch, 2] = best.blur, best.gain, best.weight
    return Asked(
        Setting(new[0], new[1], new[2], new[3]),
        bold,
        heavier,
        contested,
        Setting(otherwise[0], otherwise[1], otherwise[2], otherwise[3]),
        told,
    )


@compiled
def stepped(ink: Inked, rows: tuple[int, int], seen: tuple[Line, int, int, Weighed], tables: Tables) -> Stepped:
    """One stretch set as its recognised characters ask for.

    Args:
        ink: N.
        rows: The first of the stretch's, and how many.
        seen: Its setting, its look, its number, and what it was taken for.
        tables: Of the templates.
    """
    first, count = rows
    one, look, stretch, view = seen
    full, fit = view.amplitude[stretch], view.fit[stretch]
    unit, center = one.em_x / EM_PX, 0.0
    feet, good = np.empty(count), np.empty(count, dtype=np.bool_)
    for at in range(count):
        feet[at] = foot_of(ink.blobs.x[first + at], ink.blobs.y[first + at], one.base, one.slope)
        good[at] = view.misfit[first + at] <= max(FITS, 1.3 * fit)
        center += feet[at] / count
    normal, right = np.zeros((5, 5)), np.zeros(5)
    templates = look * len(tables.advances) + view.chosen[first : first + count]
    left, weight = 0.0, 0.0
    for at in range(count):
        energy = ink.energy[first + at]
        left += view.misfit[first + at] * energy
        if good[at]:
            _add(normal, right, (ink.cells[first + at], full, (feet[at] - center) / unit), (tables, templates[at]))
            weight += energy / full**2
    step = _solved(normal, right)
    gained = 0.0
    for row in range(5):
        explained = 0.0
        for column in range(5):
            explained += normal[row, column] * step[column]
        gained += (2 * right[row] - explained) * step[row]
    unit_y = one.em_y / EM_PX
    em_y, base = one.em_y * (1 + step[1]), one.base + step[0] * unit_y - step[4] * center
    for at in range(count):
        good[at] = good[at] and view.misfit[first + at] < FITS
    em_x = em_by_widths(feet, good, view.chosen[first : first + count], tables)
    blur = _BLURS[look // GAIN_STEPS] ** 2 + step[3] - sampling_blur(unit)
    gain = (look % GAIN_STEPS + GAINS[0]) * GAIN_STEP + step[2]
    # Large type says little of a scan's pixels, and badly fitted type nothing.
    weight *= (1.0 if fit < DOUBTFUL else 0.05) / unit**2
    return Stepped(
        Line(em_y if math.isnan(em_x) else em_x, em_y, base, one.slope + step[4]),
        left - gained * full**2,
        math.sqrt(max(SHARPEST, blur * unit**2)),
        gain * unit,
        weight,
    )


@compiled
def _add(normal: Floats, right: Floats, seen: tuple[Singles, float, float], known: tuple[Tables, int]) -> None:
    """Add one character to the normal equations.

    Args:
        normal: 5 x 5.
        right: 5.
        seen: Its cell, full ink, its place along the baseline in normalised pixels.
        known: The tables and its template.
    """
    (cell, full, place), (tables, number) = seen, known
    tangents = tables.tangents[number]
    down = taller = fatter = softer = 0.0
    for pixel in range(len(cell)):
        value = cell[pixel]
        if value != 0:
            down += value * tangents[pixel, 0]
            taller += value * tangents[pixel, 1]
            fatter += value * tangents[pixel, 2]
            softer += value * tangents[pixel, 3]
    for row, product in enumerate((down, taller, fatter, softer)):
        right[row] += product / full - tables.along[number, row]
        for column in range(4):
            normal[row, column] += tables.grams[number, row, column]
        # A slope moves each character down by its place.
        normal[row, 4] += place * tables.grams[number, 0, row]
        normal[4, row] += place * tables.grams[number, 0, row]
    normal[4, 4] += place * place * tables.grams[number, 0, 0]
    right[4] += place * (down / full - tables.along[number, 0])


@compiled
def _solved(normal: Floats, right: Floats) -> Floats:
    """The steps that solve the normal equations (5 x 5, and the prior), none larger than it may be."""
    matrix, found = normal.copy(), right.copy()
    for row in range(5):
        matrix[row, row] += PRIOR[row]
    # The matrix is positive definite: no pivot is zero.
    for row in range(5):
        for below in range(row + 1, 5):
            share = matrix[below, row] / matrix[row, row]
            for column in range(row, 5):
                matrix[below, column] -= share * matrix[row, column]
            found[below] -= share * found[row]
    for row in range(4, -1, -1):
        for column in range(row + 1, 5):
            found[row] -= matrix[row, column] * found[column]
        found[row] /= matrix[row, row]
    for row in range(5):
        found[row] = min(max(found[row], -LARGEST[row]), LARGEST[row])
    return found


@compiled
def sampling_blur(unit: float) -> float:
    """Square of the blur that sampling adds, normalised pixels: averaged pixels, and lines drawn between them."""
    pixel = 4.0 ** level_of(unit)
    return ((pixel - 1) / 12 + pixel / 6) / unit**2


@compiled
def em_by_widths(feet: Floats, good: Bools, chosen: Numbers, tables: Tables) -> float:
    """Pixels an em that make neighbours stand an advance apart; NaN without two sure neighbours.

    The median over all neighbours that no space parts, each counted by its distance.
    """
    count = 0
    ratios, wide = np.empty(len(feet)), np.empty(len(feet))
    for at in range(len(feet) - 1):
        if good[at] and good[at + 1]:
            apart = tables.centres[chosen[at + 1]] - tables.centres[chosen[at]] + tables.advances[chosen[at]]
            wide[count] = max(apart, 0.05)
            ratios[count] = (feet[at + 1] - feet[at]) / wide[count]
            count += 1
    if not count:
        return math.nan
    order = np.argsort(ratios[:count])
    usual = ratios[order[0 if count < FEW else count // 2]]
    total = passed = 0.0
    for at in order:
        total += wide[at] if ratios[at] <= 1.15 * usual else 0.0
    for at in order:
        passed += wide[at] if ratios[at] <= 1.15 * usual else 0.0
        if 2 * passed >= total:
            return float(ratios[at])
    return float(usual)
