"""Rows of DMM 604.4.8.3, position of indicia on the mailpiece, and of the zones that it names."""

from indicia.rulebook.evidence import Circumstances, Quantity
from indicia.rulebook.row import AtLeast, AtMost, Row, Weight, binds
from indicia.spec import placement
from indicia.spec.kinds import MediaKind, Purpose, Shape

UPPER = frozenset({Purpose.POSTAGE, Purpose.REPLY, Purpose.QA, Purpose.REFUND_REQUEST})
"""Purposes whose indicium stands in the normal place."""
ZONED = frozenset({Shape.CARD, Shape.LETTER})
"""Shapes that have FIM, OCR and barcode zones."""
ON_PIECE = frozenset({MediaKind.MAILPIECE, MediaKind.PAPER})
"""Media whose page is the mailpiece itself, so that its edges and zones are known."""
_POSITION = "604.4.8.3"


def _below_no_10(circumstances: Circumstances) -> bool:
    height = circumstances.height
    return height is not None and height < placement.OCR_DECIDES_FROM_HEIGHT


ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.3-upper-right",
        section=_POSITION,
        title="upper right corner",
        explanation="The indicium is printed or applied in the upper right corner of the envelope or address "
        "label: its centre lies in the upper right quarter.",
        remedy="Move the indicium towards the upper right corner.",
        asks=((Quantity.UPPER_RIGHT_SHARE, AtMost(placement.UPPER_RIGHT_MAX_SHARE, unit="of half the piece")),),
        applies=binds(purpose=UPPER),
        reading=True,
    ),
    Row(
        id="604.4.8.3-right-edge",
        section=_POSITION,
        title="distance from the right edge",
        explanation="The ink of lettering and symbol is at least 1/4 inch from the right edge of the mailpiece.",
        remedy="Move the indicium to the left, or check the printer's offset.",
        asks=((Quantity.RIGHT_EDGE, AtLeast(placement.INDICIUM_FROM_RIGHT)),),
        applies=binds(purpose=UPPER),
    ),
    Row(
        id="604.4.8.3-top-edge",
        section=_POSITION,
        title="distance from the top edge",
        explanation="The ink of lettering and symbol is at least 1/4 inch from the top edge of the mailpiece.",
        remedy="Move the indicium down, or check the printer's offset.",
        asks=((Quantity.TOP_EDGE, AtLeast(placement.INDICIUM_FROM_TOP)),),
        applies=binds(purpose=UPPER),
    ),
    Row(
        id="604.4.8.3-fim-zone",
        section=_POSITION,
        title="FIM clear zone",
        explanation="No ink of the indicium lies in the area reserved for the FIM, 1-3/4 to 3 inches from the "
        "right edge and 5/8 inch down from the top edge.",
        remedy="Keep lettering and symbol to the left, to the right or below of the FIM clear zone.",
        asks=((Quantity.FIM_ZONE_INTRUSION, AtMost(0.0)),),
        applies=binds(shape=ZONED, media=ON_PIECE),
    ),
    Row(
        id="604.4.8.3-barcode-zone",
        section=_POSITION,
        title="barcode clear zone",
        explanation="No ink of the indicium lies in the barcode clear zone, 4-3/4 by 5/8 inch in the lower "
        "right corner.",
        remedy="Move the indicium up.",
        asks=((Quantity.BARCODE_ZONE_INTRUSION, AtMost(0.0)),),
        applies=binds(shape=ZONED, media=ON_PIECE),
    ),
    Row(
        id="604.4.8.3-ocr-zone",
        section=_POSITION,
        title="OCR read area",
        explanation="No ink of the indicium lies in the OCR read area. On pieces lower than a #10 envelope the "
        "strict band above it is thinner than ordinary meter imprints, so there an intrusion only warns.",
        remedy="Use a flatter indicium, or a higher mailpiece.",
        asks=((Quantity.OCR_ZONE_INTRUSION, AtMost(0.0)),),
        applies=binds(shape=ZONED, media=ON_PIECE),
        softened=_below_no_10,
        reading=True,
    ),
    Row(
        id="604.4.8.3-parallel",
        section=_POSITION,
        title="parallel to the address",
        explanation="The indicium is oriented parallel to the address.",
        remedy="Feed the piece straight.",
        asks=((Quantity.ADDRESS_ANGLE, AtMost(placement.PARALLEL_MAX_DEG, unit="deg")),),
        applies=binds(purpose=UPPER),
        reading=True,
    ),
    Row(
        id="604.4.8.3-longest",
        section=_POSITION,
        title="longest dimension along the address",
        explanation="The longest dimension of the indicium is parallel to the address.",
        remedy="Turn the indicium, or arrange it wider than high.",
        asks=((Quantity.LENGTH_RATIO, AtLeast(placement.LONGEST_MIN_RATIO, unit="")),),
        applies=binds(purpose=UPPER),
        reading=True,
    ),
    Row(
        id="202.2.1-ocr-address",
        section="202.2.1",
        title="delivery address in the OCR read area",
        explanation="The delivery address lies wholly inside the OCR read area; the manual recommends it.",
        remedy="Use fewer or shorter address lines, or a larger mailpiece.",
        asks=((Quantity.ADDRESS_OUTSIDE_OCR, AtMost(0.0)),),
        applies=binds(shape=ZONED, media=ON_PIECE),
        weight=Weight.WARNS,
    ),
)
