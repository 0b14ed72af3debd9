"""How stretches of lettering are set and how their edges look, from the characters that are already recognised.

The picture of a character changes with its place, size, fatness and softness; to first order each change is a
tangent, and least squares over all characters of a stretch tell how much of each is there.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.read.cells import Sides, foot_of, sampling_blur
from verify.read.comparing import Taken, weigh
from verify.read.glyphs import BLURS, EM_PX, GAIN_STEP, GAIN_STEPS, GAINS
from verify.read.view import Rows, Table

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.uint16]

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
SAYS_LITTLE = 0.05
"""What a stretch weighs in the looks of its region when it fits badly, or fits in either weight: bold letters that
were thinned look like regular ones that spread."""
_BLURS = np.array(BLURS)


class Tables(NamedTuple):
    """Of both weights of every character under every look, T = 2 x characters to a look."""

    tangents: Singles
    """LOOKS T x D x 4."""
    along: Singles
    """LOOKS T x 4."""
    grams: Singles
    """LOOKS T x 4 x 4."""
    sizes: Singles
    """LOOKS x 2 x characters: sums of squares."""
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


@compiled
def asked(
    stretches: Table, seen: tuple[Rows, Sides], tables: Tables, better: tuple[Table, Table], told: Floats
) -> Bools:
    """Settings, weights and looks as the recognised characters ask for them; where the other weight may do as well.

    Args:
        stretches: S that were looked at.
        seen: Their characters, and the region's blobs.
        tables: Of the templates.
        better: The same S, filled: in the weight that will explain the most, and, where contested, in the other one.
        told: S x 3, filled: blur and gain that they show, pixels of the patch, and what their word weighs.
    """
    rows, _ = seen
    contested = np.zeros(len(stretches), dtype=np.bool_)
    for number in range(len(stretches)):
        count, row, sizes = (
            stretches["count"][number],
            stretches["row"][number],
            tables.sizes[stretches["look"][number]],
        )
        bold, fit, lost = stretches["bold"][number], stretches["fit"][number], stretches["other"][number]
        chosen, misfit, lead = (
            rows.chosen[row : row + count],
            rows.misfit[row : row + count],
            np.empty(0, dtype=np.float32),
        )
        taken = Taken(bold, stretches["amplitude"][number], fit, stretches["left"][number], lost)
        best = _stepped(stretches, number, seen, (taken, chosen, misfit), tables)
        worse, near = best, lost <= CLEARLY * best.left
        if near:
            chosen, misfit, lead = np.empty_like(chosen), np.empty_like(misfit), np.empty_like(misfit)
            taken = weigh(rows, (row, count), sizes, 1 - bold, (chosen, misfit, lead))
            worse = _stepped(stretches, number, seen, (taken, chosen, misfit), tables)
            if worse.left < best.left:
                best, worse = worse, best
                bold = 1 - bold
            lost = worse.left
        contested[number] = near and lost < CONTESTED * best.left
        for table, weight, line in ((better[0], bold, best.line), (better[1], 1 - bold, worse.line)):
            table["bold"][number], table["heavier"][number] = weight, (lost - best.left) * (1 if bold else -1)
            table["em_x"][number], table["em_y"][number] = line.em_x, line.em_y
            table["base"][number], table["slope"][number] = line.base, line.slope
        told[number, 0], told[number, 1] = best.blur, best.gain
        told[number, 2] = best.weight * (SAYS_LITTLE if contested[number] else 1.0)
    return contested


@compiled
def _stepped(
    stretches: Table,
    number: int,
    seen: tuple[Rows, Sides],
    view: tuple[Taken, Numbers, Singles],
    tables: Tables,
) -> Stepped:
    """One stretch set as its recognised characters ask for.

    Args:
        stretches: S.
        number: Which of them.
        seen: Their characters, and the region's blobs.
        view: What the stretch is taken for, its templates and their misfits.
        tables: Of the templates.
    """
    (rows, blobs), (taken, chosen, misfit) = seen, view
    first, count, look = stretches["first"][number], stretches["count"][number], stretches["look"][number]
    em_x, em_y = stretches["em_x"][number], stretches["em_y"][number]
    base, slope = stretches["base"][number], stretches["slope"][number]
    full, unit, center = taken.amplitude, em_x / EM_PX, 0.0
    feet, good = np.empty(count), np.empty(count, dtype=np.bool_)
    for at in range(count):
        feet[at] = foot_of(blobs.x[first + at], blobs.y[first + at], base, slope)
        good[at] = misfit[at] <= max(FITS, 1.3 * taken.fit)
        center += feet[at] / count
    normal, right, weight = np.zeros((5, 5)), np.zeros(5), 0.0
    for at in range(count):
        if good[at]:
            row = stretches["row"][number] + at
            own = slice(rows.begins[row], rows.begins[row + 1])
            cell = rows.pixels[own], rows.values[own], full, (feet[at] - center) / unit
            _add(normal, right, cell, (tables, look * len(tables.advances) + chosen[at]))
            weight += rows.energy[row] / full**2
        good[at] = good[at] and misfit[at] < FITS
    step = _solved(normal, right)
    gained = 0.0
    for equation in range(5):
        explained = 0.0
        for column in range(5):
            explained += normal[equation, column] * step[column]
        gained += (2 * right[equation] - explained) * step[equation]
    unit_y = em_y / EM_PX
    em_y, base = em_y * (1 + step[1]), base + step[0] * unit_y - step[4] * center
    em_x = em_by_widths(feet, good, chosen, tables)
    blur = _BLURS[look // GAIN_STEPS] ** 2 + step[3] - sampling_blur(unit)
    gain = (look % GAIN_STEPS + GAINS[0]) * GAIN_STEP + step[2]
    # Large type says little of a scan's pixels, and badly fitted type nothing.
    weight *= (1.0 if taken.fit < DOUBTFUL else SAYS_LITTLE) / unit**2
    return Stepped(
        Line(em_y if math.isnan(em_x) else em_x, em_y, base, slope + step[4]),
        taken.left - gained * full**2,
        math.sqrt(max(SHARPEST, blur * unit**2)),
        gain * unit,
        weight,
    )


@compiled
def _add(normal: Floats, right: Floats, seen: tuple[Places, Singles, float, float], known: tuple[Tables, int]) -> None:
    """Add one character to the normal equations.

    Args:
        normal: 5 x 5.
        right: 5.
        seen: Its inked pixels and their ink, full ink, its place along the baseline in normalised pixels.
        known: The tables and its template.
    """
    (pixels, values, full, place), (tables, number) = seen, known
    tangents = tables.tangents[number]
    down = taller = fatter = softer = 0.0
    for at in range(len(values)):
        value, tangent = values[at], tangents[pixels[at]]
        down += value * tangent[0]
        taller += value * tangent[1]
        fatter += value * tangent[2]
        softer += value * tangent[3]
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
