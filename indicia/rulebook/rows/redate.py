"""Rows of DMM 604.4.9.1: date correction or redate."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, AtLeast, AtMost, OneOf, Row, Within, binds
from indicia.rulebook.rows.bounds import ALL, INPUT, LAYOUT, METERED, NOT_PC, ORDER, PC, PIXELS, SHOWN, UNZONED, ZONED
from indicia.spec import placement, special
from indicia.spec.kinds import DateForm, Purpose, Shape, Side

_METER = {"technology": METERED, "purpose": Purpose.REDATE, "system": NOT_PC}
_PC = {"technology": METERED, "purpose": Purpose.REDATE, "system": PC}
_NEXT_TO = ((Quantity.GAP_TO_ORIGINAL, Within(placement.INDICIUM_CLEAR_ZONE, special.NEXT_TO_MAX)),)
_NEXT_TO_READING = (
    "This project's reading: next to it is outside its clear zone of 1/2 inch and no farther than twice that."
)
_INK_JET_TEXT = "An ink-jet date correction stands above the address block and below the indicia"

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.9.1-needed",
        section="604.4.9.1",
        title="redate when late or early",
        explanation="A piece that is not deposited in the mailing period of its date needs a date correction.",
        remedy="Add a redate with the day of deposit.",
        asks=((Quantity.REDATED, YES),),
        applies=binds(
            technology=METERED, out_of_period=True, date_form=frozenset({DateForm.COMPLETE, DateForm.MONTH_YEAR})
        ),
        witnesses=PIXELS | INPUT,
    ),
    Row(
        id="604.4.9.1-one",
        section="604.4.9.1",
        title="one date correction",
        explanation="Only one date correction is permitted on a piece.",
        remedy="Use a new envelope.",
        asks=((Quantity.REDATES, AtMost(special.REDATES_MAX, unit="redates")),),
        applies=ALL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-a-date",
        section="604.4.9.1a",
        title="day of deposit in the redate",
        explanation="A date correction shows the actual date of deposit.",
        remedy="Print the day on which the piece is deposited.",
        asks=((Quantity.DEPOSIT_DAY_SHOWN, YES),),
        applies=binds(**_METER),
        witnesses=PIXELS | INPUT,
    ),
    Row(
        id="604.4.9.1-a-zero",
        section="604.4.9.1a",
        title="value 0.00 in the redate",
        explanation='A date correction shows zero postage value, "0.00". This project\'s reading: one by ink jet shows '
        "what the sentence about it names, and no value.",
        remedy="Print 0.00.",
        asks=((Quantity.ZERO_VALUE_SHOWN, YES),),
        applies=binds(**_METER, ink_jet=False),
        witnesses=SHOWN,
        reading=True,
    ),
    Row(
        id="604.4.9.1-a-place-letter",
        section="604.4.9.1a",
        title="place of a redate on a letter",
        explanation="On letters the date correction stands on the nonaddress side in the upper right corner, or on the "
        "address side in the lower left corner.",
        remedy="Move the redate to one of the two corners.",
        asks=((Quantity.SPECIAL_PLACE, OneOf(special.METER_PLACES)),),
        applies=binds(**_METER, shape=ZONED, ink_jet=False),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-a-place-flat",
        section="604.4.9.1a",
        title="redate next to the original",
        explanation="On flats and parcels the date correction stands next to the original indicium, but for ink-jet "
        f"corrections. {_NEXT_TO_READING}",
        remedy="Move the redate to the left of or below the original.",
        asks=_NEXT_TO,
        applies=binds(**_METER, shape=UNZONED, ink_jet=False),
        witnesses=SHOWN,
        reading=True,
    ),
    Row(
        id="604.4.9.1-a-inkjet-barcoded",
        section="604.4.9.1a",
        title="ink-jet redate in barcoded mailings",
        explanation="The date may be corrected by an ink jet printer on pieces of barcoded mailings only.",
        remedy="Use an ordinary redate.",
        asks=((Quantity.INK_JET_BARCODED, YES),),
        applies=binds(**_METER, ink_jet=True),
        witnesses=ORDER | SHOWN,
    ),
    Row(
        id="604.4.9.1-a-inkjet-text",
        section="604.4.9.1a",
        title="text of an ink-jet redate",
        explanation="The text begins with two asterisks and shows the day of deposit and city, state and 3-digit ZIP "
        "Code of the mailing office.",
        remedy="Print ** and these four in one line.",
        asks=((Quantity.INK_JET_LINE, YES),),
        applies=binds(**_METER, ink_jet=True),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-a-inkjet-place",
        section="604.4.9.1a",
        title="place of an ink-jet redate",
        explanation=f"{_INK_JET_TEXT}.",
        remedy="Print the line between indicium and address.",
        asks=((Quantity.INK_JET_PLACE, OneOf((special.INK_JET_UNDER_INDICIUM,))),),
        applies=binds(**_METER, ink_jet=True, shape=frozenset(Shape) - {Shape.FLAT}),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-a-inkjet-place",
        section="604.4.9.1a",
        title="place of an ink-jet redate",
        explanation=f"{_INK_JET_TEXT}; on flats just above a barcode that an ink jet printer applied, too. This "
        f"project's reading: just above is no more than {special.INK_JET_OVER_BARCODE_MAX:g} inch above it.",
        remedy="Print the line between indicium and address, or just above the barcode.",
        asks=((Quantity.INK_JET_PLACE, OneOf((special.INK_JET_UNDER_INDICIUM, special.INK_JET_ABOVE_BARCODE))),),
        applies=binds(**_METER, ink_jet=True, shape=Shape.FLAT),
        witnesses=SHOWN,
        reading=True,
    ),
    Row(
        id="604.4.9.1-b-only",
        section="604.4.9.1b",
        title="contents of a PC Postage redate",
        explanation="A PC Postage redate includes only the actual date of deposit and the word REDATE, and 604.4.8.5c "
        "asks for the licensing post office in each of several indicia. This project's reading: these three and "
        "nothing else.",
        remedy="Print REDATE, the day of deposit and the licensing ZIP Code, nothing else.",
        asks=((Quantity.REDATE_ONLY, AtMost(0, unit="elements")),),
        applies=binds(**_PC),
        witnesses=SHOWN,
        reading=True,
    ),
    Row(
        id="604.4.9.1-b-no-value",
        section="604.4.9.1b",
        title="no value in a PC Postage redate",
        explanation="A PC Postage redate has the word REDATE instead of a postage value.",
        remedy="Leave the amount out.",
        asks=((Quantity.REDATE_VALUE, NO),),
        applies=binds(**_PC),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-b-no-symbol",
        section="604.4.9.1b",
        title="no symbol in a PC Postage redate",
        explanation="A PC Postage redate does not include the two-dimensional barcode.",
        remedy="Leave the symbol out.",
        asks=((Quantity.REDATE_SYMBOL, NO),),
        applies=binds(**_PC),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-b-no-fim",
        section="604.4.9.1b",
        title="no FIM with a PC Postage redate",
        explanation="A PC Postage redate does not include the FIM.",
        remedy="Leave the FIM out.",
        asks=((Quantity.FIM_WITH_SPECIAL, NO),),
        applies=binds(**_PC),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-b-side",
        section="604.4.9.1b",
        title="side of a PC Postage redate",
        explanation="On letters a PC Postage redate stands on the nonaddress side.",
        remedy="Print it on the nonaddress side.",
        asks=((Quantity.SIDE, OneOf((Side.NONADDRESS.value,))),),
        applies=binds(**_PC, shape=ZONED),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-b-bottom",
        section="604.4.9.1b",
        title="redate above the bottom edge",
        explanation="On letters a PC Postage redate is at least 3/4 inch from the bottom edge.",
        remedy="Move it up.",
        asks=((Quantity.BOTTOM_EDGE, AtLeast(special.PC_FROM_BOTTOM)),),
        applies=binds(**_PC, shape=ZONED),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.1-b-flap",
        section="604.4.9.1b",
        title="redate off the flap",
        explanation="On letters a PC Postage redate is not on an envelope flap.",
        remedy="Move it down, below the flap.",
        asks=((Quantity.FLAP_INTRUSION, AtMost(0)),),
        applies=binds(**_PC, shape=ZONED),
        witnesses=ORDER | LAYOUT,
    ),
    Row(
        id="604.4.9.1-b-flat",
        section="604.4.9.1b",
        title="PC Postage redate next to the original",
        explanation=f"On flats and parcels a PC Postage redate stands next to the original indicium. "
        f"{_NEXT_TO_READING}",
        remedy="Move the redate to the left of or below the original.",
        asks=_NEXT_TO,
        applies=binds(**_PC, shape=UNZONED),
        witnesses=SHOWN,
        reading=True,
    ),
)
