"""Typesetting: words to boxes, from the face's real metrics. No kerning: what indicia say is short and plain."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from indicia.compose.elements import Element
from indicia.errors import InputError
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.marks import Text
from indicia.spec.kinds import Role
from indicia.units import inches


@dataclass(frozen=True, slots=True)
class Run:
    """Words set at a size, placed relative to the pen: x = 0 at the first origin, y = 0 on the baseline."""

    string: str
    role: Role
    size_pt: float
    bold: bool
    advances_pt: tuple[float, ...]
    """Advance of every character, points."""
    ink: Box
    """Tight ink, inches, y down (negative above the baseline)."""

    @property
    def advance(self) -> float:
        """Width that the pen moves, inches."""
        return inches(sum(self.advances_pt))

    def at(self, x: float, baseline: float) -> Text:
        """The mark with its pen start at `x`, `baseline`."""
        return Text(
            string=self.string,
            role=self.role,
            x=x,
            baseline=baseline,
            size_pt=self.size_pt,
            bold=self.bold,
            ink_box=self.ink.moved(x, baseline),
            advances_pt=self.advances_pt,
        )


def set_run(face: Face, string: str, *, role: Role, size_pt: float, bold: bool) -> Run:
    """`string` set in `face`.

    Raises:
        InputError: the face lacks a character, or nothing of the string leaves ink.
    """
    em = inches(size_pt)
    advances, boxes = face.glyphs(string, bold=bold)
    pens = accumulate(advances, initial=0.0)
    inked = [(pen + box[0], box[1], pen + box[2], box[3]) for pen, box in zip(pens, boxes, strict=False) if box]
    if not inked:
        raise InputError(f"nothing of {string!r} leaves ink")
    lefts, lows, rights, highs = zip(*inked, strict=True)
    left, top, right, bottom = min(lefts), -max(highs), max(rights), -min(lows)
    return Run(
        string=string,
        role=role,
        size_pt=size_pt,
        bold=bold,
        advances_pt=tuple(advance * size_pt for advance in advances),
        ink=Box(left * em, top * em, right * em, bottom * em),
    )


def set_element(face: Face, element: Element, size_pt: float) -> Run:
    """An element of a composition at a size, never under its least size."""
    return set_run(
        face,
        element.string,
        role=element.role,
        size_pt=element.size_pt(size_pt),
        bold=element.bold,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Runs on one baseline, each with its x from the start of the line."""

    runs: tuple[tuple[float, Run], ...]

    ink: Box = field(init=False, repr=False, compare=False)
    """Tight ink relative to the start of the line and the baseline."""

    def __post_init__(self) -> None:
        boxes = [run.ink.moved(x, 0.0) for x, run in self.runs]
        object.__setattr__(self, "ink", union(boxes))

    @property
    def size_pt(self) -> float:
        """Largest type size on the line."""
        return max(run.size_pt for _, run in self.runs)

    def at(self, x: float, baseline: float) -> tuple[Text, ...]:
        """The marks of the line started at `x`, `baseline`."""
        return tuple(run.at(x + dx, baseline) for dx, run in self.runs)


def join(runs: Sequence[Run], gap: float) -> Line:
    """The runs on one line, `gap` inches between the end of one and the start of the next."""
    placed = []
    x = 0.0
    for run in runs:
        placed.append((x, run))
        x += run.advance + gap
    return Line(tuple(placed))
