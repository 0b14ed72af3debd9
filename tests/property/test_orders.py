"""Laws of the layout: what is ordered stands on its page and apart, or is refused with a rule or an order problem."""

import itertools
import os
import random
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.order_files import document
from fixtures.random_orders import Wish, random_wish
from indicia.errors import OrderError
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame, Rule, Text
from indicia.layout.misfit import LayoutRefused
from indicia.layout.sheet import cells
from indicia.model.order import parse_order
from indicia.preflight import Checked, preflight
from indicia.rulebook.rows import rows
from indicia.spec import symbol as symbol_spec
from indicia.spec.kinds import Technology

FULL = os.environ.get("INDICIA_SOAK") == "full"
ORDERS = 10_000 if FULL else 300
SEED = 604
SLACK = 1e-6
RULES = {row.id for row in rows()}
LAID_OUT, REFUSED, NO_ROOM, NO_ORDER = "laid out", "laid out, refused by a rule", "refused for want of room", "no order"


def outcome(wish: Wish, face: Face) -> str:
    """How the wish ended; anything else than these four ends is an error."""
    try:
        order = parse_order(wish.document)
        checked = preflight(order, order.meter, face, dpi=wish.dpi, message_length=wish.message_length)
    except LayoutRefused as refused:
        return no_room(refused)
    except OrderError as wrong:
        return no_order(wrong)
    check_geometry(checked.layout)
    return verdict(checked)


def no_room(refused: LayoutRefused) -> str:
    assert refused.misfit.rule in RULES
    assert str(refused.misfit) in str(refused)
    assert refused.misfit.shortfall > 0
    return NO_ROOM


def no_order(wrong: OrderError) -> str:
    assert wrong.problems
    assert all(problem.path and problem.allowed for problem in wrong.problems)
    return NO_ORDER


def verdict(checked: Checked) -> str:
    if checked.refused:
        assert {finding.row.id for finding in checked.refused} <= RULES
        return REFUSED
    return LAID_OUT


def check_geometry(layout: Layout) -> None:
    everything_is_on_the_page(layout)
    nothing_overlaps(layout)
    what_is_printed_by_dots_is_on_them(layout)
    sheets_hold_their_labels(layout)


def everything_is_on_the_page(layout: Layout) -> None:
    beyond = [(name, box) for name, box in parts(layout) if not layout.job.printable.contains(box, tolerance=SLACK)]
    assert [] == beyond


def nothing_overlaps(layout: Layout) -> None:
    shared = [
        (one, other) for (one, a), (other, b) in itertools.combinations(parts(layout), 2) if min(a.overlap(b)) > SLACK
    ]
    assert [] == shared


def parts(layout: Layout) -> list[tuple[str, Box]]:
    """What may not share ink: words, symbol, bars, and the lines that are drawn, frames side by side."""
    placed, around = layout.indicium, layout.surroundings
    plate = placed.plate.lettering if placed.plate else ()
    texts: tuple[Text, ...] = (*placed.lettering, *plate, *around.texts)
    bars = [mark for mark in (placed.fim, around.barcode) if mark is not None]
    return [
        *((text.string, text.ink_box) for text in texts),
        *((bar.kind, union(bar.bars)) for bar in bars),
        *([("symbol", placed.symbol.box)] if placed.symbol else []),
        *itertools.chain.from_iterable(_line(line) for line in placed.lines),
    ]


def _line(line: Rule | Frame) -> list[tuple[str, Box]]:
    if isinstance(line, Rule):
        return [("rule", line.box)]
    top, bottom, left, right = line.sides
    # The sides of a frame share its corners.
    inner = (Box(side.left, top.bottom, side.right, bottom.top) for side in (left, right))
    return [("frame", side) for side in (top, bottom, *inner)]


def what_is_printed_by_dots_is_on_them(layout: Layout) -> None:
    dpi, placed, around = layout.job.dpi, layout.indicium, layout.surroundings
    boxes = [bar for mark in (placed.fim, around.barcode) if mark is not None for bar in mark.bars]
    boxes += [line.box for line in placed.lines]
    if placed.symbol is not None:
        boxes.append(placed.symbol.box)
        rows_, columns = placed.symbol.modules.shape
        side = placed.symbol.module_dots / dpi
        assert symbol_spec.MODULE_MIN - SLACK <= side <= symbol_spec.MODULE_MAX + SLACK
        assert (columns * side, rows_ * side) == pytest.approx((placed.symbol.box.width, placed.symbol.box.height))
    sides = [side * dpi for box in boxes for side in (box.left, box.top, box.right, box.bottom)]
    assert [] == [side for side in sides if abs(side - round(side)) > 1e-4]


def sheets_hold_their_labels(layout: Layout) -> None:
    stock, media = layout.job.stock, layout.job.order.media
    if stock is None or stock.grid is None:
        return
    placed = [cell for page in cells(stock, media.start, media.count) for cell in page]
    assert media.count == len(placed)
    width, height = stock.page_size
    assert all(Box(0.0, 0.0, width, height).contains(cell.box, tolerance=1e-4) for cell in placed)


class TestEveryOrderIsLaidOutOrRefused:
    """DMM 604.4.8.2: "Indicia must be legible and not overlap"; 4.8.11c: a label holds "the entire indicium"."""

    @settings(max_examples=60, deadline=None)
    @given(st.randoms(use_true_random=False))
    def test_whatever_is_drawn(self, face: Face, rng: random.Random) -> None:
        assert outcome(random_wish(rng), face)

    @pytest.mark.soak
    @pytest.mark.xdist_group("orders")
    def test_thousands_of_one_seed(self, face: Face) -> None:
        rng = random.Random(SEED)
        ends: Counter[str] = Counter()
        technologies: Counter[str] = Counter()
        for number in range(ORDERS):
            wish = random_wish(rng)
            try:
                end = outcome(wish, face)
            except Exception as fault:
                fault.add_note(f"order {number} of seed {SEED}: {wish}")
                raise
            ends[end] += 1
            if end == LAID_OUT:
                technologies[wish.document["indicium"]["technology"]] += 1
        sys.stdout.write(f"\n{ORDERS} random orders: {dict(ends)}; laid out: {dict(technologies)}\n")
        assert ends[LAID_OUT] > ORDERS / 10
        assert {technology.value for technology in Technology} == set(technologies)


def test_the_same_seed_gives_the_same_orders() -> None:
    one, other = random.Random(SEED), random.Random(SEED)
    assert [random_wish(one) for _ in range(20)] == [random_wish(other) for _ in range(20)]


@pytest.mark.parametrize("dx", [0.0, 20.0])
def test_words_on_words_and_words_off_the_page_would_be_seen(face: Face, dx: float) -> None:
    order = parse_order(document())
    layout = preflight(order, order.meter, face, dpi=300, message_length=113).layout
    check_geometry(layout)
    first, second, *others = layout.indicium.lettering
    stray = replace(second, ink_box=first.ink_box.moved(dx, 0.0))
    with pytest.raises(AssertionError):
        check_geometry(replace(layout, indicium=replace(layout.indicium, lettering=(first, stray, *others))))
