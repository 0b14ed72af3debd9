"""Stretches of lettering as columns: what is known of them before and after they are compared with a face."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from verify.locate.parts import Parts
from verify.locate.segments import Numbers, Segments
from verify.read.cells import Floats, Setting, Singles, joined
from verify.read.comparing import Weighed

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
class Compared:
    """S stretches in their settings, each of their N blobs compared with all characters, whatever its weight."""

    groups: Groups
    looks: Numbers
    """S."""
    cells: Singles
    """N x D, the ink as deep as the region's."""
    energy: Singles
    """N: sums of squares of the cells."""
    products: Singles
    """N x 2 x characters of a weight."""
    nearest: Numbers
    """N x 2: the character of each weight that leaves the least."""

    @property
    def each_look(self) -> Numbers:
        """N."""
        return np.asarray(self.looks[self.groups.parted.owner])

    def of(self, numbers: Numbers, rows: Numbers) -> "Compared":
        """Some of the stretches, and their rows."""
        columns = (getattr(self, name)[rows] for name in _OF_COMPARED[1:])
        return Compared(self.groups.of(numbers), self.looks[numbers], *columns)

    def with_(self, others: "Compared") -> "Compared":
        """These and others."""
        columns = (np.concatenate((getattr(self, name), getattr(others, name))) for name in _OF_COMPARED)
        return Compared(self.groups.with_(others.groups), *columns)


@dataclass(frozen=True, slots=True)
class View:
    """S stretches in their settings and weights."""

    compared: Compared
    weighed: Weighed
    """What they are taken for."""

    def __len__(self) -> int:
        return len(self.weighed.bold)

    @property
    def bold(self) -> Numbers:
        """S: the weights that they are taken for."""
        return self.weighed.bold

    @property
    def amplitude(self) -> Singles:
        """S: full ink against the region's."""
        return self.weighed.amplitude

    @property
    def chosen(self) -> Numbers:
        """N numbers of the templates that fit best, by shape alone."""
        return self.weighed.chosen

    @property
    def misfit(self) -> Singles:
        """N: share of the cell's squares that is unexplained."""
        return self.weighed.misfit

    @property
    def fit(self) -> Floats:
        """S medians of these."""
        return self.weighed.fit

    @property
    def lead(self) -> Singles:
        """N: square ink that the best character of the other weight explains more."""
        return self.weighed.lead

    @property
    def groups(self) -> Groups:
        """The stretches."""
        return self.compared.groups

    @property
    def looks(self) -> Numbers:
        """S."""
        return self.compared.looks

    @property
    def cells(self) -> Singles:
        """N x D, the ink as deep as the region's."""
        return self.compared.cells

    @property
    def energy(self) -> Singles:
        """N: sums of squares of the cells."""
        return self.compared.energy

    @property
    def parted(self) -> Segments:
        """Into stretches."""
        return self.compared.groups.parted

    @property
    def setting(self) -> Setting:
        """S."""
        return self.compared.groups.setting

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
    def first(self) -> Numbers:
        """N numbers of the first template of the character's weight."""
        return np.asarray(self.bold[self.parted.owner] * self.compared.products.shape[2])

    def of(self, numbers: Numbers) -> "View":
        """Some of the stretches."""
        if len(numbers) == len(self) and bool((numbers == np.arange(len(self))).all()):
            return self
        rows = self.parted.rows(numbers)
        return View(self.compared.of(numbers, rows), of_stretches(self.weighed, numbers, rows))

    def with_(self, others: "View") -> "View":
        """These and others."""
        ours, theirs = self.weighed, others.weighed
        columns = (np.concatenate((getattr(ours, name), getattr(theirs, name))) for name in Weighed._fields)
        return View(self.compared.with_(others.compared), Weighed(*columns))

    def but(self, numbers: Numbers, others: "View", better: Bools) -> "View":
        """The same view with others in the place of `numbers`, where they are better."""
        if not better.any():
            return self
        order = np.arange(len(self))
        order[numbers[better]] = len(self) + np.flatnonzero(better)
        return self.with_(others).of(order)


_OF_COMPARED = tuple(field.name for field in fields(Compared))[1:]


def of_stretches(weighed: Weighed, numbers: Numbers, rows: Numbers) -> Weighed:
    """Some stretches' and their rows'."""
    by_stretch = ("bold", "amplitude", "fit", "other")
    return Weighed(*(getattr(weighed, name)[numbers if name in by_stretch else rows] for name in Weighed._fields))
