"""`indicia print --batch` and sheets on the command line: words, codes, manifest."""

import importlib.resources
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from fixtures.order_files import ORDERS, document
from indicia.cli import batch
from indicia.errors import ExitCode
from indicia.psd.device import Psd
from indicia.render.formats import FORMATS
from tests.indicia.cli.conftest import Run
from tests.indicia.release.conftest import symbols


def orders(folder: Path, *amounts: str) -> Path:
    """A batch of labels; an amount that is none is a line that is no order."""
    lines = [
        json.dumps(document("ibi-label-4x6", indicium={"amount": amount})) if amount else "{" for amount in amounts
    ]
    file = folder / "orders.jsonl"
    file.write_text("\n".join(lines))
    return file


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


class TestBatch:
    def test_the_manifest_agrees_with_the_file_and_the_log(self, desk: Path, run: Run) -> None:
        given = orders(desk, "0.10", "", "0.20", "0.30")
        ended = run("print", "--batch", given, "--psd", "psd", "-o", "out.pdf", "--chunk", 2, "--manifest", "m.jsonl")
        assert (ExitCode.INPUT, "3 pieces in out.pdf\n") == (ended.code, ended.out)
        assert ["indicia: line 2: not a JSON order"] == [line[:33] for line in ended.lines]
        pages = list(FORMATS[".pdf"].grays(Path("out.pdf").read_bytes(), dpi=300))
        with Psd.open(desk / "psd") as psd:
            log = {entry.piece_id: entry for entry in psd.log()}
        listed = rows(desk / "m.jsonl")
        assert [(1, 1), (3, 2), (4, 3)] == [(row["line"], row["page"]) for row in listed]
        for row in listed:
            entry = log.pop(row["piece_id"])
            (symbol,) = symbols(pages[row["page"] - 1])
            assert (entry.message, "out.pdf") == (symbol.bytes, row["file"])
            assert str(entry.registers.descending / 1000) == row["registers"]["descending"].rstrip("0")
        assert {} == log

    def test_json_says_the_manifest(self, desk: Path, run: Run) -> None:
        given = orders(desk, "0.10", "0.20")
        ended = run(
            *("print", "--batch", given, "--psd", "psd", "-o", "labels", "--suffix", ".png", "--json"),
            *("--manifest", "m.jsonl"),
        )
        assert (ExitCode.DONE, rows(desk / "m.jsonl")) == (ended.code, ended.answers)
        assert ["labels/orders-000001.png", "labels/orders-000002.png"] == [row["file"] for row in ended.answers]

    def test_the_worst_of_several_failures_is_the_exit_code(self, desk: Path, run: Run) -> None:
        ended = run("print", "--batch", orders(desk, "", "9.00", "0.10"), "--psd", "psd", "-o", "out.pdf")
        assert ExitCode.PSD == ended.code
        assert "line 2: not enough funds: 9.000 needed, 5.000 available" in ended.lines[1]

    def test_interrupted_it_ends_after_the_chunk_and_goes_on(
        self, desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given = orders(desk, "0.01", "0.02", "0.03", "0.04")
        command = ("print", "--batch", given, "--psd", "psd", "-o", "out.pdf", "--chunk", 2, "--manifest", "m.jsonl")
        honest = batch._say

        def say(*arguments: Any, **named: Any) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            monkeypatch.setattr(batch, "_say", honest)
            honest(*arguments, **named)

        monkeypatch.setattr(batch, "_say", say)
        ended = run(*command)
        assert (ExitCode.INTERRUPTED, "2 pieces in out.pdf.batch\n") == (ended.code, ended.out)
        assert "--resume goes on" in ended.err
        assert signal.default_int_handler is signal.getsignal(signal.SIGINT)
        again = run(*command, "--resume")
        assert (ExitCode.DONE, "4 pieces in out.pdf\n") == (again.code, again.out)
        assert [1, 2, 3, 4] == [row["line"] for row in rows(desk / "m.jsonl")]
        with Psd.open(desk / "psd") as psd:
            assert [10, 20, 30, 40] == [entry.amount for entry in psd.log()]

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("-o", "out.png"), "one PDF or into a folder, not into out.png"),
            (("-o", "out.pdf", "--suffix", ".png"), "--suffix goes with a folder"),
            (("-o", "labels", "--suffix", ".bmp"), "names no known format"),
            ((), "--batch ORDERS.jsonl needs --psd PSD and -o OUT"),
            (("-o", "out.pdf", "--chunk", "0"), "--chunk"),
            (("-o", "out.pdf", str(ORDERS / "ibi-letter-10.json")), "goes without an ORDER.json"),
        ],
    )
    def test_what_cannot_be_meant(self, desk: Path, run: Run, arguments: tuple[str, ...], words: str) -> None:
        ended = run("print", "--batch", orders(desk, "0.10"), "--psd", "psd", *arguments)
        assert (ExitCode.USAGE, 1) == (ended.code, len(ended.lines))
        assert words in ended.err

    @pytest.mark.usefixtures("desk")
    @pytest.mark.parametrize("flag", [("--resume",), ("--manifest", "m.jsonl"), ("--suffix", ".png")])
    def test_flags_of_a_batch_without_one(self, run: Run, flag: tuple[str, ...]) -> None:
        ended = run("print", ORDERS / "ibi-letter-10.json", "--psd", "psd", "-o", "out.pdf", *flag)
        assert (ExitCode.USAGE, 1) == (ended.code, len(ended.lines))

    def test_places_that_cannot_be_written(self, desk: Path, run: Run) -> None:
        given = orders(desk, "0.10")
        (desk / "file").write_text("")
        for place in ("file/labels", "file/out.pdf"):
            ended = run("print", "--batch", given, "--psd", "psd", "-o", place)
            assert (ExitCode.OUTPUT, 1) == (ended.code, len(ended.lines))
        ended = run("print", "--batch", given, "--psd", "psd", "-o", "out.pdf", "--manifest", "none/m.jsonl")
        assert (ExitCode.OUTPUT, 1) == (ended.code, len(ended.lines))

    @pytest.mark.usefixtures("desk")
    def test_orders_that_cannot_be_read(self, run: Run) -> None:
        ended = run("print", "--batch", "none.jsonl", "--psd", "psd", "-o", "out.pdf")
        assert (ExitCode.INPUT, 1) == (ended.code, len(ended.lines))


class TestSheet:
    def test_every_label_is_a_line(self, desk: Path, run: Run) -> None:
        order = desk / "order.json"
        order.write_text(json.dumps(document("stamp-sheet", media={"start": 24, "count": 3})))
        ended = run("print", order, "--psd", "psd", "-o", "sheet.png")
        assert (ExitCode.DONE, "") == (ended.code, ended.err)
        assert [
            "ZZ010000001001-000001 sheet-1.png",
            "ZZ010000001001-000002 sheet-1.png",
            "ZZ010000001001-000003 sheet-2.png",
        ] == ended.out.splitlines()

    def test_json_says_the_page(self, desk: Path, run: Run) -> None:
        order = desk / "order.json"
        order.write_text(json.dumps(document("stamp-sheet", media={"start": 24, "count": 3})))
        ended = run("print", order, "--psd", "psd", "-o", "sheet.pdf", "--json")
        assert [1, 1, 2] == [answer["page"] for answer in ended.answers]
        assert 3 == len({answer["payload"] for answer in ended.answers})

    @pytest.mark.usefixtures("desk")
    def test_a_specimen_of_a_sheet_shows_every_label(self, run: Run) -> None:
        assert ExitCode.DONE == run("specimen", ORDERS / "stamp-sheet.json", "-o", "sheet.pdf").code
        (page,) = FORMATS[".pdf"].grays(Path("sheet.pdf").read_bytes(), dpi=200)
        assert ((1700, 2200), []) == (page.shape, symbols(page))

    def test_a_printer_profile_moves_the_page(self, desk: Path, run: Run) -> None:
        (desk / "printer.toml").write_text('name = "tray 2"\ndpi = 300\noffset_x = 0.1\n')
        for name, flags in (("true", ()), ("sent", ("--printer", "printer.toml"))):
            assert ExitCode.DONE == run("print", LETTER, "--psd", "psd", "-o", f"{name}.png", *flags).code
        lefts = []
        for name in ("true", "sent"):
            (page,) = FORMATS[".png"].grays(Path(f"{name}.png").read_bytes(), dpi=300)
            lefts.append(symbols(page)[0].position.top_left.x)
        assert 30 == lefts[0] - lefts[1]

    def test_a_stock_of_ones_own_is_printed_on(
        self, desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        row = (importlib.resources.files("indicia") / "stocks" / "4x6.toml").read_bytes()
        added = run(
            "stock", "add", "-", stdin=row.replace(b'"4x6"', b'"mine"').replace(b"height = 6.0", b"height = 6.5")
        )
        assert ExitCode.DONE == added.code
        order = desk / "order.json"
        order.write_text(json.dumps(document("ibi-label-4x6", media={"stock": "mine"})))
        assert ExitCode.DONE == run("print", order, "--psd", "psd", "-o", "label.png").code
        (page,) = FORMATS[".png"].grays(Path("label.png").read_bytes(), dpi=300)
        assert (1950, 1200) == page.shape

    def test_a_printer_profile_that_is_none(self, desk: Path, run: Run) -> None:
        (desk / "printer.toml").write_text("dpi = 300\n")
        ended = run("print", LETTER, "--psd", "psd", "-o", "out.png", "--printer", "printer.toml")
        assert (ExitCode.INPUT, []) == (ended.code, list(desk.glob("out*")))


LETTER = ORDERS / "ibi-letter-10.json"
