"""Rows of DMM 604.4.9.2 and 4.9.3: postage correction; indicia of military post offices."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, AtLeast, AtMost, OneOf, Row, Within, binds
from indicia.rulebook.rows.bounds import ASKED, LAYOUT, METERED, NOT_PC, ORDER, PC, SHOWN, UNZONED, ZONED
from indicia.spec import placement, special
from indicia.spec.kinds import Location, Purpose, Side

_ANY = {"technology": METERED, "purpose": Purpose.POSTAGE_CORRECTION}
_METER = {**_ANY, "system": NOT_PC}
_PC = {**_ANY, "system": PC}
_NEXT_TO = ((Quantity.GAP_TO_ORIGINAL, Within(placement.INDICIUM_CLEAR_ZONE, special.NEXT_TO_MAX)),)
_NEXT_TO_READING = (
    "This project's reading: next to it is outside its clear zone of 1/2 inch and no farther than twice that."
)

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.9.2-elements",
        section="604.4.9.2",
        title="elements of a postage correction",
        explanation="A postage correction contains every element that 604.4.8.5 asks of indicia.",
        remedy="Print the missing elements.",
        asks=((Quantity.ELEMENTS_MISSING, AtMost(0, unit="elements")),),
        applies=binds(**_ANY),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.9.2-a-place-letter",
        section="604.4.9.2a",
        title="place of a correction on a letter",
        explanation="On letters the correction stands on the nonaddress side in the upper right corner, or on the "
        "address side in the lower left corner.",
        remedy="Move the correction to one of the two corners.",
        asks=((Quantity.SPECIAL_PLACE, OneOf(special.METER_PLACES)),),
        applies=binds(**_METER, shape=ZONED),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.2-a-place-flat",
        section="604.4.9.2a",
        title="correction next to the original",
        explanation=f"On flats and parcels the correction stands next to the indicium. {_NEXT_TO_READING}",
        remedy="Move the correction to the left of or below the original.",
        asks=_NEXT_TO,
        applies=binds(**_METER, shape=UNZONED),
        witnesses=SHOWN,
        reading=True,
    ),
    Row(
        id="604.4.9.2-b-word",
        section="604.4.9.2b",
        title="word CORRECTION",
        explanation='A PC Postage correction has the word "CORRECTION"; POSTAGE CORRECTION serves 604.4.8.6 as well.',
        remedy="Print POSTAGE CORRECTION.",
        asks=((Quantity.CORRECTION_WORD, YES),),
        applies=binds(**_PC),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.2-b-no-fim",
        section="604.4.9.2b",
        title="no FIM with a PC Postage correction",
        explanation="A PC Postage correction does not include a FIM; its symbol stays.",
        remedy="Leave the FIM out.",
        asks=((Quantity.FIM_WITH_SPECIAL, NO),),
        applies=binds(**_PC),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.2-b-side",
        section="604.4.9.2b",
        title="side of a PC Postage correction",
        explanation="On letters a PC Postage correction stands on the nonaddress side.",
        remedy="Print it on the nonaddress side.",
        asks=((Quantity.SIDE, OneOf((Side.NONADDRESS.value,))),),
        applies=binds(**_PC, shape=ZONED),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.2-b-bottom",
        section="604.4.9.2b",
        title="correction above the bottom edge",
        explanation="On letters a PC Postage correction is at least 3/4 inch from the bottom edge.",
        remedy="Move it up.",
        asks=((Quantity.BOTTOM_EDGE, AtLeast(special.PC_FROM_BOTTOM)),),
        applies=binds(**_PC, shape=ZONED),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.2-b-flap",
        section="604.4.9.2b",
        title="correction off the flap",
        explanation="On letters a PC Postage correction is not on an envelope flap.",
        remedy="Move it down, below the flap.",
        asks=((Quantity.FLAP_INTRUSION, AtMost(0)),),
        applies=binds(**_PC, shape=ZONED),
        witnesses=ORDER | LAYOUT,
    ),
    Row(
        id="604.4.9.2-b-flat",
        section="604.4.9.2b",
        title="PC Postage correction next to the original",
        explanation="On flats and parcels a PC Postage correction stands next to the original indicium. "
        f"{_NEXT_TO_READING}",
        remedy="Move the correction to the left of or below the original.",
        asks=_NEXT_TO,
        applies=binds(**_PC, shape=UNZONED),
        witnesses=SHOWN,
        reading=True,
    ),
    Row(
        id="604.4.9.3-military",
        section="604.4.9.3",
        title="military address form",
        explanation="Systems of military post offices show branch, APO or FPO, AA, AE or AP, and ZIP Code, as in "
        "ARMY APO AE 09102.",
        remedy="Print the post office in this form.",
        asks=((Quantity.MILITARY_FORM, YES),),
        applies=binds(technology=METERED, location=Location.MILITARY, on_ship=False),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.9.3-ship",
        section="604.4.9.3",
        title="name of the ship",
        explanation="Fleet post offices on board naval vessels may show the ship's name and ZIP+4 instead of the "
        "standard wording, as in USS SARATOGA (CV-60) 34078-2740; other offices may not.",
        remedy="Print the ship's name and ZIP+4, or the standard wording.",
        asks=((Quantity.SHIP_FORM, YES),),
        applies=binds(technology=METERED, location=Location.MILITARY, on_ship=True, ink_jet=False),
        witnesses=ASKED,
    ),
)
