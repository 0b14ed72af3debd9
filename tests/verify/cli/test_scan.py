import csv
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fixtures.handplaced import Pixels
from indicia import console
from indicia.errors import ExitCode
from verify.cli.main import app

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(trust: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `verify scan` with the office's trust directory on the ordinary day: code, stdout, stderr."""

    def _run(*arguments: object, on: str = "2005-06-15", trusting: Path = trust) -> tuple[int, str, str]:
        words = ["scan", *map(str, arguments), "--trust", str(trusting), "--on", on]
        code = console.exit_code(app, "verify", words)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return _run


@pytest.fixture
def blank_file(tmp_path: Path) -> Path:
    path = tmp_path / "blank.png"
    Image.fromarray(np.full((1238, 2850), 255, np.uint8)).save(path, dpi=(300, 300))
    return path


@pytest.fixture
def broken_file(tmp_path: Path) -> Path:
    path = tmp_path / "broken.png"
    path.write_bytes(b"this is no picture")
    return path


def test_an_acceptable_piece(run: Run, letter_file: Path) -> None:
    code, out, err = run(letter_file)
    assert (ExitCode.DONE, "") == (code, err)
    assert f"{letter_file}: ACCEPTABLE" in out.replace("\n", "")


def test_json_is_one_object_a_line(run: Run, letter_file: Path, blank_file: Path) -> None:
    _, out, _ = run(letter_file, blank_file, "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [("ACCEPTABLE", str(letter_file)), ("UNDETERMINED", str(blank_file))] == [
        (answer["verdict"], answer["file"]) for answer in answers
    ]


@pytest.mark.parametrize(
    ("names", "on", "expected"),
    [
        (["letter"], "2005-06-15", ExitCode.DONE),
        (["letter"], "2005-06-16", ExitCode.UNACCEPTABLE),
        (["blank"], "2005-06-15", ExitCode.UNDETERMINED),
        (["letter", "blank"], "2005-06-16", ExitCode.UNACCEPTABLE),
        (["letter", "broken"], "2005-06-16", ExitCode.INPUT),
        (["absent"], "2005-06-15", ExitCode.INPUT),
    ],
)
def test_exit_codes_and_which_one_wins(
    run: Run,
    letter_file: Path,
    blank_file: Path,
    broken_file: Path,
    *,
    names: list[str],
    on: str,
    expected: ExitCode,
) -> None:
    files = {"letter": letter_file, "blank": blank_file, "broken": broken_file, "absent": Path("absent.png")}
    code, _, _ = run(*(files[name] for name in names), on=on)
    assert expected == code


def test_an_unreadable_input_keeps_its_place_and_the_others_are_answered(
    run: Run, letter_file: Path, broken_file: Path
) -> None:
    code, out, err = run("absent.png", broken_file, letter_file, "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert ExitCode.INPUT == code
    assert ["absent.png", str(broken_file), str(letter_file)] == [answer["file"] for answer in answers]
    assert ["input", "input", None] == [answer.get("error", {}).get("code") for answer in answers]
    assert 2 == len(err.splitlines())
    assert all(line.startswith("verify: ") for line in err.splitlines())


def test_a_folder_stands_for_its_pictures(run: Run, letter_file: Path, blank_file: Path) -> None:
    _, out, _ = run(letter_file.parent, "--json")
    assert [str(blank_file), str(letter_file)] == [json.loads(line)["file"] for line in out.splitlines()]


def test_a_folder_without_pictures(run: Run, tmp_path: Path) -> None:
    (folder := tmp_path / "empty").mkdir()
    code, _, err = run(folder)
    assert ExitCode.INPUT == code
    assert 1 == len(err.splitlines())
    assert "no pictures" in err


def test_standard_input(run: Run, letter_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with letter_file.open("rb") as file:
        monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": file}))
        code, out, _ = run("-", "--json")
    assert (ExitCode.DONE, "-") == (code, json.loads(out)["file"])


def test_standard_input_that_is_no_picture_is_called_by_its_name(
    run: Run, broken_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with broken_file.open("rb") as file:
        monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": file}))
        code, out, err = run("-", "--json")
    assert ExitCode.INPUT == code
    assert "-" == json.loads(out)["file"]
    assert "verify: -: is not a" in err


@pytest.mark.parametrize("flag", [["--json"], []])
def test_answers_go_to_a_file(run: Run, letter_file: Path, tmp_path: Path, flag: list[str]) -> None:
    place = tmp_path / "answers.txt"
    code, out, _ = run(letter_file, "-o", place, *flag)
    assert (ExitCode.DONE, "") == (code, out)
    assert "ACCEPTABLE" in place.read_text("utf-8")
    assert ["answers.txt", "letter.png"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("place", ["no/such/folder/answers.json", "."])
def test_a_place_that_cannot_be_written(
    run: Run, letter_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(letter_file, "-o", place)
    assert (ExitCode.OUTPUT, 1) == (code, len(err.splitlines()))


def test_an_overlay_folder_that_cannot_be_made(run: Run, letter_file: Path) -> None:
    code, _, err = run(letter_file, "--overlay", letter_file / "below-a-file")
    assert (ExitCode.OUTPUT, 1) == (code, len(err.splitlines()))


def test_overlays_have_the_names_of_their_pages(run: Run, picture: Pixels, letter_file: Path, tmp_path: Path) -> None:
    page = Image.fromarray(picture)
    page.save(tmp_path / "two.tif", save_all=True, append_images=[page], dpi=(300, 300))
    page.save(tmp_path / "letter.jpg", dpi=(300, 300))
    run(tmp_path / "two.tif", letter_file, tmp_path / "letter.jpg", "--overlay", tmp_path / "seen")
    expected = ["letter.jpg.png", "letter.png", "two-1.png", "two-2.png"]
    assert expected == sorted(path.name for path in (tmp_path / "seen").iterdir())


def test_timing_is_there_when_asked_for(run: Run, letter_file: Path) -> None:
    _, plain, _ = run(letter_file, "--json")
    _, timed, _ = run(letter_file, "--json", "--timing")
    assert "timing_ms" not in json.loads(plain)
    assert {"load", "total"} <= set(json.loads(timed)["timing_ms"])


def test_a_trust_directory_without_a_root(run: Run, letter_file: Path, tmp_path: Path) -> None:
    code, out, err = run(letter_file, trusting=tmp_path)
    assert (ExitCode.CREDENTIALS, "", 1) == (code, out, len(err.splitlines()))


@pytest.mark.parametrize(
    "words",
    [["--size", "huge"], ["--policy", "dmm-1999"], ["--facing", "magic"], ["--dpi", "0"], ["--no-such-flag"]],
)
def test_flags_that_cannot_be_meant(run: Run, letter_file: Path, words: list[str]) -> None:
    code, _, err = run(letter_file, *words)
    assert ExitCode.USAGE == code
    assert err


def test_the_operators_flags_reach_the_verdict(run: Run, letter_file: Path) -> None:
    def reasons(*words: Any, on: str = "2005-06-15") -> list[str]:
        found: list[str] = json.loads(run(letter_file, "--json", *words, on=on)[1])["reasons"]
        return found

    assert ["604.4.8.13-complete"] == reasons(on="2005-06-14")
    assert [] == reasons("--after-last-collection", on="2005-06-14")
    assert ["policy.imi-2025"] == reasons("--policy", "current", on="2026-01-01")[:1]


def test_doctor_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert ExitCode.DONE == console.exit_code(app, "verify", ["doctor"])
    assert "second reader" in capsys.readouterr().out
    assert ExitCode.DONE == console.exit_code(app, "verify", ["doctor", "--json"])
    assert {"indicia", "python", "zxing-cpp", "second reader"} <= set(json.loads(capsys.readouterr().out))


class TestReport:
    @pytest.mark.parametrize("name", ["report.html", "REPORT.PDF"])
    def test_it_holds_every_input_also_the_unreadable(
        self, run: Run, letter_file: Path, broken_file: Path, tmp_path: Path, name: str
    ) -> None:
        code, _, _ = run(letter_file, broken_file, "--report", tmp_path / name)
        assert ExitCode.INPUT == code
        data = (tmp_path / name).read_bytes()
        assert data.startswith((b"<!doctype html>", b"%PDF-"))
        if name.endswith("html"):
            text = data.decode("utf-8")
            assert all(word in text for word in ("ACCEPTABLE", "NOT READ", letter_file.name, broken_file.name))

    def test_another_suffix_is_refused_before_anything_is_read(self, run: Run, tmp_path: Path) -> None:
        code, out, err = run(tmp_path / "none.png", "--report", tmp_path / "report.docx")
        assert (ExitCode.USAGE, "") == (code, out)
        assert "FILE.html, FILE.pdf" in err

    def test_a_folder_in_its_place_is_refused(self, run: Run, letter_file: Path, tmp_path: Path) -> None:
        (tmp_path / "report.html").mkdir()
        code, _, err = run(letter_file, "--report", tmp_path / "report.html")
        assert ExitCode.OUTPUT == code
        assert "is a folder" in err


@pytest.mark.parametrize("workers", [0, 2])
def test_a_ledger_finds_the_copy(run: Run, letter_file: Path, tmp_path: Path, workers: int) -> None:
    flags = ("--json", "--ledger", f"sqlite:///{tmp_path}/ledger.db", "--workers", workers)
    code, out, _ = run(letter_file, letter_file, *flags)
    assert code == ExitCode.UNACCEPTABLE
    said = [json.loads(line) for line in out.splitlines()]
    assert ["first-seen", "duplicate"] == [answer["indicia"][0]["duplicate"]["status"] for answer in said]
    assert "duplicate" in said[1]["reasons"]
    _, out, _ = run(letter_file, *flags)
    assert "duplicate" == json.loads(out)["indicia"][0]["duplicate"]["status"]


def test_workers_change_nothing_in_the_answers(
    run: Run, letter_file: Path, blank_file: Path, broken_file: Path, tmp_path: Path
) -> None:
    paths = (letter_file, "none.png", blank_file, broken_file, letter_file)
    alone, two = (run(*paths, "--json", "--workers", workers) for workers in (0, 2))
    assert alone == two


def test_workers_and_overlays(run: Run, letter_file: Path, broken_file: Path, tmp_path: Path) -> None:
    run(letter_file, broken_file, "--workers", 1, "--overlay", tmp_path / "over")
    assert ["letter.png"] == [path.name for path in (tmp_path / "over").iterdir()]


def test_csv_has_a_row_for_each_page(run: Run, letter_file: Path, blank_file: Path, broken_file: Path) -> None:
    _, out, _ = run(letter_file, blank_file, broken_file, "--format", "csv")
    first, blank, broken = csv.DictReader(io.StringIO(out))
    assert ("0.370", "2005-06-15", "valid", "D") == tuple(
        first[name] for name in ("amount", "mailing_date", "signature", "fim")
    )
    assert ("UNDETERMINED", "no-indicium", "") == (blank["verdict"], blank["reasons"], blank["kind"])
    assert ("", "1") == (broken["verdict"], str(len(broken["error"].splitlines())))


def test_parquet_keeps_numbers_as_numbers(run: Run, letter_file: Path, broken_file: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install 'indicia[parquet]'")
    run(letter_file, broken_file, "--format", "parquet", "-o", tmp_path / "a.parquet")
    rows = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert [(1, 1001), (None, None)] == [(row["page"], row["psd_serial"]) for row in rows]


def test_parquet_needs_a_file(run: Run, letter_file: Path) -> None:
    code, _, err = run(letter_file, "--format", "parquet")
    assert (ExitCode.USAGE, True) == (code, "-o FILE" in err)


def test_checks_that_nobody_asked_for_are_not_in_the_answer(run: Run, letter_file: Path) -> None:
    code, out, _ = run(letter_file, "--json", "--checks", "symbol,signature,placement", on="2005-07-15")
    rules = {finding["rule"] for finding in json.loads(out)["findings"]}
    assert ExitCode.DONE == code
    assert {"604.4.8.3-right-edge", "signature-invalid"} <= rules
    assert not {rule for rule in rules if rule.startswith(("604.4.8.13", "604.4.8.6"))}


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--checks", "symbol,colour"), "check 'colour'; allowed, with commas between: symbol, signature, "),
        (("--checks", ""), "no checks are named; allowed"),
        (("--checks", "symbol", "--ledger", "sqlite:///l.db"), "--ledger needs the check duplicate"),
    ],
)
def test_checks_that_there_are_not_are_told(run: Run, letter_file: Path, flags: tuple[str, ...], said: str) -> None:
    code, out, err = run(letter_file, *flags)
    assert (ExitCode.USAGE, "", True) == (code, out, said in err)
    assert 1 == len(err.splitlines())


def test_a_url_whose_part_is_missing_costs_the_others_nothing(
    run: Run, blank_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    code, out, err = run("s3://bucket/*.png", "s3://bucket/a.png", blank_file, "--json")
    said = [json.loads(line) for line in out.splitlines()]
    assert ["missing-part", "missing-part", None] == [one.get("error", {}).get("code") for one in said]
    assert (ExitCode.UNDETERMINED, 2) == (code, err.count("install indicia[urls]"))


def test_a_pipe_in_a_folder_is_told_and_not_waited_for(run: Run, blank_file: Path) -> None:
    os.mkfifo(blank_file.with_name("a.png"))
    code, out, err = run(blank_file.parent, "--json")
    assert ["a.png", "blank.png"] == [Path(json.loads(line)["file"]).name for line in out.splitlines()]
    assert (ExitCode.INPUT, 1) == (code, err.count("a.png: is no file"))
