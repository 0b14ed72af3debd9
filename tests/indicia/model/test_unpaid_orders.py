"""Orders of permits, precancels and reply formats: their keys, and which of them go together."""

from typing import Any

import pytest

from fixtures.order_files import document
from fixtures.unpaid import order_of
from indicia.errors import OrderError
from indicia.model.order import dump_order, parse_order, read_order
from indicia.spec.kinds import Facing, Ink

NAMES = ["permit-imprint", "precancel-postmark", "courtesy-reply", "business-reply"]
COMPANY = {"company": "ROE SUPPLY CO", "permit_number": None, "post_office": None}


@pytest.mark.parametrize("name", NAMES)
def test_they_need_no_meter_and_print_black(name: str) -> None:
    order = order_of(name)
    assert order.meter is None
    assert Ink.BLACK is order.ink


@pytest.mark.parametrize(
    ("name", "facing"),
    [
        ("permit-imprint", Facing.NONE),
        ("precancel-postmark", Facing.NONE),
        ("courtesy-reply", Facing.FIM),
        ("business-reply", Facing.FIM),
    ],
)
def test_reply_formats_alone_are_faced_by_a_fim(name: str, facing: Facing) -> None:
    assert facing is order_of(name).facing


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("permit-imprint", {"indicium": {**COMPANY, "records_zip": "06902", "expedited": True, "amount": "0.278"}}),
        ("precancel-postmark", {"indicium": {"initials": "A. B. CO."}, "stamp": {"value": "1.29"}}),
        ("business-reply", {"barcode": None}),
    ],
)
def test_an_order_survives_writing_and_reading(name: str, changes: dict[str, Any]) -> None:
    order = order_of(name, **changes)
    assert order == read_order(dump_order(order))


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("permit-imprint", {"indicium": {"permit_number": None}}, "`permit_number` with technology permit"),
        ("permit-imprint", {"indicium": {"post_office": None}}, "`post_office` with technology permit"),
        ("permit-imprint", {"indicium": {"company": "ROE"}}, "either a `company` or a `permit_number`"),
        ("permit-imprint", {"indicium": {"records_zip": "06902"}}, "`records_zip` with a `company` alone"),
        ("permit-imprint", {"indicium": {"system": "ibi-meter"}}, "`system` with technology letterpress"),
        ("permit-imprint", {"indicium": {"endorsement": "RETURN SERVICE REQUESTED"}}, "`endorsement` with technology"),
        ("permit-imprint", {"indicium": {"facing": "fim"}}, "`facing` with technology"),
        ("permit-imprint", {"indicium": {"initials": "ROE"}}, "`initials` with technology precancel alone"),
        ("permit-imprint", {"indicium": {"purpose": "redate"}}, "the purpose postage with technology permit"),
        ("permit-imprint", {"stamp": {"width": 1, "height": 1}}, "`stamp` with technology precancel"),
        ("permit-imprint", {"media": {"side": "nonaddress"}}, "the upper right corner of the address side"),
        ("precancel-postmark", {"stamp": None}, "`stamp` with technology precancel"),
        ("precancel-postmark", {"indicium": {"mailing_date": None}}, "`mailing_date` with technology precancel"),
        ("precancel-postmark", {"indicium": {"amount": "0.37"}}, "no `amount` with technology precancel"),
        ("precancel-postmark", {"indicium": {"boxed": True}}, "`boxed` with technology permit alone"),
        ("courtesy-reply", {"barcode": None}, "`barcode` with technology courtesy-reply"),
        ("courtesy-reply", {"mailpiece": {"size": "12x9"}}, "a card or letter"),
        ("business-reply", {"to": None, "barcode": None}, "`to` with technology business-reply"),
        ("business-reply", {"media": {"kind": "label", "stock": "4x6"}}, "a card or letter, printed directly"),
        ("business-reply", {"indicium": {"mail_class": "standard"}}, "`mail_class` first-class"),
        ("ibi-letter-10", {"indicium": {"expedited": True}}, "`expedited` with technology permit alone"),
    ],
)
def test_parts_that_do_not_go_together_are_refused(name: str, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(OrderError, match=words):
        parse_order(document(name, **changes))


def test_periodicals_cannot_be_ordered() -> None:
    with pytest.raises(OrderError, match=r"indicium\.mail_class: found 'periodicals'"):
        parse_order(document("permit-imprint", indicium={"mail_class": "periodicals"}))
