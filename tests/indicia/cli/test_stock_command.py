import sys
from pathlib import Path

import pytest

from indicia.cli.common import user_folder
from indicia.cli.stock import sketch
from indicia.errors import ExitCode
from indicia.model.stock import stocks
from tests.indicia.cli.conftest import Run

ROW = """
name = "mine"
title = "My label"
source = "measured"
note = "Sold in the corner shop."
kinds = ["label"]
feed = "roll"
width = 5.0
height = 3.0
radius = 0.125
facing = "fluorescent"
systems = []
permanent = true
sandwich = false
tag_min_pmu = 32.5
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, empty, and a row beside it."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "row.toml").write_text(ROW)
    return tmp_path / "data" / "indicia" / "stocks"


def test_own_rows_are_where_the_system_keeps_data(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shelf == user_folder()
    monkeypatch.delenv("XDG_DATA_HOME")
    assert Path.home() / ".local/share/indicia/stocks" == user_folder()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert Path.home() / "Library/Application Support/indicia/stocks" == user_folder()


def test_the_list_has_a_line_a_stock_with_size_count_facing_and_systems(shelf: Path, run: Run) -> None:
    ended = run("stock", "list")
    heading, *lines = ended.out.splitlines()
    assert ExitCode.DONE == ended.code
    assert ["stock", "label,"] == heading.split()[:2]
    assert list(stocks()) == [line.split()[0] for line in lines]
    (stamps,) = (line.split() for line in lines if line.startswith("stamps-25"))
    assert ["2.125", "x", "1.5", "11", "x", "8.5", "25", "sheet", "fluorescent", "pc-postage"] == stamps[1:]


def test_the_list_as_json_has_one_object_a_stock(shelf: Path, run: Run) -> None:
    answers = run("stock", "list", "--json").answers
    assert list(stocks()) == [answer["name"] for answer in answers]
    assert {"indicia.stock/1"} == {answer["schema"] for answer in answers}
    (sheet,) = (answer for answer in answers if answer["name"] == "avery-5160")
    assert (30, {"width": 8.5, "height": 11.0}) == (sheet["labels"], sheet["page_size"])


def test_an_added_stock_is_listed_and_shown(shelf: Path, run: Run) -> None:
    assert ExitCode.DONE == run("stock", "add", "row.toml").code
    assert ROW == (shelf / "mine.toml").read_text()
    assert "mine" in [line.split()[0] for line in run("stock", "list").out.splitlines()]
    (answer,) = run("stock", "show", "mine", "--json").answers
    assert (True, False, 32.5, None) == (
        answer["permanent"],
        answer["sandwich"],
        answer["tag_min_pmu"],
        answer["tag_max_pmu"],
    )


def test_showing_says_what_is_declared_and_what_is_not(shelf: Path, run: Run) -> None:
    run("stock", "add", "row.toml")
    out = " ".join(run("stock", "show", "mine").out.split())
    for said in (
        "mine: My label",
        "note Sold in the corner shop.",
        "systems none (604.4.8.11)",
        "facing fluorescent (604.4.8.11e)",
        "permanent, pressure-sensitive yes (604.4.8.11a)",
        "face stock and liner label no (604.4.8.11a)",
        "least emission, PMU 32.5 (604.4.8.11e)",
        "greatest emission, PMU not declared (604.4.8.11e)",
    ):
        assert said in out


def test_a_row_comes_from_standard_input_as_well(shelf: Path, run: Run) -> None:
    assert ExitCode.DONE == run("stock", "add", "-", "--folder", "own", stdin=ROW.encode()).code
    assert ROW == Path("own/mine.toml").read_text()
    assert not shelf.exists()


def test_a_taken_name_needs_replace(shelf: Path, run: Run) -> None:
    Path("row.toml").write_text(ROW.replace('"mine"', '"4x6"'))
    refused = run("stock", "add", "row.toml")
    assert ExitCode.USAGE == refused.code
    assert ["indicia: there is a stock '4x6': give this one another name, or --replace that one"] == refused.lines
    assert ExitCode.DONE == run("stock", "add", "row.toml", "--replace").code
    assert "My label" in run("stock", "show", "4x6").out


def test_a_wrong_row_is_refused_in_one_line_with_every_problem(shelf: Path, run: Run) -> None:
    Path("row.toml").write_text(ROW.replace("5.0", "0.0").replace('"label"', '"balloon"'))
    refused = run("stock", "add", "row.toml")
    assert ExitCode.INPUT == refused.code
    (line,) = refused.lines
    assert line.startswith("indicia: row.toml: kinds.0: found 'balloon'; allowed: ")
    assert "; width: found 0.0; allowed: " in line
    assert not shelf.exists()


def test_an_absent_file_and_an_unknown_stock_are_said(shelf: Path, run: Run) -> None:
    assert ExitCode.INPUT == run("stock", "add", "absent.toml").code
    unknown = run("stock", "show", "5x7")
    assert ExitCode.USAGE == unknown.code
    assert unknown.lines[0].startswith("indicia: no stock '5x7'; there are 2-up-letter, 4x6")


def test_the_sketch_shows_every_label_with_its_number() -> None:
    for stock in stocks().values():
        words = "\n".join(sketch(stock)).replace("|", " ").split()
        assert [str(number) for number in range(1, stock.labels + 1)] == [word for word in words if word.isdigit()]


def test_the_sketch_of_two_labels_on_a_letter_sheet() -> None:
    lines = sketch(stocks()["2-up-letter"])
    edge = "+" + "-" * 48 + "+"
    assert [0, 16, 32] == [y for y, line in enumerate(lines) if line == edge]
    assert 33 == len(lines)
