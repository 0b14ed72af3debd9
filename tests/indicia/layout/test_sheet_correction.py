from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import ExitCode, PreflightRefused, UsageError
from indicia.geometry import Box
from indicia.layout.correction import corrected
from indicia.layout.marks import Banner, BarsMark, Frame, Mark, Page, Rule, SymbolMark, Text
from indicia.layout.shift import extent, moved
from indicia.model.printer import Margins, Printer
from indicia.spec.kinds import Role

DPI = 300
SYMBOL = SymbolMark(Box(1.0, 2.0, 1.4, 2.4), np.zeros((20, 20), dtype=np.bool_), 6)
TEXT = Text("US POSTAGE", Role.US_POSTAGE, 5.0, 4.0, 12.0, bold=True, ink_box=Box(5.01, 3.88, 6.0, 4.01))
BARS = BarsMark("fim", tuple(Box(7 + i / 10, 1.0, 7 + i / 10 + 0.03, 1.6) for i in range(3)))
RULE = Rule(Box(3.0, 8.0, 4.0, 8.01))
FRAME = Frame(Box(2.0, 9.0, 3.0, 10.0), 0.01)
BANNER = Banner("SPECIMEN", Box(1.0, 2.0, 3.0, 3.0), 20.0, 12.0)
MARKS: tuple[Mark, ...] = (SYMBOL, TEXT, BARS, RULE, FRAME, BANNER)
PAGE = Page(width=8.5, height=11.0, dpi=DPI, marks=MARKS)
PERFECT = Printer(name="desk", dpi=DPI)


def edges(mark: Mark) -> tuple[float, float, float, float]:
    box = extent(mark)
    return box.left, box.top, box.right, box.bottom


def landed(sent: float, offset: float, scale: float) -> float:
    """Where the printer puts what is sent to a place."""
    return offset + scale * sent


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: type(mark).__name__)
def test_a_moved_mark_is_the_same_elsewhere(mark: Mark) -> None:
    there = moved(mark, 0.25, -0.5)
    left, top, right, bottom = edges(mark)
    assert (left + 0.25, top - 0.5, right + 0.25, bottom - 0.5) == pytest.approx(edges(there))
    assert type(mark) is type(there)


def test_a_moved_line_of_lettering_keeps_its_pen_on_its_ink() -> None:
    there = moved(TEXT, 0.25, -0.5)
    assert isinstance(there, Text)
    assert (5.25, 3.5) == (there.x, there.baseline)


def test_a_perfect_printer_is_sent_the_page_itself() -> None:
    assert [extent(mark) for mark in MARKS] == [extent(mark) for mark in corrected(PAGE, PERFECT).marks]


def test_an_offset_is_taken_back() -> None:
    sent = corrected(PAGE, replace(PERFECT, offset_x=0.05, offset_y=-0.02))
    assert (0.95, 2.02, 1.35, 2.42) == pytest.approx(edges(sent.marks[0]))


def test_what_shrinks_is_sent_further_out_and_keeps_its_size() -> None:
    sent = corrected(PAGE, replace(PERFECT, scale_x=0.99))
    symbol = sent.marks[0]
    assert isinstance(symbol, SymbolMark)
    assert symbol.box.center[0] > SYMBOL.box.center[0]
    assert SYMBOL.box.width == pytest.approx(symbol.box.width)
    assert SYMBOL.module_dots == symbol.module_dots


@given(
    offset=st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)),
    scale=st.tuples(st.floats(0.98, 1.02), st.floats(0.98, 1.02)),
)
def test_every_mark_lands_within_half_a_dot_and_is_moved_by_whole_dots(
    offset: tuple[float, float], scale: tuple[float, float]
) -> None:
    printer = replace(PERFECT, offset_x=offset[0], offset_y=offset[1], scale_x=scale[0], scale_y=scale[1])
    for before, after in zip(MARKS, corrected(PAGE, printer).marks, strict=True):
        was, now = extent(before), extent(after)
        step = (now.left - was.left) * DPI, (now.top - was.top) * DPI
        assert (round(step[0]), round(step[1])) == pytest.approx(step, abs=1e-6)
        assert (was.width, was.height) == pytest.approx((now.width, now.height))
        lands_x = landed(now.center[0], offset[0], scale[0])
        assert was.center[0] == pytest.approx(lands_x, abs=1.02 * 0.5 / DPI + 1e-9)
        if not isinstance(before, Text):
            lands_y = landed(now.center[1], offset[1], scale[1])
            assert was.center[1] == pytest.approx(lands_y, abs=1.02 * 0.5 / DPI + 1e-9)


def test_words_of_one_line_stay_on_one_baseline() -> None:
    low = replace(TEXT, string="...", ink_box=Box(5.01, 3.99, 6.0, 4.0))
    page = replace(PAGE, marks=(TEXT, low))
    for scale in (0.98, 0.987, 0.995, 1.003, 1.02):
        first, second = corrected(page, replace(PERFECT, scale_y=scale)).marks
        assert isinstance(first, Text)
        assert isinstance(second, Text)
        assert first.baseline == second.baseline


def test_a_page_for_another_resolution_is_refused() -> None:
    with pytest.raises(UsageError, match="desk prints 300 dpi, the page is laid out for 203 dpi"):
        corrected(replace(PAGE, dpi=203), PERFECT)


def test_a_mark_where_nothing_is_printed_is_refused_with_every_edge() -> None:
    margins = Margins(left=1.25, top=0.5, right=1.5, bottom=1.0)
    with pytest.raises(PreflightRefused) as caught:
        corrected(PAGE, replace(PERFECT, unprintable=margins))
    assert (
        "desk does not print all of this page: the symbol 1.000 in from the left edge, 1.25 in stay blank there; "
        "the bars of the FIM 1.270 in from the right edge, 1.5 in stay blank there"
    ) == str(caught.value)
    assert ExitCode.REFUSED == caught.value.exit_code


def test_a_mark_at_the_margin_is_printed() -> None:
    margins = Margins(left=1.0, top=1.0, right=1.27, bottom=1.0)
    assert 6 == len(corrected(PAGE, replace(PERFECT, unprintable=margins)).marks)


def test_what_the_correction_sends_off_the_page_is_refused() -> None:
    page = replace(PAGE, marks=(replace(RULE, box=Box(3.0, 10.9, 4.0, 10.99)),))
    with pytest.raises(PreflightRefused, match=r"a line or frame -0\.\d+ in from the bottom edge"):
        corrected(page, replace(PERFECT, offset_y=-0.1))


def test_an_empty_page_is_sent_as_it_is() -> None:
    empty = replace(PAGE, marks=())
    assert empty == corrected(empty, replace(PERFECT, unprintable=Margins(left=1.0)))
