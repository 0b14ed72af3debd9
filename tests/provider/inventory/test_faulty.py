"""Faulty meters (501.23(h), 604.4.3.11)."""

import datetime as dt

import pytest

from fixtures.office import EMPTY, OUT, START, Office, on_day, shown
from fixtures.office import METER as M
from indicia.errors import InputError
from indicia.spec.happenings import Event
from provider.errors import ProviderRefused
from provider.inventory import State
from provider.inventory.faulty import custody_record, monthly_list, send_list, send_report


def received(office: Office, day: str = "2005-06-17") -> None:
    office.in_service(office.licence())
    office.tell(M, Event.FAULT_REPORTED, on_day("2005-06-15"), defect="display dark")
    office.tell(M, Event.FORM_COMPLETED, on_day("2005-06-16"), signed_by="licensee", **EMPTY)
    office.tell(M, Event.FAULTY_RECEIVED, on_day(day), tag="F-17", place="secure facility")


def test_faulty_meter_is_retrieved_in_two_business_days(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.FAULT_REPORTED, on_day("2005-06-17"))
    assert "501.23(h)(2)-retrieve" in office.due("2005-06-21")
    office.tell(M, Event.RETRIEVAL_BEGUN, on_day("2005-06-21"))
    assert "501.23(h)(2)-retrieve" not in office.due("2005-06-30")


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"ascending": "1", "descending": "2"}, "licensee signs"),
        ({"signed_by": "licensee"}, "both registers or"),
        ({"signed_by": "licensee", "report": "system report 3"}, "both registers or"),
    ],
)
def test_form_3601c_is_complete(office: Office, told: dict[str, str], problem: str) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.FAULT_REPORTED, START)
    with pytest.raises(ProviderRefused, match=problem):
        office.tell(M, Event.FORM_COMPLETED, START, **told)


def test_faulty_meter_is_tagged_with_its_form(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.FAULT_REPORTED, START)
    with pytest.raises(ProviderRefused, match="Form 3601-C is not completed"):
        office.tell(M, Event.FAULTY_RECEIVED, START, tag="F-1")
    office.tell(M, Event.FORM_COMPLETED, START, signed_by="licensee", report="r", logs="l")
    with pytest.raises(ProviderRefused, match="tagged on receipt"):
        office.tell(M, Event.FAULTY_RECEIVED, START)


def test_readable_meter_is_listed_by_the_15th_and_checked_out(office: Office) -> None:
    received(office)
    with pytest.raises(ProviderRefused, match="not examined"):
        office.tell(M, Event.FOUND_READABLE, on_day("2005-06-17"))
    office.tell(M, Event.FAULTY_EXAMINED, on_day("2005-06-17"))
    with pytest.raises(ProviderRefused, match="not known to be readable"):
        office.tell(M, Event.CHECKED_OUT, on_day("2005-06-17"), **OUT)
    office.tell(M, Event.FOUND_READABLE, on_day("2005-06-17"), malfunction="lamp of the display")
    office.tell(M, Event.CHECKED_OUT, on_day("2005-06-20"), **OUT)
    assert "501.23(h)(9)(ii)-list" in office.due("2005-07-15")
    (row,) = shown(send_list(office.register, on_day("2005-07-14")))
    assert (M, "lamp of the display") == (row["Meter"], row["Malfunction"])
    assert "501.23(h)(9)(ii)-list" not in office.due("2005-07-31")
    assert [] == shown(monthly_list(office.register, dt.date(2005, 8, 1)))


def test_unreadable_meter_is_reported_approved_and_only_then_cleared(office: Office) -> None:
    received(office)
    office.tell(M, Event.FAULTY_EXAMINED, on_day("2005-06-17"))
    office.tell(M, Event.FOUND_UNREADABLE, on_day("2005-06-17"))
    assert "501.23(h)(12)(ii)-report" in office.due("2005-06-24")
    for event in (Event.ADJUSTMENT_APPROVED, Event.ADJUSTMENT_NOTIFIED):
        with pytest.raises(ProviderRefused, match="report was not sent"):
            office.tell(M, event, on_day("2005-06-18"))
    send_report(
        *(office.register, M), malfunction="memory", recommended=12345, supporting="logs", at=on_day("2005-06-24")
    )
    for event, detail in ((Event.REGISTERS_CLEARED, {}), (Event.CHECKED_OUT, OUT)):
        with pytest.raises(ProviderRefused, match=r"not approved|no adjustment is approved"):
            office.tell(M, event, on_day("2005-06-25"), **detail)
    office.tell(M, Event.ADJUSTMENT_NOTIFIED, on_day("2005-06-24"))
    office.tell(M, Event.ADJUSTMENT_APPROVED, on_day("2005-07-20"), reference="PTM 9")
    office.tell(M, Event.REGISTERS_CLEARED, on_day("2005-07-21"))
    assert State.WITHDRAWN is office.tell(M, Event.CHECKED_OUT, on_day("2005-07-21"), **OUT).state
    assert [] == shown(monthly_list(office.register, dt.date(2005, 7, 1)))


def test_tampered_meter_waits_for_the_joint_examination(office: Office) -> None:
    received(office)
    office.tell(M, Event.FAULTY_EXAMINED, on_day("2005-06-17"))
    office.tell(M, Event.FOUND_TAMPERED, on_day("2005-06-17"), evidence="drilled hole")
    with pytest.raises(ProviderRefused, match="until the Postal Service is present"):
        send_report(*(office.register, M), malfunction="m", recommended=0, supporting="s", at=on_day("2005-06-18"))
    office.tell(M, Event.JOINT_EXAMINATION, on_day("2005-07-11"))
    assert "501.23(h)(12)(ii)-report" in office.due("2005-07-18")
    send_report(*(office.register, M), malfunction="m", recommended=0, supporting="s", at=on_day("2005-07-18"))
    assert "501.23(h)(12)(ii)-report" not in office.due("2005-07-31")


def test_nothing_replaces_a_meter_while_tampering_is_suspected(office: Office) -> None:
    received(office)
    with pytest.raises(ProviderRefused, match=r"604\.4\.3\.11c"):
        office.tell(M, Event.REPLACED, on_day("2005-06-17"), suspicion="seal broken")
    office.tell(M, Event.REPLACED, on_day("2005-06-17"), by="ZZ010000001002")
    office.tell(M, Event.FAULTY_EXAMINED, on_day("2005-06-17"))
    office.tell(M, Event.FOUND_TAMPERED, on_day("2005-06-17"))
    with pytest.raises(ProviderRefused, match="tampering is suspected"):
        office.tell(M, Event.REPLACED, on_day("2005-06-18"), by="ZZ010000001002")


def test_report_explains_and_supports(office: Office) -> None:
    received(office)
    with pytest.raises(InputError, match="explains the malfunction"):
        send_report(*(office.register, M), malfunction=" ", recommended=0, supporting="s", at=START)


def test_faulty_meters_travel_secured(office: Office) -> None:
    received(office)
    office.tell(M, Event.SHIPPED, on_day("2005-06-18"), by="express-mail")
    with pytest.raises(ProviderRefused, match="allowed: express-mail"):
        office.tell(M, Event.SHIPPED, on_day("2005-06-18"), by="other")


def test_custody_of_a_faulty_meter_is_on_record(office: Office) -> None:
    office.meter(1002)
    with pytest.raises(ProviderRefused, match="never reported as faulty"):
        custody_record(office.register, "ZZ010000001002")
    received(office)
    assert ["fault-reported", "form-completed", "faulty-received"] == [
        row["What"] for row in shown(custody_record(office.register, M))
    ]
