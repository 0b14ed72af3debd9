"""The life of meters: what each sentence of 501.22 to 501.28 allows, asks for and refuses."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from fixtures.office import EMPTY, START, Office, on_day
from indicia.errors import InputError
from indicia.spec.custody import Purpose
from indicia.spec.deadlines import Every
from indicia.spec.happenings import Event, Tag
from indicia.spec.kinds import System
from indicia.spec.licences import Revocation, Use
from indicia.spec.meters import LocationStep
from indicia.spec.psd import SecurityLevel
from provider.custody import Reader
from provider.deadlines import History, due_on, period_of
from provider.documents import Statement, json_bytes
from provider.errors import ProviderRefused
from provider.inventory import Destruction, Meter, Register, State, security_level
from provider.inventory.conditions import CHECKS
from provider.inventory.faulty import custody_record, monthly_list, send_list, send_report
from provider.inventory.files import differences, inventory_file, lost_file, send_lost_file
from provider.inventory.lending import take_back
from provider.inventory.missing import checklist, incident_report, take_step
from provider.inventory.records import meter_record, purge, ready_to_purge
from provider.inventory.removal import notice, relocate, remove_all, to_be_notified, unanswered, waiting
from provider.inventory.states import STEPS, Condition, step_of

M = "ZZ010000001001"
OUT = {"ascending": "1000", "descending": "500", "certified_by": "postal employee 7"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def shown(statement: Statement, part: int = 0) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(json_bytes(statement))["parts"][part]["rows"]
    return rows


def due(office: Office, day: str) -> list[str]:
    return [instance.row.id for instance in due_on(History.read(office.store), dt.date.fromisoformat(day))]


# --- the table -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(State))
def test_only_what_the_table_allows_happens(state: State) -> None:
    for event in {step.event for step in STEPS}:
        if not any(step.event is event and state in step.before for step in STEPS):
            with pytest.raises(ProviderRefused, match=f"{event} of a meter that is {state}"):
                step_of(state, event)
        else:
            assert event is step_of(state, event).event


def test_every_condition_is_checked_and_asked_for() -> None:
    assert set(Condition) == set(CHECKS)
    assert set(Condition) == {need for step in STEPS for need in step.needs}


def test_every_state_can_be_reached_and_all_but_the_last_be_left() -> None:
    assert set(State) == {step.after for step in STEPS if step.after}
    assert set(State) - {State.SCRAPPED} == {
        b for step in STEPS if step.after for b in step.before if step.after is not b
    }


@pytest.mark.parametrize(
    ("system", "flags", "level"),
    [
        (System.TRADITIONAL, {"remote": False}, 1),
        (System.TRADITIONAL, {"disabling": False}, 2),
        (System.TRADITIONAL, {"letterpress": True}, 3),
        (System.TRADITIONAL, {}, 4),
        (System.PSD_METER, {}, 5),
        (System.IBI_METER, {}, 5),
        (System.PC_POSTAGE, {}, 5),
    ],
)
def test_security_levels_are_those_of_the_schedule(system: System, flags: dict[str, bool], level: int) -> None:
    assert level == security_level(system, **flags)


@pytest.mark.parametrize(
    "change", [{"manufacturer": "zz"}, {"model": "1"}, {"serial": -1}, {"level": SecurityLevel.REMOTE}]
)
def test_impossible_meter_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        dataclasses.replace(
            Meter(manufacturer="ZZ", model="01", serial=1, system=System.IBI_METER),
            **change,  # type: ignore[arg-type]
        )


# --- distribution --------------------------------------------------------------------------------------------------


def test_check_in_puts_the_meter_under_the_licence(office: Office) -> None:
    licence = office.licence()
    meter = office.in_service(licence)
    assert (State.IN_SERVICE, "licensee", START.date()) == (meter.state, meter.place, meter.in_service_on)
    assert [M] == [found.device for found in office.register.of_licence(licence.application)]
    assert Tag.LEVEL_5 in office.register.story(M)[-1].tags
    assert "604.4.3.5-reset" in due(office, "2005-04-10")


def test_same_number_twice_is_refused(office: Office) -> None:
    office.meter()
    with pytest.raises(ProviderRefused, match="a meter ZZ010000001001 already"):
        office.meter()


@pytest.mark.parametrize(
    ("detail", "problem"),
    [
        ({"descending": ""}, "not read"),
        ({"descending": "500"}, "initial payment must include"),
        ({"descending": "500", "residue_paid": "499"}, "initial payment must include"),
    ],
)
def test_check_in_asks_for_an_empty_register(office: Office, detail: dict[str, str], problem: str) -> None:
    licence = office.licence()
    office.meter()
    with pytest.raises(ProviderRefused, match=problem):
        office.tell(M, Event.CHECKED_IN, START, licence=licence.application, **detail)


def test_paid_residue_is_checked_in(office: Office) -> None:
    office.meter()
    told = {"ascending": "900", "descending": "500", "residue_paid": "500"}
    assert 500 == office.tell(M, Event.CHECKED_IN, START, licence=office.licence().application, **told).descending


def test_meter_without_a_good_label_is_not_checked_in(office: Office) -> None:
    licence = office.licence()
    office.meter()
    office.tell(M, Event.LABEL_CHECKED, START, result="fail")
    with pytest.raises(ProviderRefused, match="cautionary label"):
        office.tell(M, Event.CHECKED_IN, START, licence=licence.application, **EMPTY)


def test_meter_goes_to_licensees_alone(office: Office) -> None:
    licence = office.licence()
    office.meter()
    office.licences.revoke(licence.application, START, reason=Revocation.FRAUD)
    with pytest.raises(ProviderRefused, match="no valid licence"):
        office.tell(M, Event.CHECKED_IN, START, licence=licence.application, **EMPTY)
    with pytest.raises(ProviderRefused, match="no valid licence"):
        office.tell(M, Event.CHECKED_IN, START, **EMPTY)


def test_no_manually_reset_meter_is_installed(office: Office) -> None:
    with pytest.raises(ProviderRefused, match=r"604\.4\.4\.1"):
        office.in_service(office.licence(), level=1)


def test_abroad_a_system_disables_itself(office: Office) -> None:
    abroad = office.licence(use=Use.ABROAD)
    with pytest.raises(ProviderRefused, match=r"604\.4\.3\.15d"):
        office.in_service(abroad, level=2)
    office.in_service(abroad, 1002, level=4)
    assert {"604.4.3.5-reset", "604.4.3.15h-reset"} <= set(due(office, "2005-04-10"))


def test_demonstration_meter_stays_with_the_representative(office: Office) -> None:
    office.meter()
    with pytest.raises(ProviderRefused, match="which representative"):
        office.tell(M, Event.DEMONSTRATED, START, place="branch Hartford")
    told = {"place": "branch Hartford", "representative": "R. Lee"}
    assert (State.DEMONSTRATION, "branch Hartford") == (
        (meter := office.tell(M, Event.DEMONSTRATED, START, **told)).state,
        meter.place,
    )
    with pytest.raises(ProviderRefused, match="of a meter that is demonstration"):
        office.tell(M, Event.RESET, START)


@pytest.mark.parametrize(
    ("detail", "problem"),
    [({"descending": ""}, "both registers"), ({"certified_by": ""}, "postal employee certifies")],
)
def test_check_out_asks_for_certified_readings(office: Office, detail: dict[str, str], problem: str) -> None:
    office.in_service(office.licence())
    with pytest.raises(ProviderRefused, match=problem):
        office.tell(M, Event.CHECKED_OUT, START, **OUT | detail)


def test_check_out_clears_the_register_and_keeps_the_reading(office: Office) -> None:
    licence = office.licence()
    office.in_service(licence)
    out = office.tell(M, Event.CHECKED_OUT, START, **OUT)
    assert (State.WITHDRAWN, 1000, 0, "") == (out.state, out.ascending, out.descending, out.licence)
    assert "500" == office.register.story(M)[-1].detail["descending"]
    story = History.read(office.store, licence.subject)
    assert story.last(licence.subject, Event.LAST_SYSTEM_GONE) is not None
    assert "604.4.2.1d-no-system" in due(office, "2005-03-11")


def test_second_meter_keeps_the_licence_active(office: Office) -> None:
    licence = office.licence()
    office.in_service(licence)
    office.in_service(licence, 1002)
    office.tell(M, Event.CHECKED_OUT, START, **OUT)
    assert History.read(office.store, licence.subject).last(licence.subject, Event.LAST_SYSTEM_GONE) is None


def test_printed_postage_counts_as_use(office: Office) -> None:
    licence = office.licence()
    office.in_service(licence)
    office.tell(M, Event.RESET, on_day("2005-03-01"), ascending="0", descending="5000")
    assert History.read(office.store, licence.subject).last(licence.subject, Event.USED) is None
    office.tell(M, Event.RESET, on_day("2005-04-01"), ascending="370", descending="4630")
    used = History.read(office.store, licence.subject).last(licence.subject, Event.USED)
    assert used is not None
    assert dt.date(2005, 4, 1) == used.on


@pytest.mark.parametrize(("by", "good"), [("registered-mail", True), ("express-mail", False), ("other", False)])
def test_meters_are_shipped_by_registered_mail(office: Office, by: str, good: bool) -> None:
    office.meter()
    if good:
        office.tell(M, Event.SHIPPED, START, by=by)
    else:
        with pytest.raises(ProviderRefused, match="allowed: registered-mail"):
            office.tell(M, Event.SHIPPED, START, by=by)
        office.tell(M, Event.SHIPPED, START, by=by, permission="PTM letter 3")


def test_relocation_withdraws_and_installs(office: Office) -> None:
    office.in_service(office.licence())
    new = office.licence("C2", "L2")
    moved = relocate(office.store, M, new.application, OUT, START)
    assert (new.application, State.IN_SERVICE, 0) == (moved.licence, moved.state, moved.descending)
    events = [happening.event for happening in office.register.story(M)]
    assert [Event.CHECKED_OUT, Event.STORED, Event.CHECKED_IN] == events[-3:]


# --- loaners -------------------------------------------------------------------------------------------------------


def lend(office: Office) -> None:
    office.in_service(office.licence("R1", "LR", representative=True), loaner=True)
    office.licence("C1", "L1")
    told = {"customer_licence": "L1", "city": "STAMFORD", "state": "CT"}
    office.tell(M, Event.LOANED, on_day("2005-06-13"), ascending="100", descending="900", **told)


def test_loaner_is_lent_under_a_representatives_licence(office: Office) -> None:
    with pytest.raises(ProviderRefused, match="representative's licence"):
        office.in_service(office.licence(), loaner=True)


def test_loaner_goes_to_licensed_customers_for_five_business_days(office: Office) -> None:
    lend(office)
    assert "501.23(t)(2)-loaner" in due(office, "2005-06-17")
    with pytest.raises(ProviderRefused, match="is with a customer"):
        office.tell(M, Event.LOANED, on_day("2005-06-14"), customer_licence="L1", **EMPTY)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"customer_licence": "L9"}, "no licence"),
        ({"city": "BOSTON"}, "where the customer's mail is deposited"),
        ({"ascending": ""}, "both registers"),
    ],
)
def test_loan_asks_for_licence_place_and_readings(office: Office, change: dict[str, str], problem: str) -> None:
    office.in_service(office.licence("R1", "LR", representative=True), loaner=True)
    office.licence("C1", "L1")
    told = {"customer_licence": "L1", "city": "STAMFORD", "state": "CT", **EMPTY} | change
    with pytest.raises(ProviderRefused, match=problem):
        office.tell(M, Event.LOANED, START, **told)


@pytest.mark.parametrize(
    ("back", "found"),
    [
        ({"ascending": "400", "descending": "600"}, ""),
        ({"ascending": "400", "descending": "1600"}, "control total is 2.000, it should be 1.000"),
        ({"ascending": "50", "descending": "950"}, "went back by 0.050"),
        ({"ascending": "400", "descending": "600", "tampering": "broken seal"}, "tampering: broken seal"),
    ],
)
def test_loaner_comes_back_as_it_went(office: Office, back: dict[str, str], found: str) -> None:
    lend(office)
    _, seen = take_back(office.register, M, back, on_day("2005-06-17"))
    assert found in seen
    assert bool(found) == ("501.23(t)(8)-discrepancy" in due(office, "2005-06-18"))


def test_reset_during_the_loan_is_part_of_the_control_total(office: Office) -> None:
    lend(office)
    office.tell(M, Event.RESET, on_day("2005-06-14"), amount="5000", ascending="100", descending="5900")
    assert "" == take_back(office.register, M, {"ascending": "300", "descending": "5700"}, on_day("2005-06-17"))[1]


# --- faulty meters -------------------------------------------------------------------------------------------------


def received(office: Office, day: str = "2005-06-17") -> None:
    office.in_service(office.licence())
    office.tell(M, Event.FAULT_REPORTED, on_day("2005-06-15"), defect="display dark")
    office.tell(M, Event.FORM_COMPLETED, on_day("2005-06-16"), signed_by="licensee", **EMPTY)
    office.tell(M, Event.FAULTY_RECEIVED, on_day(day), tag="F-17", place="secure facility")


def test_faulty_meter_is_retrieved_in_two_business_days(office: Office) -> None:
    office.in_service(office.licence())
    office.tell(M, Event.FAULT_REPORTED, on_day("2005-06-17"))
    assert "501.23(h)(2)-retrieve" in due(office, "2005-06-21")
    office.tell(M, Event.RETRIEVAL_BEGUN, on_day("2005-06-21"))
    assert "501.23(h)(2)-retrieve" not in due(office, "2005-06-30")


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
    assert "501.23(h)(9)(ii)-list" in due(office, "2005-07-15")
    (row,) = shown(send_list(office.register, on_day("2005-07-14")))
    assert (M, "lamp of the display") == (row["Meter"], row["Malfunction"])
    assert "501.23(h)(9)(ii)-list" not in due(office, "2005-07-31")
    assert [] == shown(monthly_list(office.register, dt.date(2005, 8, 1)))


def test_unreadable_meter_is_reported_approved_and_only_then_cleared(office: Office) -> None:
    received(office)
    office.tell(M, Event.FAULTY_EXAMINED, on_day("2005-06-17"))
    office.tell(M, Event.FOUND_UNREADABLE, on_day("2005-06-17"))
    assert "501.23(h)(12)(ii)-report" in due(office, "2005-06-24")
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
    assert "501.23(h)(12)(ii)-report" in due(office, "2005-07-18")
    send_report(*(office.register, M), malfunction="m", recommended=0, supporting="s", at=on_day("2005-07-18"))
    assert "501.23(h)(12)(ii)-report" not in due(office, "2005-07-31")


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


# --- meters not located --------------------------------------------------------------------------------------------


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
    assert "501.27-report" in due(office, "2005-07-15")
    report = json.loads(json_bytes(incident_report(office.register, M)))
    assert 8 == len(report["parts"][1]["rows"])
    office.tell(M, Event.LOSS_REPORTED, on_day("2005-07-15"))
    assert "501.27-report" not in due(office, "2005-07-31")


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
    assert "604.4.2.1d-no-system" in due(office, "2005-08-14")


def test_recovered_meter_is_inspected_reported_and_taken_off_the_file(office: Office) -> None:
    lost(office)
    june, july = (period_of(Every.MONTH, dt.date(2005, month, 1)) for month in (6, 7))
    assert [M] == [row["Meter"] for row in shown(lost_file(office.store, june), 1)]
    office.tell(M, Event.RECOVERED, on_day("2005-07-05"), details="found in a locker")
    assert {"501.27(c)-inspect", "501.27(d)-recovery", "501.27(d)-purge"} <= set(due(office, "2005-08-10"))
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
    assert not {"501.27(c)-inspect", "501.27(d)-recovery", "501.27(d)-purge"} & set(due(office, "2005-08-10"))
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


# --- notices and removal -------------------------------------------------------------------------------------------


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
    assert "501.23(l)-remove" in due(office, "2005-05-27")
    office.tell(M, Event.CHECKED_OUT, on_day("2005-05-27"), **OUT)
    assert not {"501.23(l)-remove", "501.23(f)-examination"} & set(due(office, "2005-06-10"))


def test_revoked_licence_loses_all_its_meters(office: Office) -> None:
    licence = office.licence()
    office.in_service(licence)
    office.in_service(licence, 1002)
    revoked = office.licences.revoke(licence.application, START, reason=Revocation.FRAUD)
    assert 2 == len(remove_all(office.store, revoked, "revoked", START))
    assert 2 == due(office, "2005-01-25").count("501.23(l)-remove")


# --- files, records, destruction -----------------------------------------------------------------------------------


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
    assert "501.23(k)-records" in due(office, "2008-02-01")
    purge(office.store, M, on_day("2008-02-01"))
    with pytest.raises(ProviderRefused, match="no meter"):
        office.register.find(M)
    assert [] == [
        h for s in History.read(office.store).subjects for h in History.read(office.store).of(s) if M in str(h)
    ]
    assert "501.23(k)-records" not in due(office, "2009-01-01")


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
