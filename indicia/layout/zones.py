"""The reserved areas of a mailpiece as boxes on it."""

from dataclasses import dataclass

from indicia.geometry import Box
from indicia.spec import placement
from indicia.spec.kinds import Shape


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones of a card or letter (DMM 202.2, 708.9.0, 708.4 of 2005), inches."""

    fim: Box
    ocr: Box
    barcode: Box


def zones_of(width: float, height: float, shape: Shape) -> Zones | None:
    """The zones of a piece; None for shapes that have none."""
    if shape not in placement.ZONED_SHAPES:
        return None
    return Zones(
        fim=Box(
            width - placement.FIM_ZONE_LEFT_FROM_RIGHT,
            0.0,
            width - placement.FIM_ZONE_RIGHT_FROM_RIGHT,
            placement.FIM_ZONE_HEIGHT,
        ),
        ocr=Box(
            placement.OCR_FROM_LEFT,
            height - placement.OCR_TOP_FROM_BOTTOM,
            width - placement.OCR_FROM_RIGHT,
            height - placement.OCR_BOTTOM_FROM_BOTTOM,
        ),
        barcode=Box(
            width - placement.BARCODE_ZONE_FROM_RIGHT,
            height - placement.BARCODE_ZONE_HEIGHT,
            width,
            height,
        ),
    )
