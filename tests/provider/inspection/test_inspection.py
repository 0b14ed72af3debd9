"""Inspections: the schedule of the five levels, every item of 501.26(b)."""

import datetime as dt
import json
from pathlib import Path

import pytest

from fixtures.office import START, Office, on_day
from indicia.errors import InputError
from indicia.spec.happenings import Event
from indicia.spec.inspections import CHECKS, MEASURED, Build, Item
from indicia.spec.psd import INSPECTIONS, SecurityLevel
from provider.deadlines import History, due_on
from provider.documents import json_bytes
from provider.errors import ProviderRefused
from provider.inspection import Readings, Result, Sources, inspect, inspections_due, report, sources_of, write_down
from provider.inventory import News

M = "ZZ010000001001"
SEEN = {item: "ok" for item in Item if item not in MEASURED}
READ = Readings(device=M, ascending=370, descending=630, after_ascending=370, after_descending=630, seal="S-1")
RECORDS = Sources(device=M, control_total=1000, set_on=dt.date(2005, 1, 10), seal="S-1", builds=frozenset(Build))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def change(readings: Readings, **values: object) -> Readings:
    return Readings(**{name: getattr(readings, name) for name in Readings.__slots__} | values)


def irregular(readings: Readings = READ, seen: dict[Item, str] = SEEN, sources: Sources = RECORDS) -> list[Item]:
    done = inspect(readings, sources, seen, inspector="I. Spector", signed_by="licensee")
    return [finding.item for finding in done.irregular]


def test_meter_as_it_should_be_has_nothing_irregular() -> None:
    assert [] == irregular()


@pytest.mark.parametrize(
    ("wrong", "item"),
    [
        ({"device": "ZZ010000001002"}, Item.SERIAL),
        ({"ascending": 371, "after_ascending": 371}, Item.CONTROL_TOTAL),
        ({"after_ascending": 371, "after_descending": 629}, Item.ZERO_PRINT),
        ({"faults": ("the log is not whole",)}, Item.REGISTERS),
        ({"seal": "S-2"}, Item.SEAL),
    ],
)
def test_each_reading_has_its_item(wrong: dict[str, object], item: Item) -> None:
    assert [item] == irregular(change(READ, **wrong))


@pytest.mark.parametrize("item", [item for item in Item if item not in {*MEASURED, Item.SIGNATURE}])
def test_what_the_inspector_sees_makes_its_item_irregular(item: Item) -> None:
    assert [item] == irregular(seen=SEEN | {item: "pry marks"})


@pytest.mark.parametrize("item", [item for item in Item if item not in {*MEASURED, Item.SIGNATURE}])
def test_no_item_is_left_open(item: Item) -> None:
    with pytest.raises(InputError, match="not checked"):
        irregular(seen={other: words for other, words in SEEN.items() if other is not item})


@pytest.mark.parametrize("build", list(Build))
def test_items_apply_to_meters_that_are_built_so(build: Build) -> None:
    sources = Sources(device=M, control_total=1000, set_on=dt.date(2005, 1, 10), builds=frozenset({build}), seal="S-1")
    done = inspect(READ, sources, SEEN, inspector="I", signed_by="L")
    applying = {finding.item for finding in done.findings if finding.result is not Result.NOT_APPLICABLE}
    assert {item for item, check in CHECKS.items() if check.build in {None, build}} == applying


def test_every_item_of_the_rule_stands_in_the_list() -> None:
    assert list(CHECKS) == list(Item)
    assert [f"501.26(b)({n})" for n in range(1, 7)] == [item.value for item in Item][:6]
    romans = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    assert [f"501.26(b)(7)({roman})" for roman in romans] == [item.value for item in Item][6:]


def test_nobody_signed_is_no_inspection() -> None:
    with pytest.raises(InputError, match="who signed"):
        inspect(READ, RECORDS, SEEN, inspector="I", signed_by=" ")


def test_report_lists_every_item() -> None:
    done = inspect(change(READ, seal="S-9"), RECORDS, SEEN, inspector="I", signed_by="L")
    answer = json.loads(json_bytes(report(done, dt.date(2005, 6, 15))))
    assert len(Item) == len(answer["parts"][1]["rows"])
    assert "1" == answer["parts"][0]["facts"]["Irregular"]


def test_records_give_the_control_total_of_the_last_setting(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.RESET, on_day("2005-02-01"), ascending="370", descending="4630")
    office.tell(M, Event.EXAMINED, on_day("2005-03-01"))
    sources = sources_of(office.register, M)
    assert (5000, dt.date(2005, 2, 1)) == (sources.control_total, sources.set_on)


def test_meter_that_was_never_set_has_no_source(office: Office) -> None:
    office.meter()
    with pytest.raises(ProviderRefused, match="no setting"):
        sources_of(office.register, M)


def test_irregularity_is_due_to_be_reported_the_same_day(office: Office) -> None:
    office.in_service(office.licence())
    sources = sources_of(office.register, M)
    done = inspect(
        Readings(device=M, ascending=0, descending=500, after_ascending=0, after_descending=500),
        *(sources, SEEN),
        inspector="I",
        signed_by="L",
    )
    write_down(office.register, done, on_day("2005-06-15"))
    found = due_on(History.read(office.store), dt.date(2005, 6, 15))
    assert "501.26(b)(8)-irregularity" in [instance.row.id for instance in found]
    assert "501.26(b)(3)" in office.register.story(M)[-1].detail["found"]


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_schedule_follows_the_level(office: Office, level: int) -> None:
    office.in_service(office.licence(), level=level)
    # Set every month, so that no inspection is due for want of activity.
    for month in range(2, 13):
        office.tell(M, Event.RESET, on_day(f"2005-{month:02}-10"), ascending="0", descending="0")
    months = INSPECTIONS[SecurityLevel(level)].months
    due = {i.due for i in inspections_due(office.store, dt.date(2005, 12, 31), through=dt.date(2008, 1, 1))}
    year = {12: {dt.date(2006, 1, 10)}, 24: {dt.date(2007, 1, 10)}, None: set()}[months]
    assert year | ({dt.date(2006, 6, 10)} if level == 3 else set()) >= due
    assert bool(months) == bool(due)


@pytest.mark.parametrize(("level", "quiet"), [(2, True), (3, True), (4, False), (5, False)])
def test_without_settings_the_inspection_comes_earlier(office: Office, level: int, quiet: bool) -> None:
    office.in_service(office.licence(), level=level)
    found = inspections_due(office.store, dt.date(2005, 7, 10))
    assert ([dt.date(2005, 7, 10)] if quiet else []) == [instance.due for instance in found]


def test_ordered_inspection_and_examination_are_both_listed(office: Office) -> None:
    office.in_service(office.licence())
    for event in (Event.INSPECTION_ORDERED, Event.EXAMINATION_ORDERED):
        office.register.tell(M, News(event, START, {}, dt.date(2005, 2, 1)))
    rows = [i.row.id for i in inspections_due(office.store, dt.date(2005, 2, 1))]
    assert ["604.4.3.7-examination", "604.4.3.7-special"] == rows
