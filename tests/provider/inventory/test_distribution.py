"""Meters from production to check-out, and the table of their lives (501.22, 501.23; 604.4.1 to 4.6)."""

import dataclasses
import datetime as dt

import pytest

from fixtures.office import EMPTY, OUT, START, Office, on_day
from fixtures.office import METER as M
from indicia.errors import InputError
from indicia.spec.happenings import Event, Tag
from indicia.spec.kinds import System
from indicia.spec.licences import Revocation, Use
from indicia.spec.psd import SecurityLevel
from provider.deadlines import History
from provider.errors import ProviderRefused
from provider.inventory import Meter, State, security_level
from provider.inventory.conditions import CHECKS
from provider.inventory.removal import relocate
from provider.inventory.states import STEPS, Condition, step_of


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


def test_check_in_puts_the_meter_under_the_licence(office: Office) -> None:
    licence = office.licence()
    meter = office.in_service(licence)
    assert (State.IN_SERVICE, "licensee", START.date()) == (meter.state, meter.place, meter.in_service_on)
    assert [M] == [found.device for found in office.register.of_licence(licence.application)]
    assert Tag.LEVEL_5 in office.register.story(M)[-1].tags
    assert "604.4.3.5-reset" in office.due("2005-04-10")


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
    assert {"604.4.3.5-reset", "604.4.3.15h-reset"} <= set(office.due("2005-04-10"))


def test_abroad_only_pc_postage_does_without_a_dealer(office: Office) -> None:
    abroad = office.licence(use=Use.ABROAD)
    office.meter()
    with pytest.raises(ProviderRefused, match=r"604\.4\.3\.15b"):
        office.tell(M, Event.CHECKED_IN, START, licence=abroad.application, **EMPTY)
    office.register.add(Meter(manufacturer="ZZ", model="02", serial=5, system=System.PC_POSTAGE), START)
    office.tell("ZZ020000000005", Event.LABEL_CHECKED, START, result="pass")
    office.tell("ZZ020000000005", Event.CHECKED_IN, START, licence=abroad.application, **EMPTY)


def test_inspector_takes_a_suspect_meter_against_a_written_receipt(office: Office) -> None:
    office.in_service(office.licence())
    with pytest.raises(ProviderRefused, match=r"604\.4\.3\.10"):
        office.tell(M, Event.SEIZED, START)
    assert State.SEIZED is office.tell(M, Event.SEIZED, START, acknowledgement="inspector 12, receipt 5").state
    assert "604.4.3.5-reset" not in office.due("2005-04-10")
    assert State.WITHDRAWN is office.tell(M, Event.CHECKED_OUT, START, **OUT).state


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
    assert "604.4.2.1d-no-system" in office.due("2005-03-11")


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
