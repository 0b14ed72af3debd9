"""Rows on what was seen before, and on the lettering that must say what the symbol says. Outside the manual."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, Row, Weight
from indicia.rulebook.rows.bounds import INPUT, PIXELS

_LEDGER = INPUT | PIXELS
_FORGED = "Treat the piece as not paid; keep it as evidence."


def _match(topic: str, quantity: Quantity, what: str, other: str) -> Row:
    return Row(
        id=f"match-{topic}",
        section="",
        title=f"{what} as in the {other}",
        explanation=f"The {what} in the symbol's message is the one in the {other}.",
        remedy=_FORGED,
        asks=((quantity, YES),),
        witnesses=PIXELS,
    )


ROWS: tuple[Row, ...] = (
    Row(
        id="duplicate",
        section="",
        title="seen for the first time",
        explanation="The same indicium has come before and is not on the list of declared reprints.",
        remedy="Treat the piece as not paid; look for its copies.",
        asks=((Quantity.DUPLICATE, NO),),
        witnesses=_LEDGER,
    ),
    Row(
        id="duplicate-conflict",
        section="",
        title="one indicium a register value",
        explanation="Another indicium of the same device with the same register value has come before: one of them is "
        "no print of that device.",
        remedy=_FORGED,
        asks=((Quantity.DUPLICATE_CONFLICT, NO),),
        witnesses=_LEDGER,
    ),
    Row(
        id="refunded",
        section="",
        title="not refunded",
        explanation="The postage of this indicium was refunded as unused.",
        remedy="Treat the piece as not paid; report it to the office that refunded.",
        asks=((Quantity.REFUNDED, NO),),
        witnesses=_LEDGER,
    ),
    Row(
        id="register-sequence",
        section="",
        title="registers of the device in sequence",
        explanation="The ascending register of a device grows by the postage of every indicium, and ascending plus "
        "descending register changes at refills alone (604.4.1.1): the indicia just before and after this one say "
        "otherwise, so one of them is no print of that device, or the device was copied.",
        remedy="Keep the pieces; report the device to its provider.",
        asks=((Quantity.REGISTERS_AGREE, YES),),
        witnesses=_LEDGER,
        weight=Weight.WARNS,
    ),
    _match("amount", Quantity.MATCH_AMOUNT, "amount", "lettering"),
    _match("date", Quantity.MATCH_DATE, "mailing date", "lettering"),
    _match("zip", Quantity.MATCH_ZIP, "licensing ZIP Code", "lettering"),
    _match("serial", Quantity.MATCH_SERIAL, "serial number", "lettering"),
    _match("destination", Quantity.MATCH_DESTINATION, "destination", "address barcode"),
)
