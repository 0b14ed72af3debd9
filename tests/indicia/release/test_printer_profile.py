"""A printer's profile is applied once, to the finished page, and to the same page when a print is finished later."""

import dataclasses
from pathlib import Path

import pytest

from indicia.errors import ExitCode, PreflightRefused, UsageError
from indicia.model.printer import Margins, Printer
from indicia.psd.records import IssueState
from indicia.release import finish
from indicia.render.formats import FORMATS
from tests.indicia.release.conftest import AT_MARK, AT_READ_BACK, FUNDS, Desk, crashed, order_of, symbols

DPI = 300
OFF = Printer(name="tray 2", dpi=DPI, offset_x=0.05, offset_y=-0.03, scale_x=1.004, scale_y=0.998)
TIGHT = Printer(name="tray 3", dpi=DPI, unprintable=Margins(right=0.5))


def corners(file: Path) -> list[tuple[float, float, bytes]]:
    """Left and top of every symbol, inches, and its message."""
    (page,) = FORMATS[file.suffix].grays(file.read_bytes(), dpi=DPI)
    return [(f.position.top_left.x / DPI, f.position.top_left.y / DPI, f.bytes) for f in symbols(page)]


@pytest.mark.parametrize("name", ["ibi-letter-10", "stamp-sheet"])
def test_what_is_sent_lands_where_it_belongs(desk: Desk, name: str) -> None:
    order = order_of(name, media={"count": 3}) if name == "stamp-sheet" else order_of(name)
    true, sent = desk.folder / "true.png", desk.folder / "sent.png"
    desk.print(true, order)
    desk.print(sent, order, printer=OFF)
    for (x, y, _), (at_x, at_y, _) in zip(corners(true), corners(sent), strict=True):
        assert abs(OFF.offset_x + OFF.scale_x * at_x - x) < 3 / DPI
        assert abs(OFF.offset_y + OFF.scale_y * at_y - y) < 3 / DPI
        assert abs(at_x - x) > 3 / DPI


@pytest.mark.parametrize("where", [AT_READ_BACK, AT_MARK])
def test_a_print_that_is_finished_later_is_corrected_alike(
    desk: Desk, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin, output = desk.folder / "whole.png", desk.folder / "page.png"
    piece = crashed(desk, output, where, monkeypatch=monkeypatch, printer=OFF)
    finish(desk.psd, piece, desk.face)
    desk.print(twin, printer=OFF)
    ((x, y, _),), ((other_x, other_y, _),) = corners(output), corners(twin)
    assert (x, y) == (other_x, other_y)
    assert [IssueState.RELEASED] * 2 == desk.states()


def test_an_edge_that_the_printer_leaves_blank_costs_nothing(desk: Desk) -> None:
    with pytest.raises(PreflightRefused, match=r"tray 3 does not print all of this page.* right edge") as refused:
        desk.print(desk.folder / "page.png", printer=TIGHT)
    assert (ExitCode.REFUSED, [], FUNDS) == (
        refused.value.exit_code,
        desk.states(),
        desk.psd.registers().descending,
    )


def test_a_profile_of_another_resolution_costs_nothing(desk: Desk) -> None:
    with pytest.raises(UsageError, match="tray 2 prints 600 dpi, the page is laid out for 300 dpi"):
        desk.print(desk.folder / "page.png", printer=dataclasses.replace(OFF, dpi=600))
    assert [] == desk.states()
