"""Cells compared with all templates of a face, and what stretches of them are taken for.

A cell is mostly paper. Only its inked pixels are multiplied with the templates, each with all of them at once; that
takes a third of the time of a product of whole matrices.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled

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


class Weighed(NamedTuple):
    """S stretches in their weights, N characters."""

    bold: Numbers
    """S: the weight that they are taken for."""
    amplitude: Singles
    """S: full ink against the region's."""
    chosen: Numbers
    """N numbers of the templates that fit best."""
    misfit: Singles
    """N: share of the cell's squares that is unexplained."""
    fit: Floats
    """S medians of these."""
    other: Floats
    """S: square ink that the other weight leaves, as it is, at the depth of ink that suits it best."""
    lead: Singles
    """N: square ink of the region's depth that the best character of the other weight explains more."""


@compiled
def multiply(cells: Singles, turned: Singles, looks: Numbers, products: Singles, energy: Singles) -> None:
    """Multiply each of N cells with all templates of its look.

    Args:
        cells: N x D.
        turned: LOOKS x D x T.
        looks: N.
        products: N x T, filled.
        energy: N sums of squares of the cells, filled.
    """
    pixels = cells.shape[1]
    places, values = np.zeros(pixels + 4, dtype=np.intp), np.zeros(pixels + 4, dtype=np.float32)
    for number in range(len(cells)):
        count, squares = 0, 0.0
        for place in range(pixels):
            value = cells[number, place]
            if value != 0:
                places[count], values[count] = place, value
                squares += value * value
                count += 1
        energy[number] = squares
        # Four pixels at a time: what is summed up is fetched and put back a quarter as often.
        values[count : count + 4] = 0
        templates, row = turned[looks[number]], products[number]
        row[:] = 0
        for at in range(0, count, 4):
            one, two, three, four = values[at], values[at + 1], values[at + 2], values[at + 3]
            first, second = templates[places[at]], templates[places[at + 1]]
            third, fourth = templates[places[at + 2]], templates[places[at + 3]]
            for template in range(len(row)):
                row[template] += (one * first[template] + two * second[template]) + (
                    three * third[template] + four * fourth[template]
                )


@compiled
def nearest(products: Singles, sizes: Singles, looks: Numbers) -> Numbers:
    """N x 2: the character of each weight that leaves the least.

    Args:
        products: N x 2 x characters.
        sizes: LOOKS x 2 x characters: sums of squares of the templates.
        looks: N.
    """
    found = np.empty((len(products), 2), dtype=np.intp)
    for number in range(len(products)):
        for weight in range(2):
            product, size = products[number, weight], sizes[looks[number], weight]
            least, best = np.float32(np.inf), 0
            for character in range(len(product)):
                rest = size[character] - 2 * product[character]
                if rest < least:
                    least, best = rest, character
            found[number, weight] = best
    return found


@compiled
def weighed(
    compared: tuple[Singles, Numbers, Singles],
    sizes: Singles,
    looks: Numbers,
    parted: tuple[Numbers, Numbers],
    asked: Numbers,
) -> Weighed:
    """S stretches in their weights, the ones that fit better where they are open.

    Args:
        compared: N cells: products with the characters of both weights, the nearest of each weight, sums of squares.
        sizes: LOOKS x 2 x characters: sums of squares of the templates.
        looks: S.
        parted: Starts and counts of S stretches.
        asked: S weights, below 0 where they are open.
    """
    (products, near, energy), (starts, counts) = compared, parted
    stretches, many, kinds = len(starts), len(products), products.shape[2]
    bold, chosen = np.empty(stretches, dtype=np.intp), np.empty(many, dtype=np.intp)
    amplitude, fit, other = np.empty(stretches, dtype=np.float32), np.empty(stretches), np.empty(stretches)
    misfit, lead = np.empty(many, dtype=np.float32), np.empty(many, dtype=np.float32)
    explained, meant = np.empty(2), np.empty(2)
    for stretch in range(stretches):
        first, end, look = starts[stretch], starts[stretch] + counts[stretch], looks[stretch]
        ink = 0.0
        explained[:] = meant[:] = 0
        for at in range(first, end):
            ink += energy[at]
            for weight in range(2):
                explained[weight] += products[at, weight, near[at, weight]]
                meant[weight] += sizes[look, weight, near[at, weight]]
        weight = asked[stretch]
        if weight < 0:
            weight = int(meant[1] - 2 * explained[1] < meant[0] - 2 * explained[0])
        full = min(max(explained[weight] / max(meant[weight], 1e-6), AMPLITUDES[0]), AMPLITUDES[1])
        for at in range(first, end):
            ours, theirs = near[at, weight], near[at, 1 - weight]
            left = sizes[look, weight, ours] - products[at, weight, ours] * 2 / full
            instead = sizes[look, 1 - weight, theirs] - products[at, 1 - weight, theirs] * 2 / full
            scaled = energy[at] / full**2
            misfit[at] = (scaled + left) / max(scaled, 1e-3)
            lead[at] = (left - instead) * full**2
            chosen[at] = ours + weight * kinds
        bold[stretch], amplitude[stretch] = weight, full
        fit[stretch] = np.sort(misfit[first:end])[counts[stretch] // 2]
        other[stretch] = ink - explained[1 - weight] ** 2 / max(meant[1 - weight], 1e-6)
    return Weighed(bold, amplitude, chosen, misfit, fit, other, lead)


class Found(NamedTuple):
    """K candidates for each of N blobs."""

    numbers: Numbers
    """N x K templates."""
    left: Singles
    """N x K: squares that stay unexplained, full ink 1."""
    across: Singles
    """N x K: normalised pixels that the ink stands right of the template's middle."""
    nats: Singles
    """N: natural logarithm of the odds that a square of full ink is worth."""


@compiled
def candidates(
    compared: tuple[Singles, Singles, Singles],
    view: Weighed,
    parted: tuple[Numbers, Numbers, Numbers],
    known: tuple[Singles, Singles, Singles],
) -> Found:
    """The candidates that fit best, those that may win moved to their places.

    Args:
        compared: N products with the characters of both weights, sums of squares, cells.
        view: What the stretches are taken for.
        parted: Starts, counts and looks of S stretches.
        known: LOOKS x 2 x characters: sums of squares of the templates; of all templates, look after look, changes per
            pixel to the right, and their sums of squares.
    """
    (products, energy, cells), (sizes, changes, change_sizes) = compared, known
    many, kinds = len(products), products.shape[2]
    numbers = np.empty((many, CANDIDATES), dtype=np.intp)
    left, across = np.empty((many, CANDIDATES), dtype=np.float32), np.zeros((many, CANDIDATES), dtype=np.float32)
    nats, squares = np.empty(many, dtype=np.float32), np.empty(kinds, dtype=np.float32)
    for stretch in range(len(parted[0])):
        bold, look, full = view.bold[stretch], parted[2][stretch], view.amplitude[stretch]
        for at in range(parted[0][stretch], parted[0][stretch] + parted[1][stretch]):
            ink = max(energy[at] / full**2, 1e-3)
            # A right character costs about one: the share of its ink that is usually left is noise, not evidence.
            nats[at] = min(max(1 / (max(view.fit[stretch], LEAST_MISFIT) * ink), NATS), MOST_NATS)
            for character in range(kinds):
                squares[character] = sizes[look, bold, character] - 2 * products[at, bold, character] / full
            for place in range(CANDIDATES):
                best = np.argmin(squares)
                numbers[at, place], left[at, place] = best + bold * kinds, squares[best] + energy[at] / full**2
                squares[best] = np.inf
                if nats[at] * (left[at, place] - left[at, 0]) < FAR:
                    template = look * 2 * kinds + numbers[at, place]
                    aside, gained = _moved(cells[at], full, changes[template], change_sizes[template])
                    across[at, place] = aside
                    left[at, place] -= gained
    return Found(numbers, left, across, nats)


@compiled
def _moved(cell: Singles, full: float, change: Singles, size: float) -> tuple[float, float]:
    """How far to move a template to the right, and how much less is left there.

    Args:
        cell: D.
        full: Its full ink.
        change: D: of the template per normalised pixel.
        size: Sum of squares of that.
    """
    product = 0.0
    for pixel in range(len(cell)):
        product += cell[pixel] * change[pixel]
    product /= full
    aside: float = min(max(product / max(size, 1e-6), -FARTHEST), FARTHEST)
    return aside, aside * (2 * product - aside * size)
