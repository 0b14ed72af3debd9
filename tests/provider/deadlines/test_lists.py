"""The list of a day, what it forbids, and the record behind it."""

import datetime as dt
from pathlib import Path

import pytest

from indicia.errors import InputError
from indicia.spec.deadlines import BY_ID, Every
from indicia.spec.happenings import Event, Tag
from provider.deadlines import Happening, History, due_list, due_on, inspect_by, period_of, record, reset_block
from provider.documents import csv_bytes
from provider.store import Store, open_store

METER = "meter:ZZ010000001001"


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(hour=12, tzinfo=dt.UTC)


def on(day: str) -> dt.date:
    return dt.date.fromisoformat(day)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'office.db'}")


def told(store: Store, day: str, event: Event, *tags: Tag, due: str | None = None) -> None:
    record(store, Happening(METER, event, at(day), frozenset(tags), on(due) if due else None, {"k": "v"}))


def test_record_comes_back_in_the_order_of_days(store: Store) -> None:
    told(store, "2005-06-02", Event.RESET, Tag.LEVEL_5, due="2005-07-01")
    told(store, "2005-06-01", Event.CHECKED_IN)
    first, second = History.read(store, METER).of(METER)
    assert (Event.CHECKED_IN, Event.RESET) == (first.event, second.event)
    assert (2, 1) == (first.number, second.number)
    assert (frozenset({Tag.LEVEL_5}), on("2005-07-01"), {"k": "v"}) == (second.tags, second.due, second.detail)
    assert on("2005-06-02") == second.on
    assert [METER] == History.read(store).subjects
    assert [] == History.read(store, "meter:other").subjects


def test_time_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="without a time zone"):
        record(store, Happening(METER, Event.RESET, dt.datetime(2005, 6, 1)))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("due", [None, "2005-03-31"])
def test_an_order_names_its_day(store: Store, due: str | None) -> None:
    with pytest.raises(InputError, match="name the day"):
        told(store, "2005-04-01", Event.INSPECTION_ORDERED, due=due)
    assert [] == History.read(store).subjects


def test_list_of_a_day_is_sorted_and_leaves_out_what_is_done_later_or_lapsed(store: Store) -> None:
    told(store, "2005-01-10", Event.CHECKED_IN, Tag.LEVEL_1)
    told(store, "2005-02-01", Event.IRREGULARITY_FOUND)
    told(store, "2005-02-02", Event.IRREGULARITY_REPORTED)
    told(store, "2005-01-20", Event.ADJUSTMENT_NOTIFIED, Tag.GENERATION_2)
    found = due_on(History.read(store), on("2005-04-30"))
    assert ["604.4.3.5-reset", "604.4.3.7-level-1-usps"] == [instance.row.id for instance in found]
    later = due_on(History.read(store), on("2005-04-30"), through=on("2005-07-10"))
    assert "604.4.3.7-level-1" == later[-1].row.id
    before = due_on(History.read(store), on("2005-02-01"))
    assert ["501.26(b)(8)-irregularity"] == [instance.row.id for instance in before]
    lines = csv_bytes(due_list(found, on("2005-04-30"))).decode().splitlines()
    assert "Due,Standing,Section,Subject,Whose,What" == lines[0]
    assert lines[1].startswith(f"2005-04-10,overdue,604.4.3.5,{METER},licensee,reset the system")


def test_reset_is_blocked_from_the_second_approach_on_until_examined(store: Store) -> None:
    told(store, "2005-01-10", Event.CHECKED_IN, Tag.LEVEL_5)
    assert reset_block(store, METER, on("2005-04-25")) is None
    assert BY_ID["604.4.3.5-reset"] == reset_block(store, METER, on("2005-04-26"))
    told(store, "2005-05-02", Event.EXAMINED)
    assert reset_block(store, METER, on("2005-05-02")) is None


def test_reset_is_blocked_when_the_notice_ran_out(store: Store) -> None:
    told(store, "2005-04-01", Event.OVERDUE_NOTICE)
    assert reset_block(store, METER, on("2005-04-16")) is None
    assert BY_ID["501.23(f)-examination"] == reset_block(store, METER, on("2005-04-17"))
    told(store, "2005-04-17", Event.EXAMINED)
    assert reset_block(store, METER, on("2005-04-17")) is None


def test_reset_is_blocked_by_an_inspection_that_was_ordered(store: Store) -> None:
    told(store, "2005-04-01", Event.CHECKED_IN, Tag.LEVEL_5)
    told(store, "2005-04-02", Event.INSPECTION_ORDERED, due="2005-04-20")
    assert reset_block(store, METER, on("2005-04-20")) is None
    assert BY_ID["604.4.3.7-special"] == reset_block(store, METER, on("2005-04-21"))


def test_named_day_of_an_inspection_holds_until_it_is_done(store: Store) -> None:
    told(store, "2005-04-02", Event.INSPECTION_ORDERED, due="2005-04-20")
    assert inspect_by(store, METER, on("2005-04-01")) is None
    assert on("2005-04-20") == inspect_by(store, METER, on("2005-04-21"))
    told(store, "2005-04-22", Event.INSPECTED)
    assert inspect_by(store, METER, on("2005-04-22")) is None


@pytest.mark.parametrize(
    ("every", "day", "label", "first", "last"),
    [
        (Every.DAY, "2005-06-15", "2005-06-15", "2005-06-15", "2005-06-15"),
        (Every.MONTH, "2004-02-10", "2004-02", "2004-02-01", "2004-02-29"),
        (Every.QUARTER, "2004-10-01", "FY2005-Q1", "2004-10-01", "2004-12-31"),
        (Every.QUARTER, "2005-09-30", "FY2005-Q4", "2005-07-01", "2005-09-30"),
        (Every.ACCOUNTING_PERIOD, "2005-10-15", "FY2006-AP01", "2005-10-01", "2005-10-31"),
        (Every.ACCOUNTING_PERIOD, "2005-09-15", "FY2005-AP12", "2005-09-01", "2005-09-30"),
    ],
)
def test_periods(every: Every, day: str, label: str, first: str, last: str) -> None:
    period = period_of(every, on(day))
    assert (label, on(first), on(last)) == (period.label, period.first, period.last)
    assert on(day) in period


def test_every_day_of_years_lies_in_exactly_its_period() -> None:
    day = dt.date(2003, 10, 1)
    while day < dt.date(2006, 1, 1):
        for every in Every:
            period = period_of(every, day)
            assert day in period
            assert period == period_of(every, period.first) == period_of(every, period.last)
        day += dt.timedelta(days=1)
