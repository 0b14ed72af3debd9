"""The answer's JSON is the contract of design section 6: these keys, these names, null for what is not known."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from indicia.errors import ExitCode, InputError
from indicia.geometry import Box
from indicia.model.answer import AnswerJson, ErrorAnswerJson
from indicia.model.answer_schema import answer_schema
from verify.answer import Answer, ErrorAnswer
from verify.seen import Measured, Reader, Seen

Judge = Callable[..., Answer]
Says = Callable[..., Seen]


def test_the_keys_of_a_page_and_their_order(judge: Judge, letter: Seen) -> None:
    expected = "schema file page verdict reasons mailpiece fim barcodes indicia symbols findings"
    assert expected.split() == list(judge(letter).as_dict())


def test_a_page_as_the_contract_writes_it(judge: Judge, letter: Seen) -> None:
    answer = judge(letter).as_dict()
    assert ("indicia.verify/1", "a.png", 1, "ACCEPTABLE", []) == (
        answer["schema"],
        answer["file"],
        answer["page"],
        answer["verdict"],
        answer["reasons"],
    )
    assert {
        "width": 9.5,
        "height": 4.125,
        "skew_deg": 0.3,
        "rotation": 0,
        "dpi": 300.0,
        "dpi_source": "file",
        "shape": "letter",
    } == answer["mailpiece"]
    assert {
        "kind": "D",
        "right": 2.0,
        "top": 0.03,
        "bottom": 0.63,
        "bar_width": 0.031,
        "pitch": 0.0625,
        "slant_deg": 0.1,
    } == answer["fim"]


def test_an_indicium_as_the_contract_writes_it(judge: Judge, letter: Seen) -> None:
    (indicium,) = judge(letter).as_dict()["indicia"]
    payload = indicium["payload"]
    rest = {key: value for key, value in indicium.items() if key != "payload"}
    assert {
        "kind": "ibi",
        "purpose": "postage",
        "box": {"right": 0.25, "top": 0.25, "width": 3.8, "height": 0.88},
        "symbol": {
            "format": "datamatrix",
            "rows": 44,
            "columns": 44,
            "x_dimension": 0.02,
            "box": {"right": 3.17, "top": 0.25, "width": 0.88, "height": 0.88},
            "errors_corrected": 0,
            "erasures": 0,
            "grade": None,
        },
        "signature": {"status": "valid"},
        "date": {"status": "in-period", "first": "2005-06-15", "last": "2005-06-15"},
        "duplicate": {"status": "not-checked"},
        "text": None,
    } == rest
    assert payload is not None
    keys = ("mailing_date", "licensing_zip", "destination", "ascending_register", "amount")
    assert ("2005-06-15", "06926", "941031234", "12.340", "0.370") == tuple(payload.get(key) for key in keys)
    assert letter.symbols[0].data.hex() == payload["hex"]


def test_a_finding_as_the_contract_writes_it(judge: Judge, letter: Seen) -> None:
    seen = replace(letter, indicia=(replace(letter.indicia[0], box=Box(5.45, 0.25, 9.2, 1.13)),))
    findings = {finding["rule"]: finding for finding in judge(seen).as_dict()["findings"]}
    assert {
        "rule": "604.4.8.3-right-edge",
        "status": "pass",
        "measured": 0.3,
        "limit": ">= 0.25",
        "unit": "in",
        "uncertainty": 0.004,
    } == findings["604.4.8.3-right-edge"]


def test_a_limit_within_the_uncertainty_is_marginal(judge: Judge, letter: Seen) -> None:
    findings = {finding["rule"]: finding for finding in judge(letter).as_dict()["findings"]}
    assert findings["604.4.8.3-right-edge"]["marginal"] is True
    assert "marginal" not in findings["604.4.8.4-b-clear-left"]


def test_what_is_not_known_is_null(judge: Judge, letter: Seen) -> None:
    answer = judge(replace(letter, mailpiece=None, fim=None, indicia=())).as_dict()
    (indicium,) = answer["indicia"]
    assert indicium["symbol"] is not None
    unknown = [
        answer["mailpiece"],
        answer["fim"],
        indicium["box"],
        indicium["text"],
        indicium["symbol"]["box"],
        indicium["symbol"]["x_dimension"],
        indicium["symbol"]["grade"],
        answer["symbols"][0]["box"],
    ]
    assert [None] * 8 == unknown


def test_of_a_message_cut_short_the_missing_fields_are_null(judge: Judge, says: Says, letter: Seen) -> None:
    (indicium,) = judge(says(letter.symbols[0].data[:30])).as_dict()["indicia"]
    assert indicium["payload"] is not None
    assert ("2005-06-15", "06926", None) == tuple(
        indicium["payload"].get(key) for key in ("mailing_date", "licensing_zip", "destination")
    )
    assert ("truncated", None) == (indicium["signature"]["status"], indicium["date"])


def test_a_symbol_that_is_no_indicium_is_listed(judge: Judge, says: Says) -> None:
    answer = judge(says(b"hello")).as_dict()
    assert [] == answer["indicia"]
    assert [("68656c6c6f", "zxing")] == [(symbol["hex"], symbol["reader"]) for symbol in answer["symbols"]]
    assert "mirrored" not in answer["symbols"][0]


def test_what_stands_out_has_its_own_keys(judge: Judge, letter: Seen) -> None:
    assert letter.mailpiece is not None
    seen = replace(
        letter,
        mailpiece=replace(letter.mailpiece, cut_off=frozenset({"right", "left"}), mirrored=True),
        symbols=(replace(letter.symbols[0], mirrored=True, reader=Reader.OWN),),
        notes=("two scales disagree",),
    )
    answer = judge(seen).as_dict()
    assert answer["mailpiece"] is not None
    assert (["left", "right"], True) == (answer["mailpiece"]["cut_off"], answer["mailpiece"]["mirrored"])
    assert (True, ["two scales disagree"]) == (answer["symbols"][0]["mirrored"], answer["notes"])
    symbol = answer["indicia"][0]["symbol"]
    assert symbol is not None
    assert 0 == symbol["erasures"]


def test_rounding_leaves_no_negative_zero(judge: Judge, letter: Seen) -> None:
    assert letter.fim is not None
    seen = replace(letter, fim=replace(letter.fim, slant_deg=Measured(-0.0001, 0.2)))
    assert '"slant_deg": 0.0' in judge(seen).json()


def test_json_is_one_line_that_reads_back(judge: Judge, letter: Seen) -> None:
    answer = judge(letter)
    line = answer.json()
    assert "\n" not in line
    assert answer.as_dict() == json.loads(line)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"mailpiece": None, "fim": None, "indicia": ()},
        {"symbols": (), "indicia": ()},
        {"notes": ("a reader is missing",)},
    ],
)
def test_every_answer_has_the_declared_form(judge: Judge, letter: Seen, change: dict[str, Any]) -> None:
    answer = replace(judge(replace(letter, **change)), timing_ms={"load": 1.234, "total": 2.0})
    # What is not declared is dropped while validating, so equality finds it.
    assert answer.as_dict() == TypeAdapter(AnswerJson).validate_python(json.loads(answer.json()), strict=True)


def test_an_error_stands_in_the_place_of_an_answer() -> None:
    answer = ErrorAnswer.of("b.png", InputError("b.png: is empty"))
    expected = {
        "schema": "indicia.verify/1",
        "file": "b.png",
        "page": None,
        "error": {"code": "input", "message": "b.png: is empty"},
    }
    assert expected == json.loads(answer.json())
    assert expected == TypeAdapter(ErrorAnswerJson).validate_python(expected, strict=True)
    assert ExitCode.INPUT is answer.exit_code


@pytest.mark.parametrize(("on", "expected"), [("2005-06-15", ExitCode.DONE), ("2005-06-16", ExitCode.UNACCEPTABLE)])
def test_the_verdict_has_its_exit_code(judge: Judge, letter: Seen, on: str, expected: ExitCode) -> None:
    assert expected is judge(letter, on=dt.date.fromisoformat(on)).exit_code


def test_the_schema_describes_both_forms() -> None:
    schema = answer_schema()
    assert {"AnswerJson", "ErrorAnswerJson"} <= set(schema["$defs"])
    assert "AnswerJson" in str(schema["anyOf"])
    described = schema["$defs"]["AnswerJson"]
    assert set(AnswerJson.__annotations__) <= set(described["properties"])
    assert "timing_ms" not in described["required"]
