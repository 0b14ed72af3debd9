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
from indicia.spec.refunds import BUNDLE, LOST_DAYS, TERMS, RefundEdition
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
    ("dmm-604-postage-payment.txt", "10.2 Postage and Fee Refunds", "10.3 Refund Request", r"10\.2"),
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


def paragraphs(text: str, first: str, after: str, section: str) -> dict[str, str]:
    """The words of every paragraph of some sections, as `10.3.2c`."""
    lines = text.replace("\xa0", " ").replace("\\$", "$").splitlines()
    start, end = (next(n for n, line in enumerate(lines) if line.startswith(words)) for words in (first, after))
    found: dict[str, str] = {}
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
            found[key] = f"{found.get(key, '')} {words}".strip()
    return found


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    """Both texts, paragraph by paragraph."""
    folder = shared / "standards"
    return {
        key: words
        for file, first, after, section in TEXTS
        for key, words in paragraphs((folder / file).read_text("utf-8"), first, after, section).items()
    }


def test_every_sentence_of_both_texts_has_a_vector(texts: dict[str, str]) -> None:
    found = {
        f"{key}#{number}"
        for key, words in texts.items()
        if not key.startswith("10.2")
        for number in range(1, len(re.split(r"(?<=[.:])\s+(?=[A-Z])", words)) + 1)
    }
    cited = {sentence for vector in VECTORS for sentence in vector["cites"]}
    assert found == cited
    assert 145 < len(found)


def test_every_section_of_a_rule_is_in_the_text(texts: dict[str, str]) -> None:
    cited = {section for rule in RULES for section in (rule.section, *rule.also)}
    cited |= {rule.section for rule in REGISTER_RULES if rule.section.startswith(("9.", "10."))}
    # The final rule leaves these two items as they stood, and does not print them.
    assert {"9.3.5b", "9.3.5d"} == {section for section in cited if not any(key.startswith(section) for key in texts)}


def test_numbers_of_the_tables_stand_in_their_sections(texts: dict[str, str]) -> None:
    for classes in TERMS.values():
        for terms in classes.values():
            if terms.deadline is not None:
                assert re.search(rf"\b{terms.deadline.days}\)? days", texts[terms.deadline.section])
            if terms.least is not None:
                words = texts[terms.least.section]
                assert f"{terms.least.pieces} pieces" in words
                assert f"${terms.least.mills // 1000}" in words
            if terms.charge is not None:
                share, hours = (texts[f"{terms.charge.section}{number}"] for number in (1, 2))
                assert f"${terms.charge.limit_mills // 1000} or less" in share
                assert f"{terms.charge.percent}%" in share
                assert f"${terms.charge.hour_mills // 1000} per hour" in hours
                assert f"minimum charge of ${terms.charge.least_mills // 1000}" in hours
                if terms.charge.order_mills:
                    assert f"up to ${terms.charge.order_mills // 1000}" in hours
            assert f"{terms.appeal.days} days" in texts[terms.appeal.section]
    assert f"{LOST_DAYS} days" in texts["9.3.7"]
    assert "90%" in texts["9.3.8c"]
    for section in ("9.3.7d", "9.3.12"):
        assert "$25.00" in texts[section]
    for section in ("10.3.2b", "10.3.4d", "9.3.2a"):
        assert f"groups of {BUNDLE} identical items" in texts[section]
