"""Rows of DMM 604.4.8.3, position of indicia on the mailpiece, and of the zones that it names."""

from indicia.rulebook.evidence import Circumstances, Quantity
from indicia.rulebook.row import AtLeast, AtMost, OneOf, Row, Weight, binds
from indicia.rulebook.rows.bounds import METERED, ON_PIECE, SHOWN, UPPER, ZONED
from indicia.spec import placement
from indicia.spec.kinds import Side

_POSITION = "604.4.8.3"
_PLACED = binds(technology=METERED, purpose=UPPER)
_ON_ZONES = binds(technology=METERED, shape=ZONED, media=ON_PIECE, side=Side.ADDRESS)


def _below_no_10(circumstances: Circumstances) -> bool:
    height = circumstances.height
    return height is not None and height < placement.OCR_DECIDES_FROM_HEIGHT


ROWS: tuple[Row, ...] = (
    Row(
        witnesses=SHOWN,
        id="604.4.8.3-upper-right",
        section=_POSITION,
        title="upper right corner",
        explanation="The indicium is printed or applied in the upper right corner of the envelope or address "
        "label. This project's reading: on the address side, its centre in the upper right quarter of piece or label.",
        remedy="Move the indicium towards the upper right corner of the address side.",
        asks=(
            (Quantity.UPPER_RIGHT_SHARE, AtMost(placement.UPPER_RIGHT_MAX_SHARE, unit="of half the piece")),
            (Quantity.SIDE, OneOf((Side.ADDRESS.value,))),
        ),
        applies=_PLACED,
        reading=True,
    ),
    Row(
        witnesses=SHOWN,
        id="604.4.8.3-right-edge",
        section=_POSITION,
        title="distance from the right edge",
        explanation="The ink of lettering and symbol is at least 1/4 inch from the right edge of the mailpiece; "
        "that of a label after it is applied.",
        remedy="Move the indicium to the left, or check the printer's offset.",
        asks=((Quantity.RIGHT_EDGE, AtLeast(placement.INDICIUM_FROM_RIGHT)),),
        applies=_PLACED,
    ),
    Row(
        witnesses=SHOWN,
        id="604.4.8.3-top-edge",
        section=_POSITION,
        title="distance from the top edge",
        explanation="The ink of lettering and symbol is at least 1/4 inch from the top edge of the mailpiece.",
        remedy="Move the indicium down, or check the printer's offset.",
        asks=((Quantity.TOP_EDGE, AtLeast(placement.INDICIUM_FROM_TOP)),),
        applies=_PLACED,
    ),
    Row(
        witnesses=SHOWN,
        id="604.4.8.3-fim-zone",
        section=_POSITION,
        title="FIM clear zone",
        explanation="No ink of the indicium lies in the area reserved for the FIM, 1-3/4 to 3 inches from the "
        "right edge and 5/8 inch down from the top edge.",
        remedy="Keep lettering and symbol to the left, to the right or below of the FIM clear zone.",
        asks=((Quantity.FIM_ZONE_INTRUSION, AtMost(0.0)),),
        applies=_ON_ZONES,
    ),
    Row(
        witnesses=SHOWN,
        id="604.4.8.3-barcode-zone",
        section=_POSITION,
        title="barcode clear zone",
        explanation="No ink of the indicium lies in the barcode clear zone, 4-3/4 by 5/8 inch in the lower "
        "right corner.",
        remedy="Move the indicium up.",
        asks=((Quantity.BARCODE_ZONE_INTRUSION, AtMost(0.0)),),
        applies=_ON_ZONES,
    ),
    Row(
        witnesses=SHOWN,
        id="604.4.8.3-ocr-zone",
        section=_POSITION,
        title="OCR read area",
        explanation="No ink of the indicium lies in the OCR read area. This project's reading, which departs from the "
        "text: on pieces lower than a #10 envelope the strict band above the area is thinner than ordinary meter "
        "imprints, so there an intrusion only warns. A date correction by ink jet stands above the address block "
        "(604.4.9.1a), which the area is for.",
        remedy="Use a flatter indicium, or a higher mailpiece.",
        asks=((Quantity.OCR_ZONE_INTRUSION, AtMost(0.0)),),
        applies=_ON_ZONES.but_not(ink_jet=True),
        softened=_below_no_10,
        reading=True,
    ),
    Row(
        witnesses=SHOWN,
        id="604.4.8.3-parallel",
        section=_POSITION,
        title="parallel to the address",
        explanation="The indicium is oriented parallel to the address. This project's reading: within 5 degrees.",
        remedy="Feed the piece straight.",
        asks=((Quantity.ADDRESS_ANGLE, AtMost(placement.PARALLEL_MAX_DEG, unit="deg")),),
        applies=_PLACED,
        reading=True,
    ),
    Row(
        witnesses=SHOWN,
        id="604.4.8.3-longest",
        section=_POSITION,
        title="longest dimension along the address",
        explanation="The longest dimension of the indicium is parallel to the address. This project's reading: it is "
        "at least as wide as high.",
        remedy="Turn the indicium, or arrange it wider than high.",
        asks=((Quantity.LENGTH_RATIO, AtLeast(placement.LONGEST_MIN_RATIO, unit="")),),
        applies=_PLACED,
        reading=True,
    ),
    Row(
        witnesses=SHOWN,
        id="202.2.1-ocr-address",
        section="202.2.1",
        title="delivery address in the OCR read area",
        explanation="The delivery address lies wholly inside the OCR read area; the manual recommends it.",
        remedy="Use fewer or shorter address lines, or a larger mailpiece.",
        asks=((Quantity.ADDRESS_OUTSIDE_OCR, AtMost(0.0)),),
        applies=_ON_ZONES,
        weight=Weight.WARNS,
    ),
)
