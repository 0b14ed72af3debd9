"""Stretches of lettering as columns: what is known of them before and after they are compared with a face.

A stretch is a row of a table; its characters are a range of the region's blobs and, once it was looked at, a range of
the rows of its pool. So taking some stretches or putting others beside them copies no pictures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.locate.parts import Parts
from verify.locate.segments import Numbers, Segments, spread
from verify.read.cells import Floats, Setting, Sides, Singles, feet, joined, sides
from verify.read.glyphs import COLUMNS, ROWS

Bools = npt.NDArray[np.bool_]
Table = npt.NDArray[np.void]
"""S stretches, columns as in STRETCH."""

USUALLY = 2.5
"""Times what the stretches of a region leave unexplained in the middle, from which one fits worse than they do."""
WEIGHED = 3.0
"""Square ink by which one weight must explain more than the other to be told: the stem of one capital of 8 points."""
OPEN = -1
"""A weight that is not known yet; 0 is regular, 1 is bold."""
STRETCH = np.dtype(
    [
        ("first", np.intp),  # of its blobs among the region's
        ("count", np.intp),  # of its blobs
        ("em_x", np.float64),  # setting, as in `Setting`
        ("em_y", np.float64),
        ("base", np.float64),
        ("slope", np.float64),
        ("bold", np.intp),  # weight that it is taken for; OPEN before it was looked at
        ("heavier", np.float64),  # square ink that bold explained more than regular, each as fat as it fits best
        ("look", np.intp),  # what it was looked at under
        ("row", np.intp),  # of its first character in the pool
        ("amplitude", np.float64),  # full ink against the region's
        ("fit", np.float64),  # median of its characters' misfits
        ("mean", np.float64),  # mean of them
        ("ink", np.float64),  # square ink of all characters, of the region's depth
        ("left", np.float64),  # what of it stays unexplained
        ("other", np.float64),  # what the other weight leaves, as it is, at the depth of ink that suits it best
    ]
)


def table(first: Numbers, counts: Numbers, setting: Setting, bold: Numbers | int = OPEN) -> Table:
    """Stretches that were not looked at yet."""
    made = np.zeros(len(first), dtype=STRETCH)
    columns = (first, counts, *setting, bold)
    for name, column in zip(("first", "count", *Setting._fields, "bold"), columns, strict=True):
        made[name] = column
    return made


@compiled
def most_left(fits: Floats, limits: tuple[float, float]) -> float:
    """Median share of ink up to which stretches fit as others of their region usually do, within two limits."""
    usual = float(np.sort(fits)[len(fits) // 2])
    return min(max(USUALLY * usual, limits[0]), limits[1])


def stacked(these: Table, others: Table) -> Table:
    """These stretches and others."""
    # `np.concatenate` works out anew what type both have, field by field.
    made = np.empty(len(these) + len(others), dtype=STRETCH)
    made[: len(these)], made[len(these) :] = these, others
    return made


class Rows(NamedTuple):
    """N characters that were looked at."""

    begins: Numbers
    """N + 1: where each one's inked pixels begin in the next two."""
    pixels: npt.NDArray[np.uint16]
    """Places of inked pixels in the frame of the templates."""
    values: Singles
    """Their ink, as deep as the region's."""
    energy: Singles
    """N: sums of squares of these."""
    products: Singles
    """N x 2 x characters of a weight: with all templates."""
    nearest: Numbers
    """N x 2: the character of each weight that leaves the least."""
    chosen: Numbers
    """N numbers of the templates that fit best in the weight of the stretch, by shape alone."""
    misfit: Singles
    """N: share of the squares that is unexplained."""
    lead: Singles
    """N: square ink of the region's depth that the best character of the other weight explains more."""

    @classmethod
    def room(cls, count: int, characters: int) -> "Rows":
        """Room for so many."""
        pixels = count * ROWS * COLUMNS
        return cls(
            np.zeros(count + 1, dtype=np.intp),
            np.empty(pixels, dtype=np.uint16),
            np.empty(pixels, dtype=np.float32),
            np.empty(count, dtype=np.float32),
            np.empty((count, 2, characters), dtype=np.float32),
            np.empty((count, 2), dtype=np.intp),
            np.empty(count, dtype=np.intp),
            np.empty(count, dtype=np.float32),
            np.empty(count, dtype=np.float32),
        )


class Pool:
    """All characters of a region that were looked at, however they were set; it only grows."""

    def __init__(self, blobs: Parts, characters: int) -> None:
        self.blobs = sides(blobs)
        """The region's, and tiles of what was tiled."""
        self.rows = Rows.room(0, characters)
        self.count = 0
        """Rows that are taken."""

    def room(self, count: int) -> Rows:
        """The rows, with room for so many more."""
        wanted = self.count + count
        if wanted > len(self.rows.energy):
            larger = Rows.room(2 * wanted, self.rows.products.shape[2])
            for name in Rows._fields:
                old, new = getattr(self.rows, name), getattr(larger, name)
                new[: len(old)] = old
            self.rows = larger
        return self.rows

    def with_blobs(self, others: Sequence[Sides]) -> int:
        """Take in more blobs: the number of the first."""
        first = len(self.blobs.x)
        self.blobs = joined((self.blobs, *others))
        return first


@dataclass(frozen=True)
class View:
    """S stretches, N characters, that were looked at in their settings and weights."""

    pool: Pool
    table: Table
    """S."""

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def parted(self) -> Segments:
        """The characters into stretches."""
        return Segments.of(self.table["count"])

    @cached_property
    def rows(self) -> Numbers:
        """N rows of the pool."""
        return spread(self.table["row"], self.table["count"])

    @cached_property
    def blobs(self) -> Sides:
        """N."""
        places = spread(self.table["first"], self.table["count"])
        return Sides(*(column[places] for column in self.pool.blobs))

    @cached_property
    def feet(self) -> Floats:
        """N x of the point of the baseline that each character stands over."""
        return feet(self.blobs, self.setting.of(self.parted.owner))

    @property
    def setting(self) -> Setting:
        """S."""
        return Setting(*(self.table[name] for name in Setting._fields))

    @property
    def bold(self) -> Numbers:
        """S."""
        return np.asarray(self.table["bold"])

    @property
    def fit(self) -> Floats:
        """S medians of the characters' misfits."""
        return np.asarray(self.table["fit"])

    def poor(self, limits: tuple[float, float]) -> Bools:
        """S: which fit worse than others of their region usually do, or than the higher of two limits.

        Args:
            limits: Shares of ink that a stretch may leave unexplained in the best region, and in any.
        """
        return np.asarray(self.fit > most_left(self.fit, limits))

    @cached_property
    def full(self) -> Singles:
        """N: full ink of the characters' stretches."""
        return self.table["amplitude"].astype(np.float32)[self.parted.owner]

    @cached_property
    def looks(self) -> Numbers:
        """N."""
        return np.asarray(self.table["look"][self.parted.owner])

    @property
    def telling(self) -> Bools:
        """S: whether the weight is told by more than a stem's worth of ink."""
        return np.asarray(np.abs(self.table["heavier"]) >= WEIGHED)

    @cached_property
    def chosen(self) -> Numbers:
        """N numbers of the templates that fit best, by shape alone."""
        return self.pool.rows.chosen[self.rows]

    @cached_property
    def misfit(self) -> Singles:
        """N: share of the squares that is unexplained."""
        return self.pool.rows.misfit[self.rows]

    @cached_property
    def lead(self) -> Singles:
        """N: square ink that the best character of the other weight explains more."""
        return self.pool.rows.lead[self.rows]

    @cached_property
    def energy(self) -> Singles:
        """N: sums of squares of the ink."""
        return self.pool.rows.energy[self.rows]

    def of(self, numbers: Numbers) -> "View":
        """Some of the stretches."""
        return View(self.pool, self.table[numbers])

    def with_(self, others: "View") -> "View":
        """These and others of the same region."""
        return View(self.pool, stacked(self.table, others.table))
