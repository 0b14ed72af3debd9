import json
from pathlib import Path
from typing import Any

import pytest

from fixtures.order_files import NAMES, ORDERS, document
from indicia.errors import ExitCode, InputError, OrderError
from indicia.model.order import dump_order, load_order, order_schema, parse_order, read_order
from indicia.spec.kinds import Facing, Ink, Shape


def problems(changed: dict[str, Any]) -> list[str]:
    with pytest.raises(OrderError) as caught:
        parse_order(changed)
    assert ExitCode.INPUT == caught.value.exit_code
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("name", NAMES)
def test_fixture_orders_are_read(name: str) -> None:
    order = load_order(ORDERS / f"{name}.json")
    assert "941031234" == order.destination
    assert Ink.BLACK is order.ink


@pytest.mark.parametrize("name", NAMES)
def test_an_order_survives_writing_and_reading(name: str) -> None:
    order = load_order(ORDERS / f"{name}.json")
    assert order == read_order(dump_order(order))


def test_every_normative_order_is_read(shared: Path) -> None:
    files = sorted((shared / "examples" / "orders").glob("*.json"))
    assert 17 == len(files)
    for file in files:
        order = load_order(file)
        assert order == read_order(dump_order(order)), file.name


def test_amounts_are_mills() -> None:
    assert 370 == parse_order(document()).indicium.amount
    assert 199 == parse_order(document(indicium={"amount": "0.199"})).indicium.amount


def test_a_json_number_is_read_exactly() -> None:
    text = json.dumps(document()).replace('"0.37"', "0.37")
    assert 370 == read_order(text).indicium.amount


@pytest.mark.parametrize("amount", ["0.3701", "-1", "1e9", "nan", "Infinity", "", "16777.216", 0.5, True, [1]])
def test_bad_amounts_are_refused_by_path(amount: object) -> None:
    (only,) = problems(document(indicium={"amount": amount}))
    assert only.startswith("indicium.amount: found ")


def test_every_problem_is_reported_at_once() -> None:
    changed = document(indicium={"amount": "x", "colour": 1}, mailpiece={"size": "#99"}, foo=1)
    changed["media"] = {"kind": "balloon"}
    changed["indicium"]["mailing_date"]["date"] = "2005-02-30"
    del changed["indicium"]["mail_class"]
    paths = {line.split(":")[0] for line in problems(changed)}
    assert {
        "foo",
        "indicium.amount",
        "indicium.colour",
        "indicium.mail_class",
        "indicium.mailing_date.date",
        "mailpiece",
        "media.kind",
    } == paths


def test_an_unknown_key_does_not_hide_a_problem_of_the_whole() -> None:
    lines = problems(document(foo=1, to=["NO ZIP HERE"]))
    assert any("'foo'" in line and "allowed: the keys" in line for line in lines)
    assert any("`barcode` with a `to`" in line for line in lines)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"indicium": {"system": None}}, "`system`"),
        ({"indicium": {"amount": None}}, "an `amount`"),
        ({"indicium": {"mailing_date": None}}, "`mailing_date`"),
        ({"indicium": {"mailing_date": {"form": "none", "date": "2005-06-15"}}}, "none with the form none"),
        ({"mailpiece": {"width": 5}}, "either `size` or both"),
        ({"mailpiece": {"size": "parcel"}}, "`media` of kind label"),
        ({"media": {"kind": "label"}}, "`stock` with"),
        ({"barcode": {"kind": "postnet", "tracking": "0" * 20}}, "`tracking` with the kind imb"),
        ({"barcode": {"kind": "imb", "tracking": "09" + "0" * 18}}, "20 digits"),
        ({"meter": {"serial": "1001"}}, "found '1001'"),
        ({"to": ["A\tB"]}, "printable characters"),
    ],
)
def test_parts_that_do_not_go_together_are_named(change: dict[str, Any], said: str) -> None:
    assert any(said in line for line in problems(document(**change)))


@pytest.mark.parametrize("text", ["", "{", "[1,", '{"a": 1, "a": 2}', b"\xff\xfe", "[" * 100_000])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(InputError, match="not a JSON order"):
        read_order(text)


@pytest.mark.parametrize("text", ["[]", "null", "3", '"x"'])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(OrderError, match="an object with"):
        read_order(text)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        load_order(tmp_path / "absent.json")


@pytest.mark.parametrize(
    ("mailpiece", "shape"),
    [
        ({"size": "card"}, Shape.CARD),
        ({"size": "4.25x6"}, Shape.CARD),
        ({"size": "#10"}, Shape.LETTER),
        ({"size": "6x9"}, Shape.LETTER),
        ({"size": "12x9"}, Shape.FLAT),
        ({"width": 9.5, "height": 4.125, "thickness": 0.5}, Shape.FLAT),
        ({"width": 11.5, "height": 6.125}, Shape.LETTER),
        ({"width": 11.51, "height": 6.125}, Shape.FLAT),
        ({"width": 4.9, "height": 3.5}, Shape.PARCEL),
        ({"width": 16, "height": 12}, Shape.PARCEL),
    ],
)
def test_shape_follows_the_size(mailpiece: dict[str, Any], shape: Shape) -> None:
    changed = document()
    changed["mailpiece"] = mailpiece
    assert shape is parse_order(changed).shape


def test_facing_defaults_follow_the_manual() -> None:
    assert Facing.FIM is parse_order(document(indicium={"facing": None})).facing
    assert Facing.NONE is parse_order(document(indicium={"facing": None, "mail_class": "standard"})).facing
    assert Facing.LABEL is parse_order(document("ibi-label-4x6", indicium={"facing": None})).facing


def test_the_schema_names_every_key_of_the_orders() -> None:
    schema = order_schema()
    assert {"meter", "indicium", "mailpiece", "media", "to", "from", "barcode"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
