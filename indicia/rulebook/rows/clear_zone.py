"""Rows of DMM 604.4.8.4b, the clear zone around the boundary of a digital indicium."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import AtLeast, Row, binds
from indicia.rulebook.rows.placement import UPPER
from indicia.spec import placement
from indicia.spec.kinds import Technology

_DIGITAL = frozenset({Technology.DIGITAL, Technology.IBI})
_SECTION = "604.4.8.4"
_LIMIT = AtLeast(placement.INDICIUM_CLEAR_ZONE)

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.4-b-clear-left",
        section=_SECTION,
        title="clear zone to the left",
        explanation="Nothing is printed by the system within 1/2 inch to the left of all elements of the "
        "indicium, the required FIM included.",
        remedy="Move the return address or other matter to the left or down.",
        asks=((Quantity.CLEAR_LEFT, _LIMIT),),
        applies=binds(technology=_DIGITAL, purpose=UPPER),
    ),
    Row(
        id="604.4.8.4-b-clear-below",
        section=_SECTION,
        title="clear zone below",
        explanation="Nothing is printed by the system within 1/2 inch below all elements of the indicium; for "
        "PC Postage that includes the address.",
        remedy="Move the address down.",
        asks=((Quantity.CLEAR_BELOW, _LIMIT),),
        applies=binds(technology=_DIGITAL, purpose=UPPER),
    ),
)
