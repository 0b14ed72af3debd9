"""Batches: what fails is named, what is printed is printed once, whatever happens in between."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from fixtures.order_files import document
from indicia.errors import ExitCode, OutputError, UsageError
from indicia.model.order import Order
from indicia.psd.records import IssueState
from indicia.readback import ReadBackFailed
from indicia.release import finish
from indicia.release.batch import Batch, Failed, Printed
from indicia.release.desk import Desk as Press
from indicia.release.goal import Goal
from indicia.render.formats import FORMATS
from tests.indicia.release.conftest import (
    AT_MARK,
    AT_READ_BACK,
    AT_RENAME,
    DAY,
    FUNDS,
    Crash,
    Desk,
    crash,
    damage,
    symbols,
)
from tests.indicia.release.test_spoiled import DAMAGE

DPI = 300
AT_JOIN = "indicia.release.batch.join"
AT_RECORD = "indicia.release.batch.write_record"
STEPS = [
    *((step, after) for step in (AT_READ_BACK, AT_MARK) for after in (0, 1)),
    *((AT_RENAME, after) for after in (1, 2)),
    (AT_RECORD, 0),
]
"""Where and at which time of coming there; the first file that is moved into place is the record of the batch."""


def label(amount: str = "0.85", **changes: Any) -> str:
    return json.dumps(document("ibi-label-4x6", indicium={"amount": amount}, **changes))


def stamps(start: int, count: int) -> str:
    return json.dumps(document("stamp-sheet", media={"start": start, "count": count}))


def lines_of(*documents: str) -> str:
    return "\n".join(documents)


@pytest.fixture
def orders(desk: Desk) -> Path:
    return desk.folder.parent / "orders.jsonl"


def day(_: Order) -> dt.date:
    return DAY


def run(desk: Desk, goal: Goal, *, chunk: int = 3, resume: bool = False) -> tuple[list[Printed], list[Failed]]:
    """Everything that a batch says was printed and was not."""
    press = Press(desk.psd, desk.face, DPI)
    with Batch.opened(press, desk.psd.signer(), goal, resume=resume) as batch:
        printed, failed = list(batch.resumed()), list[Failed]()
        for each in batch.chunks(chunk, day):
            printed += each.printed
            failed += each.failed
        batch.finish()
    return printed, failed


def read(file: Path) -> list[list[bytes]]:
    """The messages of every page."""
    return [[found.bytes for found in symbols(page)] for page in FORMATS[file.suffix].grays(file.read_bytes(), dpi=DPI)]


def released(desk: Desk) -> list[bytes]:
    return [entry.message for entry in desk.psd.log() if entry.state is IssueState.RELEASED]


class TestIntoOnePdf:
    def test_every_order_is_a_page_in_the_order_of_the_lines(self, desk: Desk, orders: Path) -> None:
        orders.write_text("\n".join(label(f"0.{n:02d}") for n in range(1, 8)))
        goal = Goal(desk.folder / "labels.pdf", orders)
        printed, failed = run(desk, goal)
        assert [] == failed
        assert [(n, n) for n in range(1, 8)] == [(each.line, each.piece.page) for each in printed]
        assert [10 * n for n in range(1, 8)] == [each.piece.issued.amount for each in printed]
        assert [[message] for message in released(desk)] == read(goal.output)
        assert ["batch.json"] == [file.name for file in goal.state.iterdir()]

    def test_the_whole_says_what_its_parts_say(self, desk: Desk, orders: Path) -> None:
        orders.write_text("\n".join([label()] * 4))
        goal = Goal(desk.folder / "labels.pdf", orders)
        run(desk, goal)
        with pikepdf.open(goal.output) as whole:
            assert "Indicia ZZ010000001001-000001 to ZZ010000001001-000004" == str(whole.docinfo["/Title"])
            assert f"face={desk.face.name}" in str(whole.docinfo["/Keywords"])
            assert "/None" == str(whole.Root.ViewerPreferences.PrintScaling)

    def test_what_fails_is_named_by_its_line_and_the_rest_is_printed(self, desk: Desk, orders: Path) -> None:
        nonsense = label(colour="red")
        unlawful = json.dumps(document("ibi-label-4x6", indicium={"mailing_date": {"form": "none"}}))
        another = label(meter={**document()["meter"], "serial": 7})
        permit = json.dumps(document("permit-imprint"))
        lines = [label(), "", "{", label(), nonsense, unlawful, another, label("19.00"), permit, label()]
        orders.write_text("\n".join(lines))
        printed, failed = run(desk, Goal(desk.folder / "labels.pdf", orders), chunk=4)
        assert [1, 4, 10] == [each.line for each in printed]
        assert [
            (3, ExitCode.INPUT),
            (5, ExitCode.INPUT),
            (6, ExitCode.REFUSED),
            (7, ExitCode.PSD),
            (8, ExitCode.PSD),
            (9, ExitCode.USAGE),
        ] == [(each.line, each.error.exit_code) for each in failed]
        assert [[message] for message in released(desk)] == read(desk.folder / "labels.pdf")
        assert FUNDS - 3 * 850 == desk.psd.registers().descending

    def test_a_sheet_among_labels_has_pages_of_its_own(self, desk: Desk, orders: Path) -> None:
        orders.write_text("\n".join([label(), stamps(24, 4), stamps(1, 1), label()]))
        printed, failed = run(desk, Goal(desk.folder / "all.pdf", orders), chunk=10)
        assert ([], [1, 2, 2, 3, 3, 4, 5]) == (failed, [each.piece.page for each in printed])
        assert [1, 2, 2, 1, 1] == [len(messages) for messages in read(desk.folder / "all.pdf")]
        assert sorted(released(desk)) == sorted(message for page in read(desk.folder / "all.pdf") for message in page)

    def test_a_sheet_that_funds_do_not_reach_for_leaves_no_gap(self, desk: Desk, orders: Path) -> None:
        orders.write_text("\n".join([label(), stamps(24, 20), label()]))
        printed, failed = run(desk, Goal(desk.folder / "all.pdf", orders))
        assert ([2], [(1, 1), (3, 2)]) == (
            [each.line for each in failed],
            [(each.line, each.piece.page) for each in printed],
        )
        assert [[message] for message in released(desk)] == read(desk.folder / "all.pdf")

    def test_nothing_to_print_makes_no_file(self, desk: Desk, orders: Path) -> None:
        orders.write_text("{}\n")
        printed, failed = run(desk, Goal(desk.folder / "labels.pdf", orders))
        assert ([], 1) == (printed, len(failed))
        assert not (desk.folder / "labels.pdf").exists()

    def test_a_chunk_that_does_not_read_back_is_spoiled_and_the_others_are_printed(
        self, desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        orders.write_text("\n".join([label()] * 7))
        press = Press(desk.psd, desk.face, DPI)
        goal = Goal(desk.folder / "labels.pdf", orders)
        with Batch.opened(press, desk.psd.signer(), goal, resume=False) as batch:
            chunks = batch.chunks(3, day)
            assert 3 == len(next(chunks).printed)
            with monkeypatch.context() as broken:
                damage(broken, DAMAGE["symbol wrecked"][0])
                spoiled = next(chunks)
            assert [4, 5, 6] == [each.line for each in spoiled.failed]
            assert {ReadBackFailed} == {type(each.error) for each in spoiled.failed}
            (last,) = [printed for chunk in chunks for printed in chunk.printed]
            batch.finish()
        assert (7, 4) == (last.line, last.piece.page)
        assert [IssueState.RELEASED] * 3 + [IssueState.SPOILED] * 3 + [IssueState.RELEASED] == desk.states()
        assert [[message] for message in released(desk)] == read(goal.output)


class TestIntoAFolder:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_every_order_is_a_file_named_by_its_line(self, desk: Desk, orders: Path, suffix: str) -> None:
        orders.write_text(lines_of(label(), "{", label()))
        printed, failed = run(desk, Goal(desk.folder, orders, suffix))
        names = [f"orders-000001{suffix}", f"orders-000003{suffix}"]
        assert (names, [2]) == ([each.piece.file.name for each in printed], [each.line for each in failed])
        assert released(desk) == [message for name in names for (message,) in read(desk.folder / name)]

    def test_a_sheet_of_two_pages_is_two_pictures(self, desk: Desk, orders: Path) -> None:
        orders.write_text(stamps(25, 2))
        printed, _ = run(desk, Goal(desk.folder, orders, ".png"))
        assert ["orders-000001-1.png", "orders-000001-2.png"] == [each.piece.file.name for each in printed]

    def test_one_page_that_does_not_read_back_is_that_orders_failure(
        self, desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        orders.write_text(lines_of(label(), label(), label()))
        with monkeypatch.context() as broken:
            damage(broken, DAMAGE["amount missing"][0])
            _, failed = run(desk, Goal(desk.folder, orders, ".png"))
        assert [1, 2, 3] == [each.line for each in failed]
        assert {IssueState.SPOILED} == set(desk.states())


class TestGoingOn:
    @pytest.mark.parametrize("suffix", [None, ".png"])
    @pytest.mark.parametrize("step", STEPS)
    def test_after_a_crash_nothing_is_printed_or_debited_twice(
        self, desk: Desk, orders: Path, step: tuple[str, int], suffix: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        orders.write_text("\n".join([label("0.01"), stamps(25, 2), "{", label("0.02"), label("0.03")]))
        goal = Goal(desk.folder / "labels.pdf" if suffix is None else desk.folder, orders, suffix)
        with monkeypatch.context() as broken:
            crash(broken, step[0], after=step[1])
            with pytest.raises(Crash):
                run(desk, goal, chunk=2)
        printed, failed = run(desk, goal, chunk=2, resume=True)
        assert ([1, 2, 2, 4, 5], [3]) == ([each.line for each in printed], [each.line for each in failed])
        assert [10, 1420, 1420, 20, 30] == [entry.amount for entry in desk.psd.log()]
        assert {IssueState.RELEASED} == set(desk.states())
        assert [each.piece.issued.piece_id for each in printed] == [entry.piece_id for entry in desk.psd.log()]
        pages = [page for file in dict.fromkeys(each.piece.file for each in printed) for page in read(file)]
        assert released(desk) == [message for page in pages for message in page]
        assert [] == [file.name for file in desk.folder.rglob("*.part")]

    def test_a_chunk_finished_by_a_clerk_is_not_printed_again(
        self, desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        orders.write_text("\n".join([label()] * 3))
        goal = Goal(desk.folder / "labels.pdf", orders)
        with monkeypatch.context() as broken:
            crash(broken, AT_RENAME, after=1)
            with pytest.raises(Crash):
                run(desk, goal, chunk=2)
        finish(desk.psd, desk.psd.pending()[1].piece_id, desk.face)
        run(desk, goal, chunk=2, resume=True)
        assert [[entry.message] for entry in desk.psd.log()] == read(goal.output)

    def test_other_prints_of_the_device_do_not_get_in(
        self, desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        orders.write_text("\n".join([label()] * 3))
        goal = Goal(desk.folder / "labels.pdf", orders)
        with monkeypatch.context() as broken:
            crash(broken, AT_MARK, after=1)
            with pytest.raises(Crash):
                run(desk, goal, chunk=1)
        desk.print(desk.folder / "letter.pdf")
        printed, _ = run(desk, goal, chunk=1, resume=True)
        assert ([1, 2, 3], 3) == ([each.line for each in printed], len(read(goal.output)))

    def test_spoiled_lines_are_printed_anew(self, desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        orders.write_text("\n".join([label()] * 2))
        goal = Goal(desk.folder / "labels.pdf", orders)
        with monkeypatch.context() as broken:
            damage(broken, DAMAGE["symbol blank"][0])
            crash(broken, AT_RECORD, after=0)
            with pytest.raises(Crash):
                run(desk, goal)
        printed, failed = run(desk, goal, resume=True)
        assert ([1, 2], []) == ([each.line for each in printed], failed)
        assert [IssueState.SPOILED] * 2 + [IssueState.RELEASED] * 2 == desk.states()

    def test_a_complete_batch_has_nothing_left(self, desk: Desk, orders: Path) -> None:
        orders.write_text(lines_of(label(), "{"))
        goal = Goal(desk.folder / "labels.pdf", orders)
        run(desk, goal)
        before = goal.output.read_bytes()
        printed, failed = run(desk, goal, resume=True)
        assert [(1, 1)] == [(each.line, each.piece.page) for each in printed]
        assert [(2, ExitCode.INPUT)] == [(each.line, each.error.exit_code) for each in failed]
        assert (before, 1) == (goal.output.read_bytes(), len(desk.states()))

    def test_without_resume_a_complete_batch_is_printed_again(self, desk: Desk, orders: Path) -> None:
        orders.write_text(label())
        goal = Goal(desk.folder / "labels.pdf", orders)
        run(desk, goal)
        run(desk, goal)
        assert [[list(desk.psd.log())[1].message]] == read(goal.output)

    def test_without_resume_an_unfinished_batch_is_not_begun_again(
        self, desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._stop(desk, orders, monkeypatch)
        with pytest.raises(UsageError, match="--resume goes on"):
            run(desk, Goal(desk.folder / "labels.pdf", orders))
        assert 1 == len(desk.states())

    def test_other_orders_do_not_go_on(self, desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._stop(desk, orders, monkeypatch)
        orders.write_text(f"{label()}\n{label()}")
        with pytest.raises(UsageError, match="a batch with other orders: it cannot go on"):
            run(desk, Goal(desk.folder / "labels.pdf", orders), resume=True)
        assert 1 == len(desk.states())

    def test_two_processes_do_not_work_on_one_batch(self, desk: Desk, orders: Path) -> None:
        orders.write_text(label())
        goal = Goal(desk.folder / "labels.pdf", orders)
        press = Press(desk.psd, desk.face, DPI)
        with (
            Batch.opened(press, desk.psd.signer(), goal, resume=False),
            pytest.raises(OutputError, match="another process is at work"),
        ):
            run(desk, goal, resume=True)

    def test_a_part_that_is_gone_is_missed(self, desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        goal = Goal(desk.folder / "labels.pdf", orders)
        orders.write_text("\n".join([label()] * 2))
        with monkeypatch.context() as broken:
            crash(broken, AT_JOIN, after=0)
            with pytest.raises(Crash):
                run(desk, goal, chunk=1)
        (goal.state / "000001.pdf").unlink()
        with pytest.raises(OutputError, match=r"000001\.pdf"):
            run(desk, goal, resume=True)
        assert not goal.output.exists()

    @staticmethod
    def _stop(desk: Desk, orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        orders.write_text(label())
        with monkeypatch.context() as broken:
            crash(broken, AT_JOIN, after=0)
            with pytest.raises(Crash):
                run(desk, Goal(desk.folder / "labels.pdf", orders))
