"""Stretches compared with all templates of a face, and what they are taken for.

A cell is mostly paper. Only its inked pixels are kept and multiplied with the templates, each with all of them at
once: a third of what a product of whole matrices multiplies.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled, summing
from verify.read.cells import Levels, Sides, foot_of, lay
from verify.read.glyphs import EM_PX
from verify.read.pens import Candidates, Manners
from verify.read.view import Rows, Table

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

AMPLITUDES = (0.3, 1.9)
"""Full ink of a stretch against the region's."""
CANDIDATES = 6
"""Characters that are weighed for a blob."""
LEAST_MISFIT = 0.005
"""Share of its ink that a character leaves at best: outlines, dots of the printer and pixels never agree closer."""
NATS = 0.7
"""What a square of full ink that is explained or not weighs, in natural logarithms of likelihood. Chosen on blocks
of one seed; more than 1 would take every pixel's noise for independent."""
MOST_NATS = 6.0
"""What it weighs at most: characters that differ by less than one square are not certain however clean the scan is."""
FAR = 20.0
"""What a candidate costs more than the best that need not be moved to its place: no move makes up for that."""
FARTHEST = 1.0
"""Normalised pixels that a template is moved at most."""


class Templates(NamedTuple):
    """Of both weights of every character under every look, T = 2 x characters to a look."""

    turned: Singles
    """LOOKS x D x T."""
    sizes: Singles
    """LOOKS x 2 x characters: sums of squares."""
    across: Singles
    """LOOKS T x D: change per normalised pixel to the right."""
    across_sizes: Singles
    """LOOKS T: sums of squares of that."""


class Taken(NamedTuple):
    """What one stretch is taken for in a weight."""

    bold: int
    amplitude: float
    """Full ink against the region's."""
    fit: float
    """Median misfit."""
    left: float
    """Square ink of the region's depth that stays unexplained."""
    other: float
    """Likewise in the other weight, as it is, at the depth of ink that suits it best."""


@compiled
def look(stretches: Table, rows: Rows, start: int, ink: tuple[Levels, Sides], templates: Templates) -> None:
    """Look at stretches, whose columns are filled.

    Args:
        stretches: S.
        rows: The pool's, filled from `start` on.
        start: The first row.
        ink: The region's ink and blobs.
        templates: What is looked for.
    """
    levels, blobs = ink
    at = start
    for number in range(len(stretches)):
        first, count, seen = stretches["first"][number], stretches["count"][number], stretches["look"][number]
        line = (
            stretches["em_x"][number],
            stretches["em_y"][number],
            stretches["base"][number],
            stretches["slope"][number],
        )
        stretches["row"][number] = at
        for blob in range(first, first + count):
            begin = rows.begins[at]
            end = begin + lay(
                levels, blobs, (first, blob, first + count), line, (rows.pixels[begin:], rows.values[begin:])
            )
            rows.begins[at + 1] = end
            products = rows.products[at].reshape(2 * rows.products.shape[2])
            rows.energy[at] = _multiply(
                rows.pixels[begin:end], rows.values[begin:end], templates.turned[seen], products
            )
            for weight in range(2):
                rows.nearest[at, weight] = _nearest(rows.products[at, weight], templates.sizes[seen, weight])
            at += 1
        own = slice(at - count, at)
        out = rows.chosen[own], rows.misfit[own], rows.lead[own]
        taken = weigh(rows, (at - count, count), templates.sizes[seen], stretches["bold"][number], out)
        total = squares = 0.0
        for place in range(at - count, at):
            total += rows.energy[place]
            squares += rows.misfit[place]
        stretches["bold"][number], stretches["amplitude"][number] = taken.bold, taken.amplitude
        stretches["fit"][number], stretches["mean"][number] = taken.fit, squares / count
        stretches["ink"][number], stretches["left"][number] = total, taken.left
        stretches["other"][number] = taken.other


@summing
def _multiply(pixels: npt.NDArray[np.uint16], values: Singles, templates: Singles, products: Singles) -> float:
    """Multiply one cell with all templates; its sum of squares comes back.

    Args:
        pixels: Places of its inked pixels.
        values: Their ink.
        templates: D x T.
        products: T, filled.
    """
    squares = np.float32(0)
    products[:] = 0
    # Eight pixels at a time: what is summed up is fetched and put back an eighth as often.
    whole = len(values) // 8 * 8
    for at in range(0, whole, 8):
        a, b, c, d = values[at], values[at + 1], values[at + 2], values[at + 3]
        e, f, g, h = values[at + 4], values[at + 5], values[at + 6], values[at + 7]
        squares += a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h
        of_a, of_b, of_c, of_d = _four(templates, pixels, at)
        of_e, of_f, of_g, of_h = _four(templates, pixels, at + 4)
        for one in range(len(products)):
            products[one] += (a * of_a[one] + b * of_b[one] + c * of_c[one] + d * of_d[one]) + (
                e * of_e[one] + f * of_f[one] + g * of_g[one] + h * of_h[one]
            )
    for at in range(whole, len(values)):
        a, of_a = values[at], templates[pixels[at]]
        squares += a * a
        for one in range(len(products)):
            products[one] += a * of_a[one]
    return float(squares)


@compiled
def _four(templates: Singles, pixels: npt.NDArray[np.uint16], at: int) -> tuple[Singles, Singles, Singles, Singles]:
    """All templates at four pixels."""
    return (
        templates[pixels[at]],
        templates[pixels[at + 1]],
        templates[pixels[at + 2]],
        templates[pixels[at + 3]],
    )


@compiled
def _nearest(products: Singles, sizes: Singles) -> int:
    """The character that leaves the least."""
    least, best = np.float32(np.inf), 0
    for character in range(len(products)):
        rest = sizes[character] - 2 * products[character]
        if rest < least:
            least, best = rest, character
    return best


@compiled
def weigh(rows: Rows, own: tuple[int, int], sizes: Singles, asked: int, out: tuple[Numbers, Singles, Singles]) -> Taken:
    """One stretch in a weight, in the one that fits better where that is open.

    Args:
        rows: The pool's.
        own: The first of the stretch's rows, and how many.
        sizes: 2 x characters: sums of squares of the templates.
        asked: The weight, below 0 when it is open.
        out: N: chosen templates, misfits and leads of the other weight, filled.
    """
    (start, count), (chosen, misfit, lead) = own, out
    explained, meant = np.zeros(2), np.zeros(2)
    ink = left = 0.0
    for at in range(start, start + count):
        ink += rows.energy[at]
        for weight in range(2):
            explained[weight] += rows.products[at, weight, rows.nearest[at, weight]]
            meant[weight] += sizes[weight, rows.nearest[at, weight]]
    bold = asked if asked >= 0 else int(meant[1] - 2 * explained[1] < meant[0] - 2 * explained[0])
    full = min(max(explained[bold] / max(meant[bold], 1e-6), AMPLITUDES[0]), AMPLITUDES[1])
    for number in range(count):
        at = start + number
        ours, theirs = rows.nearest[at, bold], rows.nearest[at, 1 - bold]
        rest = sizes[bold, ours] - rows.products[at, bold, ours] * 2 / full
        instead = sizes[1 - bold, theirs] - rows.products[at, 1 - bold, theirs] * 2 / full
        scaled = rows.energy[at] / full**2
        misfit[number] = (scaled + rest) / max(scaled, 1e-3)
        lead[number] = (rest - instead) * full**2
        chosen[number] = ours + bold * sizes.shape[1]
        left += misfit[number] * rows.energy[at]
    other = ink - explained[1 - bold] ** 2 / max(meant[1 - bold], 1e-6)
    return Taken(bold, full, np.sort(misfit)[count // 2], left, other)


class Found(NamedTuple):
    """K candidates for each of N blobs."""

    numbers: Numbers
    """N x K templates."""
    left: Singles
    """N x K: squares that stay unexplained, full ink 1."""
    across: Singles
    """N x K: normalised pixels that the ink stands right of the template's middle."""
    energy: Singles
    """N: squares of the ink, full ink 1."""
    tried: Candidates
    """What the pens make of them."""


@compiled
def candidates(stretches: Table, rows: Rows, blobs: Sides, templates: Templates, manners: Manners) -> Found:
    """The candidates that fit best, those that may win moved to their places."""
    many, kinds = stretches["count"].sum(), rows.products.shape[2]
    shape = many, CANDIDATES
    numbers, energy = np.empty(shape, dtype=np.intp), np.empty(many, dtype=np.float32)
    left, across = np.empty(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    cost, pen, advance, kind = np.empty(shape), np.empty(shape), np.empty(shape), np.empty(shape, dtype=np.intp)
    squares, to = np.empty(kinds, dtype=np.float32), 0
    for number in range(len(stretches)):
        bold, seen, full = stretches["bold"][number], stretches["look"][number], stretches["amplitude"][number]
        usual, first = max(stretches["fit"][number], LEAST_MISFIT), stretches["first"][number]
        for place in range(stretches["count"][number]):
            at, blob = stretches["row"][number] + place, first + place
            scaled = rows.energy[at] / full**2
            energy[to] = max(scaled, 1e-3)
            # A right character costs about one: the share of its ink that is usually left is noise, not evidence.
            nats = min(max(1 / (usual * energy[to]), NATS), MOST_NATS)
            base, slope = stretches["base"][number], stretches["slope"][number]
            foot = foot_of(blobs.x[blob], blobs.y[blob], base, slope) / stretches["em_x"][number]
            for character in range(kinds):
                product = rows.products[at, bold, character]
                squares[character] = templates.sizes[seen, bold, character] - 2 * product / full
            own = slice(rows.begins[at], rows.begins[at + 1])
            for choice in range(CANDIDATES):
                best = np.argmin(squares)
                one = best + bold * kinds
                numbers[to, choice], left[to, choice] = one, squares[best] + scaled
                squares[best] = np.inf
                if nats * (left[to, choice] - left[to, 0]) < FAR:
                    template = seen * 2 * kinds + one
                    known = templates.across[template], templates.across_sizes[template]
                    aside, gained = _moved(rows.pixels[own], rows.values[own], full, known)
                    across[to, choice] = aside
                    left[to, choice] -= gained
                cost[to, choice] = nats * left[to, choice] + manners.rarity[one]
                pen[to, choice] = foot + across[to, choice] / EM_PX - manners.centres[one]
                advance[to, choice], kind[to, choice] = manners.advances[one], manners.kinds[one]
            to += 1
    return Found(numbers, left, across, energy, Candidates(cost, pen, advance, kind))


@compiled
def _moved(
    pixels: npt.NDArray[np.uint16], values: Singles, full: float, change: tuple[Singles, float]
) -> tuple[float, float]:
    """How far to move a template to the right, and how much less is left there.

    Args:
        pixels: Places of the cell's inked pixels.
        values: Their ink.
        full: Full ink.
        change: D: of the template per normalised pixel; the sum of its squares.
    """
    slope, size = change
    product = 0.0
    for at in range(len(values)):
        product += values[at] * slope[pixels[at]]
    product /= full
    aside: float = min(max(product / max(size, 1e-6), -FARTHEST), FARTHEST)
    return aside, aside * (2 * product - aside * size)
