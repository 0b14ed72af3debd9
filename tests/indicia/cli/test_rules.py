"""`indicia rules`: listed, filtered, explained, as JSON and as Markdown."""

import json
from pathlib import Path

import pytest

from indicia.errors import ExitCode
from indicia.rulebook.rows import rows
from indicia.rulebook.unchecked import UNCHECKED
from indicia.spec.kinds import Edition
from tests.indicia.cli.conftest import Run

DOCS = Path(__file__).resolve().parents[3] / "docs" / "rules.md"


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_lists_every_rule_and_every_sentence_that_nothing_checks(run: Run) -> None:
    ended = run("rules")
    assert ExitCode.DONE == ended.code
    words = set(ended.out.replace("†", " ").split())
    assert set() == {row.id for row in rows()} - words
    assert len(UNCHECKED) == ended.out.count("not checked")


def test_json_gives_one_object_a_rule_and_one_a_sentence(run: Run) -> None:
    answers = run("rules", "--json").answers
    assert len(rows()) + len(UNCHECKED) == len(answers)
    (amount,) = [answer for answer in answers if answer["rule"] == "604.4.8.6-amount"]
    asked = {"quantity": "amount_pt", "meaning": "type size of the amount", "limit": ">= 10", "unit": "pt"}
    assert [asked] == amount["asks"]
    assert ["layout", "pixels"] == amount["witnesses"]
    assert {"technology": ["letterpress", "digital", "ibi"]} == amount["applies"]


@pytest.mark.parametrize(
    ("section", "inside", "outside"),
    [
        ("604.4.8.6", "604.4.8.6-amount", "604.4.8.5-amount"),
        ("604.4.8.1", None, "604.4.8.10-fim-d"),
        ("604.4.8", "604.4.8.10-fim-d", "604.4.9.1-one"),
        ("604.4.8.13a", "604.4.8.13-any", "604.4.8.13-month-year"),
    ],
)
def test_a_section_holds_its_parts_and_no_other(run: Run, section: str, inside: str | None, outside: str) -> None:
    listed = {answer["rule"] for answer in run("rules", "--json", "--section", section).answers}
    assert inside in listed
    assert outside not in listed


def test_an_unknown_section_is_one_clear_error(run: Run) -> None:
    ended = run("rules", "--section", "604.99")
    assert (ExitCode.USAGE, 1) == (ended.code, len(ended.lines))
    assert "604.99" in ended.err


def test_markdown_is_the_document_in_docs(run: Run) -> None:
    assert DOCS.read_text("utf-8") == run("rules", "--markdown").out


def test_explains_one_rule(run: Run) -> None:
    out = run("rules", "explain", "604.4.8.6-prominence").out
    for words in ("US POSTAGE most prominent", "> 1", "this project's reading", "Print US POSTAGE larger", "dmm-2005"):
        assert words in out


def test_explains_every_case_of_a_rule(run: Run) -> None:
    out = run("rules", "explain", "604.4.8.10-fim-kind").out
    for words in ("case 1 of 4", "case 4 of 4", "not courtesy reply", "system pc-postage"):
        assert words in out


def test_explains_a_rule_of_several_editions(run: Run) -> None:
    answers = run("rules", "explain", "policy.imi-2025", "--json").answers
    weights = {Edition.DMM_2005.value: "warns", Edition.CURRENT.value: "decides"}
    assert weights == {answer["edition"]: answer["weight"] for answer in answers}


@pytest.mark.parametrize("rule", ["604.4.8.6-amout", "4.8.6-amount", "amount"])
def test_an_unknown_rule_names_the_nearest(run: Run, rule: str) -> None:
    ended = run("rules", "explain", rule)
    assert (ExitCode.USAGE, 1) == (ended.code, len(ended.lines))
    assert "604.4.8.6-amount" in ended.err


def test_every_rule_can_be_explained(run: Run) -> None:
    for rule in dict.fromkeys(row.id for row in rows()):
        assert ExitCode.DONE == run("rules", "explain", rule).code


def test_colour_is_left_out_where_nobody_wants_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in run("rules", "--section", "604.4.7").out


def test_the_words_of_json_are_those_of_the_listing(run: Run) -> None:
    answer = json.loads(run("rules", "explain", "604.4.9.4-h-fim-a", "--json").out.splitlines()[1])
    assert [{"barcoded": [True], "shape": ["card", "letter"], "mail_class": ["first-class"]}] == answer["excepted"]
    assert answer["binds"].endswith("but not barcoded with shape card or letter with mail class first-class")
