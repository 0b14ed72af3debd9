"""Files, records and destruction (501.18, 501.23(j), (k), (p))."""

import datetime as dt

import pytest

from fixtures.office import METER as M
from fixtures.office import OUT, START, Office, on_day, shown
from indicia.spec.custody import Purpose
from indicia.spec.happenings import Event
from provider.custody import Reader
from provider.deadlines import History
from provider.errors import ProviderRefused
from provider.inventory import Destruction, Register, State
from provider.inventory.files import differences, inventory_file
from provider.inventory.records import meter_record, purge, ready_to_purge


def test_inventory_file_lists_users_and_writes_down_each_reading(office: Office) -> None:
    office.in_service(office.licence())
    office.meter(1002)
    reader = Reader(name="night job", purpose=Purpose.REPORTING, reason="inventory file FY2005-Q3")
    made = inventory_file(office.store, reader, on_day("2005-06-30"))
    (row,) = shown(made)
    assert "FY2005-Q3" == made.subtitle
    assert ("1001", "Firm C1", "2005-01-10", "06926") == tuple(
        row[name] for name in ("Serial number", "User", "In service since", "Licensing ZIP")
    )
    assert ["night job"] == [a.reader.name for a in office.customers.accesses(since=on_day("2005-06-30"))]


def test_differences_of_records_are_found_both_ways(office: Office) -> None:
    licence = office.licence()
    for serial in (1001, 1002, 1003):
        office.in_service(licence, serial)
    postal = {"ZZ010000001001": "06926", "ZZ010000001002": "94103", "ZZ010000009999": "06926"}
    assert ["ZZ010000001002", "ZZ010000001003", "ZZ010000009999"] == [
        row["Meter"] for row in shown(differences(office.store, postal))
    ]


def scrapped(office: Office) -> Destruction:
    office.meter()
    plans = Destruction(office.store)
    plan = plans.propose([M], method="shredding", place="works", planned_on=dt.date(2005, 2, 1), at=START)
    plans.approve(plan.number, "PTM 4", on_day("2005-01-20"))
    plans.destroy(plan.number, [M], "inspector", on_day("2005-02-01"))
    return plans


def test_destruction_follows_the_approved_plan(office: Office) -> None:
    plans = scrapped(office)
    assert State.SCRAPPED is office.register.find(M).state
    assert [{"Serial number": "1001", "Model": "01", "Meter": M}] == shown(plans.statement(1), 1)
    assert "Meters destroyed, plan 1" == plans.statement(1).title


@pytest.mark.parametrize(
    ("seen", "observer", "day", "problem"),
    [
        ([M], " ", "2005-02-01", "representative of the Postal Service"),
        ([M], "inspector", "2005-01-31", "planned for 2005-02-01"),
        ([], "inspector", "2005-02-01", f"not seen: {M}; seen and not listed: none"),
        ([M, "X"], "inspector", "2005-02-01", "not seen: none; seen and not listed: X"),
    ],
)
def test_nothing_is_destroyed_otherwise(office: Office, seen: list[str], observer: str, day: str, problem: str) -> None:
    office.meter()
    plans = Destruction(office.store)
    plans.propose([M], method="shredding", place="works", planned_on=dt.date(2005, 2, 1), at=START)
    with pytest.raises(ProviderRefused, match="not approved"):
        plans.destroy(1, seen, observer, on_day(day))
    plans.approve(1, "PTM 4", START)
    with pytest.raises(ProviderRefused, match=problem):
        plans.destroy(1, seen, observer, on_day(day))
    assert State.PRODUCED is office.register.find(M).state


def test_plan_is_complete_and_in_advance(office: Office) -> None:
    office.meter()
    plans = Destruction(office.store)
    for devices, method, day in (([], "m", "2005-02-01"), ([M], " ", "2005-02-01"), ([M], "m", "2005-01-10")):
        with pytest.raises(ProviderRefused, match=r"501\.18\(a\)"):
            plans.propose(devices, method=method, place="works", planned_on=dt.date.fromisoformat(day), at=START)
    plans.propose([M], method="m", place="p", planned_on=dt.date(2005, 2, 1), at=START)
    with pytest.raises(ProviderRefused, match="reference"):
        plans.approve(1, "", START)


def test_meter_in_service_is_not_destroyed(office: Office) -> None:
    office.in_service(office.licence())
    with pytest.raises(ProviderRefused, match="of a meter that is in service"):
        Destruction(office.store).propose([M], method="m", place="p", planned_on=dt.date(2005, 2, 1), at=START)


def test_records_are_kept_three_years_and_then_destroyed(office: Office) -> None:
    scrapped(office)
    assert [] == ready_to_purge(office.register, dt.date(2008, 1, 31))
    with pytest.raises(ProviderRefused, match="kept until 2008-02-01"):
        purge(office.store, M, on_day("2008-01-31"))
    assert [M] == ready_to_purge(office.register, dt.date(2008, 2, 1))
    assert "501.23(k)-records" in office.due("2008-02-01")
    purge(office.store, M, on_day("2008-02-01"))
    with pytest.raises(ProviderRefused, match="no meter"):
        office.register.find(M)
    assert [] == [
        h for s in History.read(office.store).subjects for h in History.read(office.store).of(s) if M in str(h)
    ]
    assert "501.23(k)-records" not in office.due("2009-01-01")


def test_record_shows_all_movements_with_readings(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.CHECKED_OUT, START, **OUT)
    rows = shown(meter_record(Register(office.store), M), 1)
    assert ["produced", "label-checked", "checked-in", "checked-out"] == [row["What"] for row in rows]
    assert "ascending: 1000" in rows[-1]["Details"]


def test_refused_news_leave_nothing_behind(office: Office) -> None:
    office.in_service(office.licence())
    before = (office.register.find(M), len(office.register.story(M)))
    with pytest.raises(ProviderRefused):
        office.tell(M, Event.CHECKED_OUT, START)
    assert before == (office.register.find(M), len(office.register.story(M)))
