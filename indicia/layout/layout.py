"""A page with everything in its place, the symbol's content still open."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicia.layout.address import Surroundings
from indicia.layout.job import Job
from indicia.layout.marks import Page
from indicia.layout.placed import Placed
from indicia.layout.symbol_fit import SymbolChoice
from indicia.symbology import datamatrix


@dataclass(frozen=True, slots=True)
class Layout:
    """A page with everything in its place, the symbol's content still open."""

    job: Job
    choice: SymbolChoice | None
    """Symbol size and module; None without a symbol."""
    indicium: Placed
    """Lettering, symbol (all modules light), FIM and lines."""
    surroundings: Surroundings
    """What else the same system prints: addresses, legend, barcode."""
    strict: bool
    """False when no arrangement stays above the OCR read area, whose strict band is thin on small pieces."""

    def page(self, message: bytes | None) -> Page:
        """The page whose symbol says `message`; None for an indicium without a symbol."""
        if message is None or self.choice is None:
            return self.page_showing(None)
        return self.page_showing(datamatrix.encode(message, self.choice.size))

    def page_showing(self, modules: npt.NDArray[np.bool_] | None) -> Page:
        """The page whose symbol shows these R x C modules."""
        placed, around = self.indicium, self.surroundings
        symbol = placed.symbol
        if symbol is not None and modules is not None:
            symbol = replace(symbol, modules=modules)
        marks = (
            *placed.lines,
            symbol,
            *placed.lettering,
            *(placed.plate.lettering if placed.plate else ()),
            placed.fim,
            *around.addresses,
            *around.legend,
            around.barcode,
        )
        return Page(
            width=self.job.width,
            height=self.job.height,
            dpi=self.job.dpi,
            marks=tuple(mark for mark in marks if mark is not None),
        )
