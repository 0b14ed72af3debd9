"""What the engine lays out, and what comes back."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicia.compose.elements import Composition
from indicia.faces import Face
from indicia.layout.marks import Banner, BarsMark, Page, SymbolMark, Text
from indicia.layout.symbol_fit import SymbolChoice
from indicia.layout.zones import Zones, zones_of
from indicia.model.order import Order
from indicia.spec.kinds import Shape
from indicia.symbology import datamatrix


@dataclass(frozen=True, slots=True)
class Job:
    """One order on its way to a page."""

    order: Order
    composition: Composition
    face: Face
    dpi: int
    """Dots an inch of the output."""
    message_length: int
    """Bytes that the symbol will say."""
    width: float
    """Of what the printer prints, inches."""
    height: float
    """Same."""
    label: bool
    """The page is a label, not the mailpiece: it has no zones of its own."""

    @property
    def shape(self) -> Shape:
        """Shape whose zones the page has."""
        return Shape.PARCEL if self.label else self.order.shape

    @property
    def zones(self) -> Zones | None:
        """The reserved areas of the page."""
        return zones_of(self.width, self.height, self.shape)

    @property
    def piece(self) -> str:
        """The page in words, for messages."""
        name = self.order.media.stock if self.label else self.order.mailpiece.size
        extent = f"{self.width:g} x {self.height:g} in"
        return f"{name} ({extent})" if name else extent


@dataclass(frozen=True, slots=True)
class Layout:
    """A page with everything in its place, the symbol's content still open."""

    job: Job
    choice: SymbolChoice
    """Symbol size and module."""
    symbol: SymbolMark
    """The symbol, all modules light."""
    lettering: tuple[Text, ...]
    """The human-readable block."""
    fim: BarsMark | None
    """The FIM, where there is one."""
    addresses: tuple[Text, ...]
    """Delivery and return address, printed by the same system."""
    barcode: BarsMark | None
    """The address barcode, where there is one."""
    strict: bool
    """False when no arrangement stays above the OCR read area (facts: trap 1)."""

    def page(self, message: bytes) -> Page:
        """The page whose symbol says `message`."""
        return self.page_showing(datamatrix.encode(message, self.choice.size))

    def page_showing(self, modules: npt.NDArray[np.bool_], banner: Banner | None = None) -> Page:
        """The page whose symbol shows these R x C modules, with a banner across where one is given."""
        symbol = replace(self.symbol, modules=modules)
        marks = (symbol, *self.lettering, self.fim, *self.addresses, self.barcode, banner)
        return Page(
            width=self.job.width,
            height=self.job.height,
            dpi=self.job.dpi,
            ink=self.job.order.ink,
            marks=tuple(mark for mark in marks if mark is not None),
        )
