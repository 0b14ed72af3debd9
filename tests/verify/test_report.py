from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from indicia.errors import ExitCode
from verify.answer import Answer, AnyAnswer, ErrorAnswer
from verify.report import report
from verify.seen import Measured, Seen
from verify.words import printable

Judge = Callable[..., Answer]
Says = Callable[..., Seen]


def shown(answer: AnyAnswer, width: int = 80) -> str:
    console = Console(width=width, no_color=True, force_terminal=False)
    with console.capture() as capture:
        console.print(report(answer))
    return capture.get()


def test_the_first_line_is_the_verdict_with_its_reasons(judge: Judge, letter: Seen) -> None:
    failed = judge(replace(letter, fim=None), facing=None)
    assert "a.png: ACCEPTABLE" == shown(failed).splitlines()[0].strip()
    mark = replace(letter.indicia[0], clear_left=Measured(0.2, 0.004))
    first = shown(judge(replace(letter, indicia=(mark,)))).splitlines()[0]
    assert "a.png: UNDETERMINED (604.4.8.4-b-clear-left)" == first.strip()


def test_what_was_read_is_shown(judge: Judge, letter: Seen) -> None:
    text = shown(judge(letter))
    for words in (
        "letter, 9.500 x 4.125 in, 300 dpi (file)",
        "Data Matrix 44x44",
        "$0.370, device ZZ010000001001, certificate 1001",
        "2005-06-15 from 06926 to 941031234",
        "ascending $12.340, descending $87.660",
        "in-period, lawful on 2005-06-15",
    ):
        assert words in text


def test_the_most_pressing_findings_come_first(judge: Judge, letter: Seen) -> None:
    mark = replace(letter.indicia[0], clear_left=Measured(0.2, 0.004), address_angle=Measured(8.0, 0.2))
    lines = shown(judge(replace(letter, indicia=(mark,)))).splitlines()
    statuses = [line.split()[0] for line in lines if "604." in line and line.startswith("  ")]
    assert ["fail", "undetermined", "marginal", "marginal", "pass"] == statuses[:5]


def test_a_finding_shows_measured_uncertainty_and_limit(judge: Judge, letter: Seen) -> None:
    (line,) = [line for line in shown(judge(letter)).splitlines() if "right-edge" in line]
    assert ["marginal", "604.4.8.3-right-edge", "0.250", "±", "0.004", "≥", "0.25", "in"] == line.split()


def test_rules_fit_eighty_columns(judge: Judge, letter: Seen) -> None:
    answer = judge(letter)
    text = shown(answer, 80)
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "604.4.8.4-b-clear-below" in text


def test_a_projects_own_reading_is_said(judge: Judge, letter: Seen) -> None:
    text = shown(judge(letter))
    assert "604.4.8.3-parallel†" in text
    assert "† this project's reading" in text


def test_an_undated_message_without_destination(judge: Judge, says: Says) -> None:
    text = shown(judge(says(mailing_date=0, destination=0)))
    assert "undated from 06926" in text
    assert "06926 to" not in text
    assert "any day is lawful" in text


def test_a_message_cut_short_shows_what_is_there(judge: Judge, says: Says, letter: Seen) -> None:
    text = shown(judge(says(letter.symbols[0].data[:18])))
    assert "$?" not in text
    assert "device ZZ010000001001" in text


def test_an_input_that_cannot_be_read(judge: Judge) -> None:
    text = shown(ErrorAnswer("b.png", ExitCode.INPUT, "b.png: is empty"))
    assert "b.png: NOT READ b.png: is empty" == text.strip()


def test_nothing_that_a_terminal_would_act_on_is_shown(judge: Judge, says: Says) -> None:
    answer = replace(judge(says(manufacturer="\x1b[")), file="\x1b]0;evil\x07.png")
    assert "\x1b" not in shown(answer)
    assert "\x07" not in shown(answer)


@pytest.mark.parametrize(("text", "expected"), [("a b", "a b"), ("a\x1b[31m", "a�[31m"), ("", ""), ("ü±", "ü±")])
def test_printable(text: str, expected: str) -> None:
    assert expected == printable(text)
