"""What the engine lays out."""

from dataclasses import dataclass, field

from indicia.compose.elements import Composition
from indicia.compose.order import compose
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.sheet import printable
from indicia.layout.zones import Zones, zones_of
from indicia.model.meter import Meter
from indicia.model.order import Order
from indicia.model.stock_row import Stock

_ADDRESSED_LABEL = (4.0, 6.0)
"""This project's choice: smallest label that carries addresses, inches."""


@dataclass(frozen=True, slots=True)
class Job:
    """One order on its way to a page."""

    order: Order
    meter: Meter | None
    """Which device pays; None for what no device pays."""
    face: Face
    dpi: int
    """Dots an inch of the output."""
    message_length: int | None
    """Bytes that the symbol will say; None without a symbol."""
    width: float
    """Of what the printer prints, inches."""
    height: float
    """Same."""
    stock: Stock | None = None
    """The label that is printed on; None prints on the mailpiece."""
    original: Box | None = None
    """Of a correction: everything of the indicium that it corrects, where that is known; None takes for it what this
    engine would have printed."""
    composition: Composition = field(init=False, repr=False, compare=False)
    """The words of the indicium."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "composition", compose(self.order, self.meter))

    @property
    def label(self) -> bool:
        """Whether the page is a label, not the mailpiece: it has no zones of its own."""
        return self.stock is not None

    @property
    def carries_addresses(self) -> bool:
        """Whether the page has room for addresses: a mailpiece's address side has, of labels the shipping sizes."""
        if self.label:
            return self.width >= _ADDRESSED_LABEL[0] and self.height >= _ADDRESSED_LABEL[1]
        return self.order.media.side == "address"

    @property
    def printable(self) -> Box:
        """What of the page may be printed on."""
        return printable(self.stock) if self.stock is not None else Box(0.0, 0.0, self.width, self.height)

    @property
    def zones(self) -> Zones | None:
        """The reserved areas of the page; a label and the nonaddress side have none."""
        if self.label or self.order.media.side == "nonaddress":
            return None
        return zones_of(self.width, self.height, self.order.shape)

    @property
    def height_rule(self) -> str:
        """Id of the row that bounds the indicium's height on this page."""
        if self.label:
            return "604.4.8.11-c-contains"
        return "604.4.8.3-longest" if self.zones is None else "604.4.8.3-ocr-zone"

    @property
    def piece(self) -> str:
        """The page in words, for messages."""
        name = self.order.media.stock if self.label else self.order.mailpiece.size
        extent = f"{self.width:g} x {self.height:g} in"
        return f"{name} ({extent})" if name else extent
