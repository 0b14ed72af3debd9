"""The reserved zones of letters and cards as boxes on a piece of a given size (DMM 202.2, 708.9 of 2005)."""

import enum

from indicia.geometry import Box
from indicia.spec import placement


class Zone(enum.StrEnum):
    """Areas that an indicium must not enter (604.4.8.3)."""

    FIM = "FIM clear zone"
    BARCODE = "barcode clear zone"
    OCR = "OCR read area"


EDGES: dict[Zone, frozenset[str]] = {
    Zone.FIM: frozenset({"top", "right"}),
    Zone.BARCODE: frozenset({"bottom", "right"}),
    Zone.OCR: frozenset({"bottom", "left", "right"}),
}
"""The edges of the piece from which each zone is measured: without them its place is not known."""


def zone_boxes(width: float, height: float) -> dict[Zone, Box]:
    """Where the zones of a letter or card of `width` by `height` inches lie."""
    return {
        Zone.FIM: Box(
            width - placement.FIM_ZONE_LEFT_FROM_RIGHT,
            0.0,
            width - placement.FIM_ZONE_RIGHT_FROM_RIGHT,
            placement.FIM_ZONE_HEIGHT,
        ),
        Zone.BARCODE: Box(
            width - placement.BARCODE_ZONE_FROM_RIGHT,
            height - placement.BARCODE_ZONE_HEIGHT,
            width,
            height,
        ),
        Zone.OCR: Box(
            placement.OCR_FROM_LEFT,
            height - placement.OCR_TOP_FROM_BOTTOM,
            width - placement.OCR_FROM_RIGHT,
            height - placement.OCR_BOTTOM_FROM_BOTTOM,
        ),
    }
