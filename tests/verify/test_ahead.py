"""Reading ahead in another thread."""

import threading
from collections.abc import Iterator

import pytest

from verify.ahead import ahead


def test_items_keep_their_order() -> None:
    assert list(range(20)) == list(ahead(iter(range(20))))


def test_the_next_item_is_made_while_one_is_dealt_with() -> None:
    second = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    coming = ahead(items())
    assert 1 == next(coming)
    assert second.wait(60)
    assert [2] == list(coming)


def test_only_one_item_is_made_ahead() -> None:
    made = []

    def items() -> Iterator[int]:
        for number in range(9):
            made.append(number)
            yield number

    coming = ahead(items())
    for number in range(3):
        assert number == next(coming)
    coming.close()
    assert len(made) <= 4


def test_what_making_raises_is_raised_in_its_place() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("second")

    coming = ahead(items())
    assert 1 == next(coming)
    with pytest.raises(ValueError, match="second"):
        next(coming)


def test_whoever_stops_early_closes_the_source() -> None:
    closed = threading.Event()

    def items() -> Iterator[int]:
        try:
            yield from range(9)
        finally:
            closed.set()

    coming = ahead(items())
    next(coming)
    coming.close()
    assert closed.wait(60)
