"""Meters that are not located (501.27), notices and removal (501.23(f), (l))."""

import datetime as dt
import json

import pytest

from fixtures.office import METER as M
from fixtures.office import OUT, START, Office, on_day, shown
from indicia.errors import InputError
from indicia.spec.custody import Purpose
from indicia.spec.deadlines import Every
from indicia.spec.happenings import Event
from indicia.spec.licences import Revocation
from indicia.spec.meters import LocationStep
from provider.custody import Reader
from provider.deadlines import period_of
from provider.documents import json_bytes
from provider.errors import ProviderRefused
from provider.inventory import State
from provider.inventory.files import lost_file, send_lost_file
from provider.inventory.missing import checklist, incident_report, take_step
from provider.inventory.removal import notice, remove_all, to_be_notified, unanswered, waiting


def searched(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.NOT_LOCATED, on_day("2005-06-01"))
    for step in LocationStep:
        result = "not-applicable" if step is LocationStep.RENTAL_AGENCY else "nothing"
        take_step(office.register, M, step, result, on_day("2005-06-10"))


@pytest.mark.parametrize("left_out", list(LocationStep))
def test_every_step_of_the_search_gates_the_loss(office: Office, left_out: LocationStep) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.NOT_LOCATED, on_day("2005-06-01"))
    for step in LocationStep:
        if step is not left_out:
            take_step(office.register, M, step, "nothing", on_day("2005-06-10"))
    with pytest.raises(ProviderRefused, match=f"not done: {left_out}"):
        office.tell(M, Event.LOSS_DETERMINED, on_day("2005-06-15"))
    assert ["open"] == [row["Result"] for row in shown(checklist(office.register, M), 1) if row["Result"] == "open"]
    take_step(office.register, M, left_out, "nothing", on_day("2005-06-15"))
    assert State.LOST is office.tell(M, Event.LOSS_DETERMINED, on_day("2005-06-15")).state


def test_steps_of_an_earlier_search_do_not_count(office: Office) -> None:
    searched(office)
    office.tell(M, Event.LOCATED, on_day("2005-06-12"))
    office.tell(M, Event.NOT_LOCATED, on_day("2005-09-01"))
    with pytest.raises(ProviderRefused, match="not done: 1-call, 2-directory"):
        office.tell(M, Event.LOSS_DETERMINED, on_day("2005-09-02"))


def test_only_the_rental_agency_may_not_apply(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.NOT_LOCATED, on_day("2005-06-01"))
    with pytest.raises(InputError, match="always applies"):
        take_step(office.register, M, LocationStep.CALL, "not-applicable", on_day("2005-06-02"))
    with pytest.raises(InputError, match="brought"):
        take_step(office.register, M, LocationStep.CALL, " ", on_day("2005-06-02"))


def test_loss_is_reported_in_thirty_days(office: Office) -> None:
    searched(office)
    office.tell(M, Event.LOSS_DETERMINED, on_day("2005-06-15"))
    assert "501.27-report" in office.due("2005-07-15")
    report = json.loads(json_bytes(incident_report(office.register, M)))
    assert 8 == len(report["parts"][1]["rows"])
    office.tell(M, Event.LOSS_REPORTED, on_day("2005-07-15"))
    assert "501.27-report" not in office.due("2005-07-31")


def test_no_report_before_the_loss_is_determined(office: Office) -> None:
    office.in_service(office.licence())
    with pytest.raises(ProviderRefused, match="not determined"):
        incident_report(office.register, M)


def test_licensees_loss_waits_for_the_police_report(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.LOSS_TOLD, on_day("2005-06-01"), location="office", details="theft")
    for event in (Event.LOSS_DETERMINED, Event.REPLACED):
        with pytest.raises(ProviderRefused, match="no report yet"):
            office.tell(M, event, on_day("2005-06-02"))
    office.tell(M, Event.POLICE_REPORTED, on_day("2005-06-03"), police="05-1234")
    with pytest.raises(ProviderRefused, match="no report yet"):
        office.tell(M, Event.REPLACED, on_day("2005-06-03"))
    office.tell(M, Event.POLICE_REPORTED, on_day("2005-06-03"), police="05-1234", cpip="sent")
    office.tell(M, Event.REPLACED, on_day("2005-06-03"), by="ZZ010000001002")
    assert State.LOST is office.tell(M, Event.LOSS_DETERMINED, on_day("2005-06-04")).state


def lost(office: Office) -> None:
    searched(office)
    office.tell(M, Event.LOSS_DETERMINED, on_day("2005-06-15"))
    office.tell(M, Event.LOSS_REPORTED, on_day("2005-06-20"))


def test_lost_meter_is_no_active_system(office: Office) -> None:
    lost(office)
    assert "604.4.2.1d-no-system" in office.due("2005-08-14")


def test_recovered_meter_is_inspected_reported_and_taken_off_the_file(office: Office) -> None:
    lost(office)
    june, july = (period_of(Every.MONTH, dt.date(2005, month, 1)) for month in (6, 7))
    assert [M] == [row["Meter"] for row in shown(lost_file(office.store, june), 1)]
    office.tell(M, Event.RECOVERED, on_day("2005-07-05"), details="found in a locker")
    assert {"501.27(c)-inspect", "501.27(d)-recovery", "501.27(d)-purge"} <= set(office.due("2005-08-10"))
    report = incident_report(office.register, M)
    facts = json.loads(json_bytes(report))["parts"][0]["facts"]
    assert ("Recovery", "2005-06-20", "found in a locker") == (report.subtitle, facts["Initial report"], facts["How"])
    office.tell(M, Event.RECOVERY_REPORTED, on_day("2005-07-06"))
    with pytest.raises(ProviderRefused, match="not inspected"):
        office.tell(M, Event.RETURNED_TO_SERVICE, on_day("2005-07-06"))
    office.tell(M, Event.INSPECTED, on_day("2005-07-06"))
    statement = send_lost_file(office.store, on_day("2005-08-01"))
    assert ("2005-07", []) == (statement.subtitle, shown(statement, 1))
    assert ["recovered", "recovery reported"] == [row["What"] for row in shown(lost_file(office.store, july))]
    assert not {"501.27(c)-inspect", "501.27(d)-recovery", "501.27(d)-purge"} & set(office.due("2005-08-10"))
    assert State.IN_SERVICE is office.tell(M, Event.RETURNED_TO_SERVICE, on_day("2005-08-02")).state


def test_replaced_meter_is_checked_out_when_found(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.LOSS_TOLD, on_day("2005-06-01"))
    office.tell(M, Event.POLICE_REPORTED, on_day("2005-06-01"), police="1", cpip="2")
    office.tell(M, Event.REPLACED, on_day("2005-06-02"))
    office.tell(M, Event.LOSS_DETERMINED, on_day("2005-06-02"))
    office.tell(M, Event.RECOVERED, on_day("2005-06-10"))
    office.tell(M, Event.INSPECTED, on_day("2005-06-10"))
    with pytest.raises(ProviderRefused, match="check it out"):
        office.tell(M, Event.RETURNED_TO_SERVICE, on_day("2005-06-10"))
    assert State.WITHDRAWN is office.tell(M, Event.CHECKED_OUT, on_day("2005-06-10"), **OUT).state


def test_steps_of_the_ladder_follow_each_other(office: Office) -> None:
    licence = office.licence()
    meter = office.in_service(licence)
    assert [] == to_be_notified(office.store, dt.date(2005, 4, 9))
    assert [M] == to_be_notified(office.store, dt.date(2005, 4, 10))
    reader = Reader(name="clerk", purpose=Purpose.INSPECTION, reason=M)
    customer = office.customers.read("C1", reader, on_day("2005-04-10"))
    assert "2005-04-26" in json_bytes(notice(meter, licence, customer, dt.date(2005, 4, 11))).decode()
    office.tell(M, Event.OVERDUE_NOTICE, on_day("2005-04-11"))
    assert [] == to_be_notified(office.store, dt.date(2005, 4, 12))
    assert ["501.23(f)-second"] == [i.row.id for i in waiting(office.store, dt.date(2005, 4, 26))]
    office.tell(M, Event.SECOND_APPROACH, on_day("2005-04-26"))
    assert [] == unanswered(office.store, dt.date(2005, 5, 11))
    assert [M] == unanswered(office.store, dt.date(2005, 5, 12))
    office.tell(M, Event.REMOVAL_ORDERED, on_day("2005-05-12"))
    assert "501.23(l)-remove" in office.due("2005-05-27")
    office.tell(M, Event.CHECKED_OUT, on_day("2005-05-27"), **OUT)
    assert not {"501.23(l)-remove", "501.23(f)-examination"} & set(office.due("2005-06-10"))


def test_revoked_licence_loses_all_its_meters(office: Office) -> None:
    licence = office.licence()
    office.in_service(licence)
    office.in_service(licence, 1002)
    revoked = office.licences.revoke(licence.application, START, reason=Revocation.FRAUD)
    assert 2 == len(remove_all(office.store, revoked, "revoked", START))
    assert 2 == office.due("2005-01-25").count("501.23(l)-remove")
