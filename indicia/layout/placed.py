"""The indicium in its place, whatever its kind, and the steps that every kind of placement shares."""

from dataclasses import dataclass, field, replace

import numpy as np

from indicia.geometry import Box, union
from indicia.layout import grid
from indicia.layout.arrange import Room, best_block, tightest_block
from indicia.layout.job import Job
from indicia.layout.marks import BarsMark, Frame, Rule, SymbolMark, Text
from indicia.layout.misfit import Misfit
from indicia.layout.symbol_fit import SymbolChoice
from indicia.spec import symbol as symbol_spec
from indicia.spec.kinds import Ink


@dataclass(frozen=True, slots=True)
class Plate:
    """What the ad plate of a letterpress meter prints (DMM 604.4.8.4a)."""

    box: Box
    """The plate, inches; it leaves no ink of its own."""
    lettering: tuple[Text, ...]
    """Its lines, inside the box."""

    def in_ink(self, ink: Ink) -> "Plate":
        """The same, printed in `ink`."""
        return replace(self, lettering=tuple(replace(text, ink=ink) for text in self.lettering))


@dataclass(frozen=True, slots=True)
class Placed:
    """The elements of one indicium, and what the same die or imprint carries beside them."""

    lettering: tuple[Text, ...]
    """The human-readable block."""
    symbol: SymbolMark | None = None
    """The symbol, all modules light, of an information-based indicium."""
    fim: BarsMark | None = None
    """The FIM printed with it."""
    lines: tuple[Rule | Frame, ...] = ()
    """Die boundary, box of a permit imprint, bars of a postmark."""
    plate: Plate | None = None
    """The ad plate printed with it; it lies outside the boundary."""
    original: Box | None = None
    """Of a correction on a flat or parcel: everything of the original indicium that it stands next to."""

    ink: Box = field(init=False, repr=False, compare=False)
    """Tight ink of lettering, symbol and lines, without the FIM."""

    def __post_init__(self) -> None:
        boxes = [*(text.ink_box for text in self.lettering), *(line.box for line in self.lines)]
        object.__setattr__(self, "ink", union([*boxes, self.symbol.box] if self.symbol else boxes))

    @property
    def boundary(self) -> Box:
        """All elements, the FIM included; the clear zone lies left of and below it (DMM 604.4.8.4b)."""
        return union([self.ink, *self.fim.bars]) if self.fim else self.ink

    @property
    def occupied(self) -> Box:
        """The boundary and the ad plate."""
        return union([self.boundary, self.plate.box]) if self.plate else self.boundary

    def in_ink(self, ink: Ink) -> "Placed":
        """The same, all of it printed in `ink`."""
        return replace(
            self,
            lettering=tuple(replace(text, ink=ink) for text in self.lettering),
            symbol=replace(self.symbol, ink=ink) if self.symbol else None,
            fim=replace(self.fim, ink=ink) if self.fim else None,
            lines=tuple(replace(line, ink=ink) for line in self.lines),
            plate=self.plate.in_ink(ink) if self.plate else None,
        )


def set_block(job: Job, room: Room, *, right: float, top: float) -> tuple[Text, ...] | Misfit:
    """The words of the indicium arranged in `room`, their ink's top right corner at `right`, `top`."""
    block = best_block(job.composition, job.face, room)
    if block is None:
        tightest = tightest_block(job.composition, job.face, room.width)
        if tightest.width > room.width:
            return Misfit("604.4.8.6-other", "a word of the indicium", tightest.width, room.width)
        if room.wide and tightest.height <= room.height:
            return Misfit("604.4.8.3-longest", "the lettering of the indicium", tightest.height, tightest.width)
        return Misfit(job.height_rule, "the lettering of the indicium", tightest.height, room.height)
    return block.at(grid.down(right - block.width, job.dpi), top, job.dpi)


def set_symbol(choice: SymbolChoice, *, left: float, top: float) -> SymbolMark:
    """The symbol's place, its modules still light."""
    blank = np.zeros((choice.size.rows, choice.size.columns), dtype=np.bool_)
    box = Box(left, top, left + choice.width, top + choice.height)
    return SymbolMark(box=box, modules=blank, module_dots=choice.module_dots)


def quiet_zone(choice: SymbolChoice) -> float:
    """White kept beside the symbol, inches."""
    return symbol_spec.QUIET_ZONE_MODULES * choice.module
