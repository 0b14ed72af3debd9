"""`indicia print A --with B` and `indicia check A --with B`: one answer for each indicium, one rulebook for both."""

import json
from pathlib import Path

import pytest

from fixtures.order_files import document
from indicia.errors import ExitCode
from tests.indicia.cli.conftest import Run

FLAT = {"mailpiece": {"size": "12x9"}}


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A folder with an original, its correction and its redate, all on a flat."""
    for name, order in {
        "original": document(**FLAT, indicium={"facing": "none"}),
        "correction": document("correction-pc-postage", **FLAT, media={"side": "address"}),
        "redate": document("redate-pc-postage", **FLAT, media={"side": "address"}),
        "label": document("ibi-label-4x6"),
    }.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(order))
    return tmp_path


def test_each_indicium_is_answered_with_its_own_findings(run: Run, desk: Path, orders: Path) -> None:
    page = desk / "page.png"
    ended = run(
        "print", orders / "original.json", "--with", orders / "correction.json", "--psd", "psd", "-o", page, "--json"
    )
    assert (ExitCode.DONE, "") == (ended.code, ended.err)
    first, second = ended.answers
    assert ({str(page)}, {1}) == ({one["file"] for one in ended.answers}, {one["page"] for one in ended.answers})
    assert first["payload"] != second["payload"]
    assert "604.4.9.2-elements" not in {finding["rule"] for finding in first["findings"]}
    assert "604.4.9.2-elements" in {finding["rule"] for finding in second["findings"]}
    log = run("psd", "log", "psd", "--json").answers
    assert [first["piece_id"], second["piece_id"]] == [entry["piece_id"] for entry in log]
    assert ["released", "released"] == [entry["state"] for entry in log]


@pytest.mark.parametrize("command", ["check", "print"])
def test_what_may_not_stand_together_is_refused_by_both(run: Run, desk: Path, orders: Path, command: str) -> None:
    named = [orders / "original.json", "--with", orders / "redate.json", "--with", orders / "redate.json"]
    place = ["--psd", "psd", "-o", desk / "page.pdf"] if command == "print" else []
    ended = run(command, *named, *place)
    assert ExitCode.REFUSED == ended.code
    assert "604.4.9.1-one" in ended.out + ended.err
    assert [] == run("psd", "log", "psd", "--json").answers


def test_check_finds_both_lawful_together(run: Run, orders: Path) -> None:
    ended = run("check", orders / "original.json", "--with", orders / "correction.json", "--json")
    assert ExitCode.DONE == ended.code
    (answer,) = ended.answers
    rules = [finding["rule"] for finding in answer["findings"]]
    assert True is answer["lawful"]
    assert 1 == rules.count("604.4.9.1-one")
    assert {"604.4.9.2-b-flat", "604.4.8.3-right-edge"} <= set(rules)


@pytest.mark.parametrize(
    "arguments",
    [
        ("original.json", "--with", "correction.json", "-o", "page.pdf"),
        ("--with", "correction.json", "--psd", "psd", "-o", "page.pdf"),
        ("original.json", "--with", "label.json", "--psd", "psd", "-o", "page.pdf"),
        ("--batch", "original.json", "--with", "correction.json", "--psd", "psd", "-o", "page.pdf"),
        ("--release", "ZZ010000001001-000001", "--with", "correction.json", "--psd", "psd"),
    ],
)
def test_what_it_does_not_go_with_is_said(run: Run, desk: Path, orders: Path, arguments: tuple[str, ...]) -> None:
    named = [orders / each if each.endswith(".json") else each for each in arguments]
    ended = run("print", *named)
    assert (ExitCode.USAGE, 1) == (ended.code, len(ended.lines))
    assert not (desk / "page.pdf").exists()
