"""What licences, inventory and deadlines say to a reset."""

import datetime as dt
from pathlib import Path

import pytest

from fixtures.office import START, Office, on_day
from indicia.psd.registers import Registers
from indicia.spec.happenings import Event
from indicia.spec.licences import Revocation
from provider.errors import ProviderRefused
from provider.resetting.licences import OfficeLicensing
from provider.resetting.licensing import Stopped

METER, LICENCE = "ZZ010000001001", "L1"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def allowed(office: Office, day: str, licence: str = LICENCE) -> str:
    return OfficeLicensing(office.store).authenticate(licence, METER, dt.date.fromisoformat(day))


def test_a_meter_in_service_is_reset_for_its_licensing_post_office(office: Office) -> None:
    office.in_service(office.licence())
    assert "06926" == allowed(office, "2005-02-01")


def test_an_unknown_meter_or_licence_is_refused(office: Office) -> None:
    with pytest.raises(ProviderRefused, match="no meter"):
        allowed(office, "2005-02-01")
    office.in_service(office.licence())
    with pytest.raises(ProviderRefused, match="no licence 'L9'"):
        allowed(office, "2005-02-01", "L9")


def test_a_meter_of_another_licence_is_refused(office: Office) -> None:
    office.in_service(office.licence())
    office.licence("C2", "L2")
    with pytest.raises(ProviderRefused, match="not in service under licence 'L2'"):
        allowed(office, "2005-02-01", "L2")


def test_a_revoked_licence_is_refused(office: Office) -> None:
    licence = office.licence()
    office.in_service(licence)
    office.licences.notify_revocation(licence.application, Revocation.FRAUD, "7000 0001", on_day("2005-02-01"))
    office.licences.revoke(licence.application, on_day("2005-02-15"))
    with pytest.raises(ProviderRefused, match="revoked"):
        allowed(office, "2005-02-16")


def test_a_faulty_meter_is_refused(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(METER, Event.FAULT_REPORTED, on_day("2005-02-01"))
    with pytest.raises(ProviderRefused, match="not reset"):
        allowed(office, "2005-02-01")


def test_a_meter_that_is_not_located_is_stopped(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(METER, Event.NOT_LOCATED, on_day("2005-02-01"))
    with pytest.raises(Stopped, match="not located"):
        allowed(office, "2005-02-01")


def test_an_overdue_reset_stands_in_the_way_from_the_second_approach(office: Office) -> None:
    office.in_service(office.licence())
    assert dt.date(2005, 1, 10) == START.date()
    assert allowed(office, "2005-04-25")  # due on the 10th of April; fifteen days later approached again
    with pytest.raises(ProviderRefused, match="overdue"):
        allowed(office, "2005-04-26")


def test_a_completed_reset_counts_three_months_anew(office: Office) -> None:
    office.in_service(office.licence())
    licensing = OfficeLicensing(office.store)
    licensing.completed(METER, Registers(1_000, 4_000), on_day("2005-04-01"))
    assert (1_000, 4_000) == (office.register.find(METER).ascending, office.register.find(METER).descending)
    assert allowed(office, "2005-07-10")


def test_a_completed_reset_of_a_meter_that_is_out_of_service_is_no_fault(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(METER, Event.FAULT_REPORTED, on_day("2005-02-01"))
    OfficeLicensing(office.store).completed(METER, Registers(), on_day("2005-02-02"))
    assert 0 == office.register.find(METER).descending


def test_the_device_stops_when_it_should_have_been_removed(office: Office) -> None:
    lock_on = OfficeLicensing(office.store).terms(METER, dt.date(2005, 6, 15)).lock_on
    assert dt.date(2005, 9, 15) + dt.timedelta(days=15 + 15 + 15 + 1) == lock_on
