"""Sheets and rolls of labels: each label its own debit, message and symbol, on its own cell."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from indicia.errors import OrderError, PsdRefused
from indicia.layout.sheet import cells
from indicia.model.order import Order
from indicia.model.stock import stocks
from indicia.psd.press import Press
from indicia.psd.records import IssueState
from indicia.readback import ReadBackFailed
from indicia.release import Released, finish
from indicia.render.formats import FORMATS
from tests.indicia.release.conftest import (
    AT_MARK,
    AT_READ_BACK,
    AT_RENAME,
    FUNDS,
    Crash,
    Desk,
    crashed,
    damage,
    order_of,
    symbols,
)
from tests.indicia.release.test_spoiled import DAMAGE

STOCK = stocks()["stamps-25"]
POSTAGE, START, COUNT = 1420, 7, 10
DPI = 300
SINGLE = [suffix for suffix, format_ in FORMATS.items() if not format_.holds_many_pages]
MANY = [suffix for suffix, format_ in FORMATS.items() if format_.holds_many_pages]
Gray = npt.NDArray[np.uint8]


def sheet(start: int = START, count: int = COUNT) -> Order:
    return order_of("stamp-sheet", media={"start": start, "count": count})


def pages_of(*files: Path) -> list[Gray]:
    return [page for file in files for page in FORMATS[file.suffix].grays(file.read_bytes(), dpi=DPI)]


def said(pages: list[Gray]) -> list[bytes]:
    """Every message in reading order: row by row, left to right, page after page."""
    found: list[tuple[int, int, int, bytes]] = []
    for number, page in enumerate(pages):
        for read in symbols(page):
            corner = read.position.top_left
            found.append((number, round(corner.y / (STOCK.height * DPI)), corner.x, read.bytes))
    return [message for *_, message in sorted(found)]


def logged(desk: Desk) -> list[bytes]:
    return [entry.message for entry in desk.psd.log()]


def ink_edges(label: Gray) -> tuple[int, ...]:
    """First and last row and column that have ink."""
    rows, columns = np.nonzero(label < 128)
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())


@pytest.mark.parametrize("suffix", FORMATS)
def test_ten_labels_are_ten_debits_and_ten_symbols_in_reading_order(desk: Desk, suffix: str) -> None:
    file = desk.folder / f"sheet{suffix}"
    released = desk.print(file, sheet())
    log = list(desk.psd.log())
    assert COUNT == len(log) == len(set(logged(desk)))
    assert [FUNDS - POSTAGE * (n + 1) for n in range(COUNT)] == [entry.registers.descending for entry in log]
    assert logged(desk) == said(pages_of(file))
    assert {IssueState.RELEASED} == set(desk.states())
    assert [entry.piece_id for entry in log] == [piece.issued.piece_id for piece in released.pieces]
    assert {(file, 1)} == {(piece.file, piece.page) for piece in released.pieces}


def test_every_label_is_the_label_alone_moved_to_its_cell_to_the_dot(desk: Desk) -> None:
    desk.print(desk.folder / "sheet.png", sheet())
    page = np.array(pages_of(desk.folder / "sheet.png")[0])
    assert (round(STOCK.page_size[1] * DPI), round(STOCK.page_size[0] * DPI)) == page.shape
    (on_page,) = cells(STOCK, START, COUNT)
    labels = []
    for cell in on_page:
        x, y = (round(side * DPI) for side in cell.origin(DPI))
        labels.append(page[y : y + round(STOCK.height * DPI), x : x + round(STOCK.width * DPI)].copy())
        page[y : y + round(STOCK.height * DPI), x : x + round(STOCK.width * DPI)] = 255
    assert 255 == page.min(), "ink outside the cells that were asked for"
    assert COUNT == len({label.tobytes() for label in labels})
    read = [found for label in labels for found in symbols(label)]
    assert logged(desk) == [found.bytes for found in read]
    assert 1 == len({(found.position.top_left.x, found.position.top_left.y) for found in read})
    edges = np.array([ink_edges(label) for label in labels])
    assert np.abs(edges - edges[0]).max() <= 1


@pytest.mark.parametrize("suffix", MANY)
def test_labels_go_on_to_the_next_page(desk: Desk, suffix: str) -> None:
    file = desk.folder / f"sheet{suffix}"
    released = desk.print(file, sheet(start=20, count=9))
    assert [6, 3] == [len(symbols(page)) for page in pages_of(file)]
    assert logged(desk) == said(pages_of(file))
    assert [1] * 6 + [2] * 3 == [piece.page for piece in released.pieces]


@pytest.mark.parametrize("suffix", SINGLE)
def test_formats_of_single_pages_become_numbered_files(desk: Desk, suffix: str) -> None:
    released = desk.print(desk.folder / f"sheet{suffix}", sheet(start=20, count=9))
    names = [f"sheet-1{suffix}", f"sheet-2{suffix}"]
    assert names == desk.names()
    assert logged(desk) == said(pages_of(*(desk.folder / name for name in names)))
    assert [names[0]] * 6 + [names[1]] * 3 == [piece.file.name for piece in released.pieces]


def test_a_roll_is_a_page_a_label(desk: Desk) -> None:
    label = order_of("ibi-label-4x6", media={"count": 3})
    released = desk.print(desk.folder / "roll.pdf", label)
    assert [[message] for message in logged(desk)] == [
        [found.bytes for found in symbols(page)] for page in pages_of(desk.folder / "roll.pdf")
    ]
    assert [1, 2, 3] == [piece.page for piece in released.pieces]


class TestRefused:
    def test_funds_that_do_not_reach_for_all_debit_nothing(self, desk: Desk) -> None:
        with pytest.raises(PsdRefused, match=r"21\.300 needed for 15 pieces, 20\.000 available"):
            desk.print(desk.folder / "sheet.pdf", sheet(count=15))
        assert ([], [], FUNDS) == (desk.states(), desk.names(), desk.psd.registers().descending)

    def test_a_label_that_the_sheet_has_not(self, desk: Desk) -> None:
        with pytest.raises(OrderError, match=r"media\.start: found 26; allowed: 1 to 25"):
            desk.print(desk.folder / "sheet.pdf", sheet(start=26))
        assert ([], []) == (desk.states(), desk.names())

    def test_labels_are_counted_on_labels_alone(self, desk: Desk) -> None:
        with pytest.raises(OrderError, match=r"media\.count: found 2; allowed: 1"):
            desk.print(desk.folder / "letter.pdf", order_of("ibi-letter-10", media={"kind": "mailpiece", "count": 2}))
        assert [] == desk.states()

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_one_symbol_that_does_not_read_back_spoils_the_whole_sheet(
        self, desk: Desk, suffix: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The damage hits one label of ten."""
        damage(monkeypatch, DAMAGE["symbol blank"][0])
        with pytest.raises(ReadBackFailed, match="cannot be read back"):
            desk.print(desk.folder / f"sheet{suffix}", sheet())
        assert ([IssueState.SPOILED] * COUNT, []) == (desk.states(), desk.names())

    def test_a_page_that_does_not_read_back_leaves_the_other_files(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        png = FORMATS[".png"]
        with monkeypatch.context() as broken:
            damage(broken, DAMAGE["amount missing"][0])
            torn = FORMATS[".png"].render
            turns = iter((torn, png.render))

            def second(*given: object, **named: object) -> bytes:
                return next(turns)(*given, **named)  # type: ignore[arg-type] # handed through

            broken.setitem(
                FORMATS, ".png", type(png)(**{f: getattr(png, f) for f in png.__slots__} | {"render": second})
            )
            with pytest.raises(ReadBackFailed):
                desk.print(desk.folder / "sheet.png", sheet(start=20, count=9))
        assert [IssueState.SPOILED] * 6 + [IssueState.RELEASED] * 3 == desk.states()
        assert ["sheet-2.png"] == desk.names()


class TestPending:
    @pytest.mark.parametrize("suffix", [".pdf", ".png"])
    @pytest.mark.parametrize("where", [AT_READ_BACK, AT_RENAME, AT_MARK])
    @pytest.mark.parametrize("finished_by", [0, 6])
    def test_any_piece_finishes_its_whole_file(
        self, desk: Desk, where: str, suffix: str, finished_by: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        output = desk.folder / f"sheet{suffix}"
        crashed(desk, output, where, monkeypatch=monkeypatch, order=sheet())
        pending = desk.psd.pending()
        assert COUNT == len(pending)
        released = finish(desk.psd, pending[finished_by].piece_id, desk.face)
        assert [one.piece_id for one in pending] == [piece.issued.piece_id for piece in released.pieces]
        assert logged(desk) == said(pages_of(output))
        assert ({IssueState.RELEASED}, [output.name]) == (set(desk.states()), desk.names())

    def test_each_numbered_file_is_finished_by_itself(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        crashed(desk, desk.folder / "sheet.png", AT_READ_BACK, monkeypatch=monkeypatch, order=sheet(20, 9))
        finish(desk.psd, desk.psd.pending()[-1].piece_id, desk.face)
        assert [IssueState.ISSUED] * 6 + [IssueState.RELEASED] * 3 == desk.states()
        assert logged(desk)[6:] == said(pages_of(desk.folder / "sheet-2.png"))
        finish(desk.psd, desk.psd.pending()[0].piece_id, desk.face)
        assert logged(desk) == said(pages_of(desk.folder / "sheet-1.png", desk.folder / "sheet-2.png"))
        assert () == desk.psd.pending()

    def test_what_is_finished_later_is_the_same_file(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        output = desk.folder / "sheet.pdf"
        piece = crashed(desk, output, AT_MARK, monkeypatch=monkeypatch, order=sheet(20, 9))
        first = output.read_bytes()
        output.unlink()
        finish(desk.psd, piece, desk.face)
        assert first == output.read_bytes()

    def test_two_crashed_sheets_of_one_name_stay_apart(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        output = desk.folder / "sheet.pdf"
        for _ in range(2):
            crashed(desk, output, AT_RENAME, monkeypatch=monkeypatch, order=sheet(1, 3))
        released = self._finish_last(desk)
        assert logged(desk)[3:] == said(pages_of(output)) == [piece.issued.message for piece in released.pieces]
        output.rename(desk.folder / "second.pdf")
        finish(desk.psd, desk.psd.pending()[0].piece_id, desk.face)
        assert logged(desk)[:3] == said(pages_of(output))

    @staticmethod
    def _finish_last(desk: Desk) -> Released:
        return finish(desk.psd, desk.psd.pending()[-1].piece_id, desk.face)

    def test_a_crash_inside_the_debit_debits_nothing(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        calls = iter(range(5))
        honest = Press.message

        def dies(*given: object) -> object:
            if next(calls, None) is None:
                raise Crash
            return honest(*given)  # type: ignore[arg-type] # handed through

        monkeypatch.setattr(Press, "message", dies)
        with pytest.raises(Crash):
            desk.print(desk.folder / "sheet.pdf", sheet())
        assert ([], FUNDS) == (desk.states(), desk.psd.registers().descending)
