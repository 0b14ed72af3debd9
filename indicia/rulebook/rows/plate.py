"""Rows of DMM 604.4.8.7 and 4.8.8: postal markings in and beside indicia, the ad plate, other printed matter."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, AtLeast, AtMost, OneOf, Row, binds
from indicia.rulebook.rows.bounds import ASKED, DIGITAL, LAYOUT, METERED, ON_PIECE, ORDER, SHOWN, UPPER, ZONED
from indicia.spec import content, placement
from indicia.spec.kinds import PlateKind, Side, Technology

_MARKING = binds(technology=Technology.LETTERPRESS, plate=PlateKind.POSTAL_MARKING)
_MARKING_SECTION = "604.4.8.7a"

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.7-plate-only",
        section=_MARKING_SECTION,
        title="nothing beside the marking",
        explanation="An ad plate with a postal marking prints that marking and nothing else.",
        remedy="Leave the other matter out, or move the marking out of the plate.",
        asks=((Quantity.PLATE_OTHER_MATTER, AtMost(0, unit="pieces")),),
        applies=_MARKING,
        witnesses=ASKED,
    ),
    Row(
        id="604.4.8.7-plate-size",
        section=_MARKING_SECTION,
        title="size of the marking",
        explanation="All words of a postal marking in the ad plate are at least 1/4 inch high or 18-point type.",
        remedy="Print the marking larger.",
        asks=((Quantity.PLATE_SIZE_SHARE, AtLeast(content.PLATE_MIN_SHARE, unit="of the least size")),),
        applies=_MARKING,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.7-plate-bold",
        section=_MARKING_SECTION,
        title="marking bold",
        explanation="All words of a postal marking in the ad plate are bold.",
        remedy="Print the marking bold.",
        asks=((Quantity.PLATE_BOLD, YES),),
        applies=_MARKING,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.7-plate-caps",
        section=_MARKING_SECTION,
        title="marking in capitals",
        explanation="All words of a postal marking in the ad plate are in capital letters.",
        remedy="Print the marking in capitals.",
        asks=((Quantity.PLATE_CAPITALS, YES),),
        applies=_MARKING,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.7-plate-fill",
        section=_MARKING_SECTION,
        title="marking fills the plate",
        explanation="A postal marking fills the ad plate as much as possible. This project's reading: of width and "
        "height the extent of the marking's ink over the plate's, in the direction in which it is tighter, is at least "
        "nine tenths.",
        remedy="Print the marking larger, or use a smaller plate.",
        asks=((Quantity.PLATE_FILL, AtLeast(content.PLATE_FILL_MIN, unit="of the plate")),),
        applies=_MARKING,
        witnesses=SHOWN,
        reading=True,
    ),
    Row(
        id="604.4.8.7-plate-small",
        section=_MARKING_SECTION,
        title="no exception for small plates",
        explanation="A marking that does not reach its least size in a small ad plate is not permitted in it.",
        remedy="Use a larger plate, or no marking.",
        asks=((Quantity.PLATE_HOLDS, YES),),
        applies=_MARKING,
        witnesses=LAYOUT,
    ),
    Row(
        id="604.4.8.7-digital-endorsement",
        section="604.4.8.7b",
        title="optional marking of a digital indicium",
        explanation="Beside class and presort level a digital indicium may include ancillary service endorsements, and "
        "no other marking.",
        remedy="Use one of the endorsements of 507.1.5.",
        asks=((Quantity.ENDORSEMENT, OneOf(content.ENDORSEMENTS)),),
        applies=binds(technology=DIGITAL),
        witnesses=ORDER,
    ),
    Row(
        id="604.4.8.8-zones",
        section="604.4.8.8",
        title="other matter outside the zones",
        explanation="Ad plate, logo and other printed matter stay out of the areas reserved for the FIM, the barcode "
        "and the OCR.",
        remedy="Move the other matter.",
        asks=(
            (Quantity.PRINTED_FIM_ZONE, AtMost(0)),
            (Quantity.PRINTED_BARCODE_ZONE, AtMost(0)),
            (Quantity.PRINTED_OCR_ZONE, AtMost(0)),
        ),
        applies=binds(technology=METERED, shape=ZONED, media=ON_PIECE, side=Side.ADDRESS),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.8-a-digital",
        section="604.4.8.8a",
        also=("604.4.8.8b",),
        title="no advertising in digital indicia",
        explanation="Advertising, slogans and return addresses may be printed with letterpress indicia only.",
        remedy="Print such matter outside the clear zone.",
        asks=((Quantity.INDICIUM_ADVERTISING, NO),),
        applies=binds(technology=DIGITAL),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.8.8-a-mailer",
        section="604.4.8.8a",
        title="the mailer's message is marked",
        explanation="An ad plate's message includes the mailer's name or words such as \"Mailer's Message\".",
        remedy="Add the mailer's name or MAILER'S MESSAGE.",
        asks=((Quantity.PLATE_MAILER, YES),),
        applies=binds(technology=Technology.LETTERPRESS, plate=frozenset(PlateKind) - {PlateKind.POSTAL_MARKING}),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.8.8-b-inside",
        section="604.4.8.8b",
        title="nothing foreign within the boundary",
        explanation="Within the boundary, which reaches to the top and right edges, stand only markings and text that "
        "postal regulation requires or recommends, and the provider's identification.",
        remedy="Remove the other matter.",
        asks=((Quantity.FOREIGN_INSIDE, AtMost(0, unit="pieces")),),
        applies=binds(technology=DIGITAL, purpose=UPPER),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.8-b-outside",
        section="604.4.8.8b",
        title="other matter beyond the clear zone",
        explanation="The system prints other matter only outside the boundary of the clear zone around the indicium.",
        remedy="Move the other matter away from the indicium.",
        asks=((Quantity.OTHER_CLEAR, AtLeast(placement.INDICIUM_CLEAR_ZONE)),),
        applies=binds(technology=DIGITAL),
        witnesses=SHOWN,
    ),
)
