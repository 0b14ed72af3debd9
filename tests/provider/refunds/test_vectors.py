"""Every sentence of DMM 604.10.3 (2005) and of 604.9.3 (2013) against hand-made cases (tests/vectors/refunds.json)."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicia.payload.dates import FieldDate, decode_date, encode_date, parse_date
from indicia.spec.kinds import DateForm
from indicia.spec.refunds import RefundEdition
from indicia.units import mills
from provider.refunds.case import parse_case
from provider.refunds.item import ScannedPiece, Shown, Told
from provider.refunds.outcome import worked_out
from provider.refunds.register_rules import RULES as REGISTER_RULES
from provider.refunds.register_rules import RequestIndicium
from provider.refunds.register_value import register_dict, value_refund
from provider.refunds.report import as_dict
from provider.refunds.rules import RULES
from verify.ledger import DuplicateStatus

FILE = Path(__file__).resolve().parents[2] / "vectors" / "refunds.json"
DOCUMENT = json.loads(FILE.read_text("utf-8"))
BASES, VECTORS = DOCUMENT["bases"], DOCUMENT["vectors"]
REQUESTED = {RefundEdition.DMM_2005: dt.date(2005, 8, 15), RefundEdition.DMM_2013: dt.date(2014, 8, 15)}
BETWEEN = dt.date(2009, 8, 15)
METER = "ZZ010000002001"
TEXTS = (
    ("dmm-604-postage-payment.txt", "10.3 Refund Request for Postage", "10.4 Value Added Refunds", r"10\.3"),
    ("39cfr111-refunds-final-rule-2013.txt", "9.3 Refunds for Postage Evidencing", "[Revise the title of 9.4", r"9\.3"),
)


def dated(value: Any, on: dt.date) -> Any:
    """The value with days before and after the request written out."""
    if isinstance(value, dict):
        return {key: dated(inner, on) for key, inner in value.items()}
    if isinstance(value, list):
        return [dated(inner, on) for inner in value]
    found = re.fullmatch(r"day([+-][0-9]+)", value) if isinstance(value, str) else None
    return (on + dt.timedelta(days=int(found[1]))).isoformat() if found else value


def laid_over(document: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The document with values at dotted paths; a value of None takes its key away."""
    for path, value in changes.items():
        *parents, key = path.split(".")
        part = document
        for parent in parents:
            part = part.setdefault(parent, {})
        if value is None:
            part.pop(key, None)
        else:
            part[key] = value
    return document


def shown(value: str | None, on: dt.date) -> Shown | None:
    date: FieldDate | None
    if value == "unread":
        return None
    if value is not None and value.startswith("month-"):
        back = on.replace(day=1)
        for _ in range(int(value.removeprefix("month-"))):
            back = (back - dt.timedelta(days=1)).replace(day=1)
        date = decode_date(encode_date(DateForm.MONTH_YEAR, back))
    else:
        date = decode_date(parse_date(None if value is None else dated(value, on)))
    assert date is not None
    return Shown(date.form, date.first, date.last)


def scans(pieces: list[dict[str, Any]], on: dt.date) -> Iterator[ScannedPiece]:
    for group, told in enumerate(pieces):
        for number in range(told.get("count", 1)):
            yield ScannedPiece(
                file=f"{group}.{number}.png",
                meters=tuple(told.get("meters", [METER])),
                value=mills(Decimal(told.get("value", "0.37"))),
                shown=shown(told.get("shown", "day-10"), on),
                licensing_zip="06926",
                coded=told.get("coded", True),
                reply=told.get("reply", False),
                ledger=DuplicateStatus(told.get("ledger", "first-seen")),
                copy_of=told.get("copy_of", ""),
                complete=Told(told.get("complete", True)),
                legible=Told(told.get("legible", True)),
                valid=Told(told.get("valid", True)),
                identified=Told(told.get("identified", True)),
            )


def judged(vector: dict[str, Any], on: dt.date) -> dict[str, Any]:
    """The outcome of a vector's case on a day, as JSON values; the first piece's reasons stand at the top."""
    base = deepcopy(BASES[vector["base"]])
    case = parse_case(dated(laid_over(base["case"], vector.get("case", {})), on))
    if case.withdrawn is not None:
        told = vector.get("indicium", base.get("indicium"))
        indicium = told and RequestIndicium(told["serial"], mills(Decimal(told["remaining"])), Told(told["valid"]))
        return register_dict(value_refund(case, on, indicium))
    answer: dict[str, Any] = as_dict(worked_out(case, scans(vector.get("pieces", base["pieces"]), on), on))
    return {**answer, "reasons": answer["pieces"][0]["reasons"]}


def at(answer: Any, path: str) -> Any:
    for step in path.split("."):
        answer = answer[int(step)] if isinstance(answer, list) else answer[step]
    return answer


@pytest.mark.parametrize("edition", list(RefundEdition))
@pytest.mark.parametrize("vector", VECTORS, ids=[f"{vector['id']}-{vector['cites'][0]}" for vector in VECTORS])
def test_result_in_each_edition(vector: dict[str, Any], edition: RefundEdition) -> None:
    on = REQUESTED[edition]
    answer = judged(vector, on)
    expected = dated(vector["result"][edition], on)
    assert expected == {path: at(answer, path) for path in expected}
    assert edition.value == answer["edition"]


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{vector['id']}-{vector['cites'][0]}" for vector in VECTORS])
def test_between_the_editions_nothing_is_determined(vector: dict[str, Any]) -> None:
    answer = judged(vector, BETWEEN)
    assert ("undetermined", None) == (answer["eligibility"], answer["edition"])
    assert ["no text in hand says what held on 2009-08-15"] == answer["reasons"]


def test_numbers_are_unique_and_flags_explained() -> None:
    assert list(range(1, len(VECTORS) + 1)) == [vector["id"] for vector in VECTORS]
    assert {flag for vector in VECTORS for flag in vector.get("flags", ())} <= DOCUMENT["flags"].keys()


def test_every_rule_decides_in_some_vector() -> None:
    """Each is the reason of a result; those of states are asked of PC Postage as of meters."""
    reasons = {
        reason for vector in VECTORS for result in vector["result"].values() for reason in result.get("reasons", ())
    }
    assert set() == ({rule.id for rule in RULES} | {rule.id for rule in REGISTER_RULES}) - reasons


def sentences(text: str, first: str, after: str, section: str) -> Iterator[str]:
    """Every sentence of some sections, as `10.3.2c#1`: its paragraph, and its number there."""
    lines = text.splitlines()
    start, end = (next(n for n, line in enumerate(lines) if line.startswith(words)) for words in (first, after))
    paragraphs: dict[str, str] = {}
    numbered = letter = digit = ""
    for line in lines[start + 1 : end]:
        words = re.sub(r"\s*\[[^\]]*\]$", "", line.strip().removeprefix("- "))
        if heading := re.match(rf"({section}\.[0-9]+) ", words):
            numbered, letter, digit = heading[1], "", ""
            continue
        if item := re.match(r"([a-z])\. (.*)", words):
            (letter, words), digit = item.groups(), ""
        elif item := re.match(r"([0-9])\. (.*)", words):
            digit, words = item.groups()
        if numbered and words and not words.startswith(("[", "* *")):
            key = f"{numbered}{letter}{digit}"
            paragraphs[key] = f"{paragraphs.get(key, '')} {words}".strip()
    for key, words in paragraphs.items():
        count = len(re.split(r"(?<=[.:])\s+(?=[A-Z])", words))
        yield from (f"{key}#{number}" for number in range(1, count + 1))


def test_every_sentence_of_both_texts_has_a_vector(shared: Path) -> None:
    found = {
        sentence
        for file, first, after, section in TEXTS
        for sentence in sentences((shared / "standards" / file).read_text("utf-8"), first, after, section)
    }
    cited = {sentence for vector in VECTORS for sentence in vector["cites"]}
    assert found == cited
    assert 145 < len(found)
