"""Rows of DMM 604.4.8.4: the die of a letterpress indicium, the clear zone of a digital one."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import AtLeast, AtMost, Row, binds
from indicia.rulebook.rows.bounds import DIGITAL, LAYOUT, SHOWN, UPPER
from indicia.spec import placement
from indicia.spec.kinds import Purpose, Technology

_SECTION = "604.4.8.4b"
_LIMIT = AtLeast(placement.INDICIUM_CLEAR_ZONE)

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.4-a-die",
        section="604.4.8.4a",
        title="inside the printing die",
        explanation="All postal information of a letterpress indicium lies inside the rectangle of its printing die.",
        remedy="Use fewer or smaller words, or a larger die.",
        asks=((Quantity.DIE_OVERRUN, AtMost(0)),),
        applies=binds(technology=Technology.LETTERPRESS, ink_jet=False),
        witnesses=LAYOUT,
    ),
    Row(
        id="604.4.8.4-b-clear-left",
        section=_SECTION,
        title="clear zone to the left",
        explanation="Nothing is printed by the system within 1/2 inch to the left of all elements of the "
        "indicium, the required FIM included.",
        remedy="Move the return address or other matter to the left or down.",
        witnesses=SHOWN,
        asks=((Quantity.CLEAR_LEFT, _LIMIT),),
        applies=binds(technology=DIGITAL, purpose=UPPER),
    ),
    Row(
        id="604.4.8.4-b-clear-below",
        section=_SECTION,
        title="clear zone below",
        explanation="Nothing is printed by the system within 1/2 inch below all elements of the indicium; for "
        "PC Postage that includes the address.",
        remedy="Move the address down.",
        witnesses=SHOWN,
        asks=((Quantity.CLEAR_BELOW, _LIMIT),),
        applies=binds(technology=DIGITAL, purpose=UPPER),
    ),
    Row(
        id="604.4.8.4-b-local",
        section=_SECTION,
        title="clear zone of a special indicium",
        explanation="The manual draws the boundary to the right and top edge. This project's reading: a redate or "
        "postage correction away from the upper right corner, where that boundary would span the piece, has its own "
        "box as boundary; 1/2 inch to the left of it and below it, or as far as the edge, nothing is printed by the "
        "system. A date correction by ink jet stands by the address or barcode (604.4.9.1a) and has no such zone.",
        remedy="Move the special indicium or the other matter.",
        asks=((Quantity.LOCAL_CLEAR_LEFT, _LIMIT), (Quantity.LOCAL_CLEAR_BELOW, _LIMIT)),
        applies=binds(
            technology=DIGITAL, purpose=frozenset({Purpose.REDATE, Purpose.POSTAGE_CORRECTION}), ink_jet=False
        ),
        witnesses=SHOWN,
        reading=True,
    ),
)
