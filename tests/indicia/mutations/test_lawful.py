"""What ought to be lawful is: every named size with every system and purpose, and no rule broken."""

from typing import Any

import pytest

from fixtures.mutations.bench import MESSAGE_LENGTH
from fixtures.order_files import document
from indicia.faces import Face
from indicia.layout.misfit import LayoutRefused
from indicia.model.mailpiece import shape_of
from indicia.model.order import parse_order
from indicia.preflight import preflight
from indicia.rulebook.row import Outcome
from indicia.spec import placement
from indicia.spec.kinds import Purpose, Shape, System, Technology

SYSTEMS = {
    System.PC_POSTAGE: (Technology.IBI, "0.37"),
    System.IBI_METER: (Technology.IBI, "0.37"),
    System.PSD_METER: (Technology.DIGITAL, "0.37"),
    System.TRADITIONAL: (Technology.LETTERPRESS, "0.37"),
}
LICENSEE = ["ROE SUPPLY CO", "1 ELM ST", "STAMFORD CT 06926-0700"]
CORRECTING = {Purpose.REDATE, Purpose.POSTAGE_CORRECTION}
ZERO = {Purpose.REDATE, Purpose.QA}
SOFTENED = {"604.4.8.3-ocr-zone"}
"""Below #10 height an indicium in the OCR read area warns: this project's reading."""


def lawful(size: str, system: System, purpose: Purpose) -> dict[str, Any]:
    """The order that a user would write for this piece, system and purpose."""
    technology, amount = SYSTEMS[system]
    zoned = shape_of(*placement.NAMED_SIZES[size]) in {Shape.CARD, Shape.LETTER}
    pc = system is System.PC_POSTAGE
    valueless = pc and purpose is Purpose.REDATE
    reply = purpose is Purpose.REPLY
    return document(
        meter={"licensee": LICENSEE},
        indicium={
            "technology": technology.value,
            "system": system.value,
            "purpose": purpose.value,
            "amount": None if valueless else "0.00" if purpose in ZERO else amount,
            "mailing_date": {"form": "none"} if reply and not pc else {"form": "complete", "date": "2005-06-15"},
            "facing": None,
            "ink": None,
        },
        mailpiece={"size": size},
        media={"side": "nonaddress"} if zoned and purpose in CORRECTING else {},
        to=LICENSEE if reply else None,
        from_=None,
        barcode=None,
        weight_oz=1.0 if reply else None,
    )


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("size", placement.NAMED_SIZES)
def test_it_passes(face: Face, size: str, system: System, purpose: Purpose) -> None:
    order = parse_order(lawful(size, system, purpose))
    try:
        checked = preflight(order, order.meter, face, dpi=300, message_length=MESSAGE_LENGTH)
    except LayoutRefused as refused:
        pytest.fail(f"refused: {refused}")
    failed = {finding.row.id for finding in checked.findings if finding.outcome is not Outcome.PASS}
    low = placement.NAMED_SIZES[size][1] < placement.OCR_DECIDES_FROM_HEIGHT
    assert failed <= (SOFTENED if low else set())
    assert () == checked.refused
