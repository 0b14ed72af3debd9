"""Stretches of lettering as columns: what is known of them before and after they are compared with a face."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from verify.locate.parts import Parts
from verify.locate.segments import Numbers, Segments
from verify.read.cells import Floats, Setting, Singles, joined
from verify.read.glyphs import Look

Bools = npt.NDArray[np.bool_]

WEIGHED = 3.0
"""Square ink by which one weight must explain more than the other to be told: the stem of one capital of 8 points."""
OPEN = -1
"""A weight that is not known yet; 0 is regular, 1 is bold."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Blobs in S stretches, each set alike."""

    blobs: Parts
    """N."""
    parted: Segments
    setting: Setting
    """S."""
    bold: Numbers
    """S weights."""
    heavier: Floats
    """S: by how much the bold weight explained more square ink than the regular one, each as fat as it fits best."""

    @classmethod
    def open(cls, blobs: Parts, parted: Segments, setting: Setting) -> "Groups":
        """Stretches whose weights are not known."""
        return cls(blobs, parted, setting, np.full(len(parted), OPEN), np.zeros(len(parted)))

    def with_(self, others: "Groups") -> "Groups":
        """These and others."""
        return Groups(
            joined((self.blobs, others.blobs)),
            Segments.of(np.concatenate((self.parted.counts, others.parted.counts))),
            self.setting.with_(others.setting),
            np.concatenate((self.bold, others.bold)),
            np.concatenate((self.heavier, others.heavier)),
        )

    def of(self, numbers: Numbers) -> "Groups":
        """Some of the stretches."""
        parted = Segments.of(self.parted.counts[numbers])
        blobs = self.blobs.of(self.parted.rows(numbers))
        return Groups(blobs, parted, self.setting.of(numbers), self.bold[numbers], self.heavier[numbers])


@dataclass(frozen=True, slots=True)
class View:
    """S stretches in their settings, each of their N blobs compared with all characters."""

    groups: Groups
    looks: tuple[Look, ...]
    """S."""
    cells: Singles
    """N x D, the ink as deep as the region's."""
    energy: Singles
    """N: sums of squares of the cells."""
    products: Singles
    """N x 2 x characters of a weight."""
    sizes: Singles
    """N x 2 x characters: sums of squares of the templates."""
    bold: Numbers
    """S: the weight that they are taken for, the better one unless it is known."""
    amplitude: Singles
    """S: full ink against the region's."""
    chosen: Numbers
    """N numbers of the templates that fit best, by shape alone."""
    misfit: Singles
    """N: share of the cell's squares that is unexplained."""
    other: Floats
    """S: square ink that the other weight leaves, as it is, at the depth of ink that suits it best."""

    def __len__(self) -> int:
        return len(self.bold)

    @property
    def parted(self) -> Segments:
        """Into stretches."""
        return self.groups.parted

    @property
    def setting(self) -> Setting:
        """S."""
        return self.groups.setting

    @property
    def fit(self) -> Floats:
        """S medians of the shares that characters leave."""
        return self.parted.medians(self.misfit)

    @property
    def telling(self) -> Bools:
        """S: whether the weight is told by more than a stem's worth of ink."""
        return np.abs(self.groups.heavier) >= WEIGHED

    @property
    def left(self) -> Floats:
        """S: square ink of the region's depth that stays unexplained."""
        return self.parted.sums(self.misfit * self.energy)

    @property
    def ink(self) -> Floats:
        """S: square ink of all characters, of the region's depth."""
        return self.parted.sums(self.energy)

    @property
    def full(self) -> Singles:
        """N: amplitudes of the characters' stretches."""
        return self.amplitude[self.parted.owner]

    @property
    def squares(self) -> Singles:
        """N x characters of the weight: squares that each leaves unexplained, full ink 1."""
        rows, weight, full = np.arange(len(self.chosen)), self.bold[self.parted.owner], self.full
        left = self.sizes[rows, weight] - self.products[rows, weight] * (2 / full)[:, None]
        return np.asarray(left + (self.energy / full**2)[:, None], dtype=np.float32)

    def first(self) -> Numbers:
        """N numbers of the first template of the character's weight."""
        return np.asarray(self.bold[self.parted.owner] * self.products.shape[2])

    def of(self, numbers: Numbers) -> "View":
        """Some of the stretches."""
        rows = self.parted.rows(numbers)
        return View(
            self.groups.of(numbers),
            tuple(self.looks[number] for number in numbers),
            self.cells[rows],
            self.energy[rows],
            self.products[rows],
            self.sizes[rows],
            self.bold[numbers],
            self.amplitude[numbers],
            self.chosen[rows],
            self.misfit[rows],
            self.other[numbers],
        )

    def but(self, numbers: Numbers, others: "View", better: Bools) -> "View":
        """The same view with others in the place of `numbers`, where they are better."""
        if not better.any():
            return self
        order = np.arange(len(self))
        order[numbers[better]] = len(self) + np.flatnonzero(better)
        return chained(self, others).of(order)


def chained(one: View, other: View) -> View:
    """Two views as one."""
    columns = (np.concatenate((getattr(one, field.name), getattr(other, field.name))) for field in fields(View)[2:])
    return View(one.groups.with_(other.groups), (*one.looks, *other.looks), *columns)
