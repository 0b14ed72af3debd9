"""Pixels of a page while marks are laid on it: paper, and one number for each ink."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicia.layout.marks import Page
from indicia.render.boxes import Dots
from indicia.render.inks import RGB
from indicia.spec.kinds import Ink

Pixels = npt.NDArray[np.bool_]

_PAPER = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Painting:
    """A page as pixels."""

    numbers: npt.NDArray[np.uint8]
    """H x W; 0 is paper, n is the n-th of the inks."""
    inks: tuple[Ink, ...]
    """What it is printed in."""

    @property
    def dark(self) -> Pixels:
        """H x W, True is ink of any colour."""
        return self.numbers.view(np.bool_) if len(self.inks) <= 1 else self.numbers > 0

    @property
    def plain(self) -> bool:
        """Whether there is no ink but black."""
        return set(self.inks) <= {Ink.BLACK}

    @property
    def palette(self) -> tuple[tuple[int, int, int], ...]:
        """Red, green and blue of each number, 0 to 255."""
        return (_PAPER, *(RGB[ink] for ink in self.inks))


class Canvas:
    """A page that marks are laid on one after another, the later over the earlier."""

    def __init__(self, page: Page) -> None:
        self._inks = page.inks
        self._shape = round(page.height * page.dpi), round(page.width * page.dpi)
        self._numbers = np.zeros(self._shape, dtype=np.uint8)
        # The same memory; with one ink a mark is laid over it in half the time.
        self._dark = self._numbers.view(np.bool_)
        self._number = 0

    def use(self, ink: Ink) -> None:
        """Draw in one of the page's inks from now on."""
        self._number = self._inks.index(ink) + 1

    def stamp(self, mask: Pixels, left: int, top: int) -> None:
        """Ink where `mask` is True; what falls off the page is cut."""
        place, part = self._place(mask, left, top), self._part(mask, left, top)
        if len(self._inks) == 1:
            self._dark[place] |= part
        else:
            np.putmask(self._numbers[place], part, self._number)

    def erase(self, mask: Pixels, left: int, top: int) -> None:
        """Paper where `mask` is True; what falls off the page is cut."""
        np.putmask(self._numbers[self._place(mask, left, top)], self._part(mask, left, top), 0)

    def fill(self, box: Dots) -> None:
        """Ink all over a box; what falls off the page is cut."""
        left, top, right, bottom = (max(0, side) for side in box)
        self._numbers[top:bottom, left:right] = self._number

    def painting(self) -> Painting:
        """What was drawn."""
        return Painting(self._numbers, self._inks)

    def _place(self, mask: Pixels, left: int, top: int) -> tuple[slice, slice]:
        """What of the page lies under `mask`."""
        height, width = mask.shape
        return slice(max(0, top), max(0, top + height)), slice(max(0, left), max(0, left + width))

    def _part(self, mask: Pixels, left: int, top: int) -> Pixels:
        """What of `mask` lies on the page."""
        height, width = self._shape
        return mask[max(0, -top) : max(0, height - top), max(0, -left) : max(0, width - left)]
