"""Marks moved as they are: nothing is resized, so what is on the dot grid stays on it when moved by whole dots."""

from dataclasses import replace
from typing import assert_never

from indicia.geometry import Box, union
from indicia.layout.marks import Banner, BarsMark, Frame, Mark, Rule, SymbolMark, Text


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """The same mark `dx` inches further right and `dy` inches further down."""
    match mark:
        case Text():
            box = mark.ink_box.moved(dx, dy)
            return replace(mark, x=mark.x + dx, baseline=mark.baseline + dy, ink_box=box)
        case BarsMark():
            return replace(mark, bars=tuple(bar.moved(dx, dy) for bar in mark.bars))
        case SymbolMark() | Rule() | Frame() | Banner():
            return replace(mark, box=mark.box.moved(dx, dy))
        case _:
            assert_never(mark)


def extent(mark: Mark) -> Box:
    """All that the mark prints on, inches."""
    match mark:
        case Text():
            return mark.ink_box
        case BarsMark():
            return union(mark.bars)
        case SymbolMark() | Rule() | Frame() | Banner():
            return mark.box
        case _:
            assert_never(mark)
