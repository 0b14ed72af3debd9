import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import ExitCode, OrderError
from indicia.geometry import Box
from indicia.layout.sheet import all_boxes, cells, printable
from indicia.model.stock import read_stock, stocks
from indicia.model.stock_row import Stock

NAMES = list(stocks())


def sheet_of_six(**changed: float) -> Stock:
    values = {"radius": 0.0, "unprintable_x": 0.0, "unprintable_y": 0.0, **changed}
    text = f"""
name = "six"
title = "x"
source = "x"
kinds = ["sheet"]
feed = "sheet"
width = 2.0
height = 1.0
facing = "plain"
systems = []
{chr(10).join(f"{key} = {value}" for key, value in values.items())}
[page]
width = 8.5
height = 5
[grid]
rows = 2
columns = 3
left = 0.5
top = 0.25
pitch_x = 2.5
pitch_y = 2.0
"""
    return read_stock(text.encode(), "six")


def test_labels_go_row_by_row_at_the_pitch() -> None:
    (page,) = cells(sheet_of_six(), 1, 6)
    assert [1, 2, 3, 4, 5, 6] == [cell.index for cell in page]
    assert Box(0.5, 0.25, 2.5, 1.25) == page[0].box
    assert Box(5.5, 0.25, 7.5, 1.25) == page[2].box
    assert Box(0.5, 2.25, 2.5, 3.25) == page[3].box


def test_a_partly_used_sheet_begins_at_its_first_free_label() -> None:
    (page,) = cells(sheet_of_six(), 5, 2)
    assert [(1, 5), (1, 6)] == [(cell.page, cell.index) for cell in page]


def test_what_the_sheet_does_not_hold_goes_on_to_the_next_pages() -> None:
    pages = cells(sheet_of_six(), 5, 9)
    assert [[5, 6], [1, 2, 3, 4, 5, 6], [1]] == [[cell.index for cell in page] for page in pages]
    assert [1, 2, 3] == [page[0].page for page in pages]


def test_each_label_of_a_roll_is_a_page() -> None:
    pages = cells(stocks()["4x6"], 1, 3)
    assert [(1, 1), (2, 1), (3, 1)] == [(cell.page, cell.index) for page in pages for cell in page]
    assert {Box(0.0, 0.0, 4.0, 6.0)} == {page[0].box for page in pages}


@pytest.mark.parametrize(
    ("start", "count", "said"),
    [
        (7, 1, "media.start: found 7; allowed: 1 to 6"),
        (0, 1, "media.start: found 0; allowed: 1 to 6"),
        (1, 0, "media.count: found 0; allowed: at least 1"),
        (7, 0, "media.start.*media.count"),
    ],
)
def test_a_start_beyond_the_grid_is_refused_as_the_order_says_it(start: int, count: int, said: str) -> None:
    with pytest.raises(OrderError, match=said) as caught:
        cells(sheet_of_six(), start, count)
    assert ExitCode.INPUT == caught.value.exit_code


def test_origins_are_whole_dots_next_to_the_label() -> None:
    (cell,) = cells(stocks()["avery-5160"], 5, 1)[0]
    x, y = cell.origin(203)
    assert (round(x * 203), round(y * 203)) == pytest.approx((x * 203, y * 203))
    assert cell.box.left == pytest.approx(x, abs=1 / 406 + 1e-9)
    assert cell.box.top == pytest.approx(y, abs=1 / 406 + 1e-9)


@given(name=st.sampled_from(NAMES), start=st.integers(1, 60), count=st.integers(1, 200))
def test_every_print_has_as_many_labels_as_asked_for_all_on_their_page_and_none_over_another(
    name: str, start: int, count: int
) -> None:
    stock = stocks()[name]
    start = min(start, stock.labels)
    pages = cells(stock, start, count)
    assert count == sum(map(len, pages))
    width, height = stock.page_size
    page = Box(0.0, 0.0, width, height)
    assert all(page.contains(cell.box, tolerance=1e-6) for row in pages for cell in row)
    boxes = [cell.box for cell in pages[0]]
    assert all(a.intrusion(b) < 1e-6 for i, a in enumerate(boxes) for b in boxes[:i])


def test_all_boxes_are_those_of_a_full_page() -> None:
    stock = sheet_of_six()
    assert tuple(cell.box for cell in cells(stock, 1, 6)[0]) == all_boxes(stock)


def test_square_corners_leave_the_whole_label() -> None:
    assert Box(0.0, 0.0, 2.0, 1.0) == printable(sheet_of_six())


def test_unprinted_strips_are_left_out_on_both_sides() -> None:
    assert Box(0.25, 0.125, 1.75, 0.875) == printable(sheet_of_six(unprintable_x=0.25, unprintable_y=0.125))


@pytest.mark.parametrize("strip", [(0.0, 0.0), (0.0, 0.05), (0.02, 0.02), (0.04, 0.0), (0.1, 0.0), (0.3, 0.3)])
@pytest.mark.parametrize("radius", [0.0, 0.0625, 0.125, 0.5])
def test_no_corner_of_the_printable_part_sticks_out_of_a_round_one(strip: tuple[float, float], radius: float) -> None:
    free = printable(sheet_of_six(radius=radius, unprintable_x=strip[0], unprintable_y=strip[1]))
    outside = max(0.0, radius - free.left), max(0.0, radius - free.top)
    assert math.hypot(*outside) <= radius + 1e-12
    assert free.left >= strip[0]
    assert free.top >= strip[1]


def test_a_round_corner_that_is_cleared_already_takes_nothing_more() -> None:
    assert Box(0.1, 0.1, 1.9, 0.9) == printable(sheet_of_six(radius=0.125, unprintable_x=0.1, unprintable_y=0.1))
