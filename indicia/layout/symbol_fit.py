"""Choosing the symbol: square where it fits, else a rectangle; modules a whole number of printer dots."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from indicia.spec import symbol
from indicia.spec.ecc200 import Family, SymbolSize
from indicia.symbology import datamatrix


@dataclass(frozen=True, slots=True)
class SymbolChoice:
    """A size of symbol with a size of module."""

    size: SymbolSize
    """Modules."""
    module_dots: int
    """Printer dots a module."""
    dpi: int
    """Dots an inch."""

    @property
    def module(self) -> float:
        """X dimension, inches."""
        return self.module_dots / self.dpi

    @property
    def width(self) -> float:
        """Inches, without quiet zone."""
        return self.size.columns * self.module

    @property
    def height(self) -> float:
        """Inches, without quiet zone."""
        return self.size.rows * self.module


def choices(length: int, dpi: int) -> Iterator[SymbolChoice]:
    """The symbols that hold `length` bytes, most wanted first: the square, then the rectangle, large modules first."""
    for size in sizes_for(length):
        for dots in module_dots(dpi):
            yield SymbolChoice(size, dots, dpi)


def module_dots(dpi: int) -> list[int]:
    """Dots a module at `dpi`, from the largest allowed module to the smallest; may be empty below 77 dpi."""
    largest = math.floor(symbol.MODULE_MAX * dpi + 1e-9)
    smallest = math.ceil(symbol.MODULE_MIN * dpi - 1e-9)
    return list(range(largest, smallest - 1, -1))


def sizes_for(length: int) -> list[SymbolSize]:
    """The smallest square and the smallest rectangle (DMRE) that hold `length` bytes in Base 256."""
    families = (frozenset({Family.SQUARE}), frozenset({Family.RECTANGLE, Family.DMRE}))
    found = []
    for family in families:
        holding = [size for size in datamatrix.fits(length) if size.family in family]
        if holding:
            found.append(min(holding, key=lambda size: (size.rows * size.columns, size.rows)))
    return found
