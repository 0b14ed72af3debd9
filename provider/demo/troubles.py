"""Meters in trouble: lost and found, faulty, silent, destroyed; and an inspection of a real device."""

import datetime as dt
from dataclasses import replace

from indicia.psd.life import Event as Order
from indicia.spec.happenings import Event
from indicia.spec.inspections import MEASURED, Item
from indicia.spec.meters import LocationStep
from indicia.units import dollars
from provider.books.balance_refunds import BalanceRefunds
from provider.books.entries import EntryKind, value_returned
from provider.books.ledger import Ledger
from provider.demo.cast import FAULTY, LOST, SILENT, Player
from provider.demo.desk import Desk, device_of
from provider.inspection import inspect, readings_of, report, sources_of, write_down
from provider.inspection.inspecting import GOOD
from provider.inventory import Destruction
from provider.inventory.faulty import custody_record
from provider.inventory.missing import checklist, incident_report, take_step
from provider.inventory.records import meter_record
from provider.refunds.case import parse_case
from provider.refunds.register_statement import value_statement
from provider.refunds.register_value import value_refund

REPLACEMENT_SERIAL = 2004


def not_located(desk: Desk) -> None:
    """A licensee and the meter cannot be found."""
    desk.tell(device_of(LOST), Event.NOT_LOCATED)


def searched(desk: Desk) -> None:
    """Every step of the search, in vain."""
    for step in LocationStep:
        result = "not-applicable" if step is LocationStep.RENTAL_AGENCY else "nothing found"
        take_step(desk.register, device_of(LOST), step, result, desk.at)
    desk.tell(device_of(LOST), Event.LOSS_DETERMINED)
    desk.write("search", checklist(desk.register, device_of(LOST)))


def loss_reported(desk: Desk) -> None:
    """The loss is reported within 30 days."""
    desk.write("lost-meter", incident_report(desk.register, device_of(LOST)))
    desk.tell(device_of(LOST), Event.LOSS_REPORTED)


def recovered(desk: Desk) -> None:
    """Found in a storeroom: reported, inspected, back in service."""
    desk.tell(device_of(LOST), Event.RECOVERED, details="found in a storeroom")
    desk.write("recovered-meter", incident_report(desk.register, device_of(LOST)))
    desk.tell(device_of(LOST), Event.RECOVERY_REPORTED)
    inspected(desk, LOST)
    desk.tell(device_of(LOST), Event.RETURNED_TO_SERVICE)
    desk.reset(device_of(LOST), desk.account_of[LOST.customer], 0)


def inspected(desk: Desk, player: Player) -> None:
    """An inspection of the real device, with its .00 print."""
    device = device_of(player)
    with desk.opened(device) as psd:
        readings = readings_of(psd, psd.signer(), desk.day)
    sights = {item: GOOD for item in Item if item not in MEASURED}
    done = inspect(readings, sources_of(desk.register, device), sights, inspector="I. Spector", signed_by=player.name)
    write_down(desk.register, done, desk.at)
    desk.devices.order(device, Order.INSPECT, "inspected", at=desk.at)
    desk.write(f"inspection-{device}", report(done, desk.day))


def fault(desk: Desk) -> None:
    """Reported, collected the next business day with Form 3601-C signed."""
    device = device_of(FAULTY)
    desk.tell(device, Event.FAULT_REPORTED, defect="the lamp of the display is dark")
    desk.tell(device, Event.RETRIEVAL_BEGUN)
    desk.tell(device, Event.FORM_COMPLETED, signed_by=FAULTY.name, **desk.registers(device))


def fault_examined(desk: Desk) -> None:
    """Received, tagged, readable: checked out, its value back in the account, a replacement installed."""
    device = device_of(FAULTY)
    desk.tell(device, Event.FAULTY_RECEIVED, tag="F-0001", place="secure facility")
    desk.tell(device, Event.FAULTY_EXAMINED)
    desk.tell(device, Event.FOUND_READABLE, malfunction="lamp of the display")
    checked_out(desk, FAULTY)
    desk.install(replace(FAULTY, serial=REPLACEMENT_SERIAL))
    desk.write("faulty-meter", custody_record(desk.register, device))


def checked_out(desk: Desk, player: Player) -> int:
    """Withdrawn and cleared by its provider's orders, the value returned to the account; the mills of it."""
    device, account = device_of(player), desk.account_of[player.customer]
    read = desk.registers(device)
    desk.order(device, account, Order.WITHDRAW, Order.ZERO, reason="checked out")
    desk.tell(device, Event.CHECKED_OUT, procedure="captured from the system", **read)
    left = int(read["descending"])
    if left:
        lines = value_returned(account, player.zip, player.system, left)
        Ledger(desk.store).post(desk.moment.entry(EntryKind.VALUE_RETURNED, f"{device}-{desk.day}", lines))
    return left


def removed(desk: Desk) -> None:
    """The silent licensee's meter is fetched and checked out; its value is judged, refunded with the balance."""
    device, account = device_of(SILENT), desk.account_of[SILENT.customer]
    desk.tell(device, Event.RETRIEVED)
    left = checked_out(desk, SILENT)
    case = {
        "request": {"id": "VALUE-1", "on": desk.day},
        "meters": {device: {"system": SILENT.system.value, "licensee": SILENT.name}},
        "withdrawn": {
            "serial": device,
            "cause": "no-longer-used",
            "notified": True,
            "possession": True,
            "examined": True,
            "remaining": str(dollars(left)),
        },
    }
    desk.write("register-value-refund", value_statement(value_refund(parse_case(case), desk.day)))
    refund = BalanceRefunds(desk.store).request(account, desk.accounts.balance(account), desk.moment)
    BalanceRefunds(desk.store).pay(refund.number, desk.moment)


def licence_cancelled(desk: Desk) -> None:
    """The licence has had no active system for 60 days."""
    desk.licences.cancel(desk.licences.numbered(SILENT.licence).application, desk.at)


def destruction_proposed(desk: Desk) -> None:
    """The plan and its list go to Postage Technology Management."""
    planned = desk.day + dt.timedelta(days=21)
    Destruction(desk.store).propose(
        [device_of(SILENT)], method="shredding", place="works, Stamford", planned_on=planned, at=desk.at
    )


def destruction_approved(desk: Desk) -> None:
    """It is approved."""
    Destruction(desk.store).approve(1, "PTM 2005-118", desk.at)


def destroyed(desk: Desk) -> None:
    """The device erases its key and is shredded, as observed."""
    device = device_of(SILENT)
    desk.order(device, desk.account_of[SILENT.customer], Order.DESTROY, reason="destruction plan 1")
    Destruction(desk.store).destroy(1, [device], "M. Observer", desk.at)
    desk.write("destruction", Destruction(desk.store).statement(1))
    desk.write(f"record-{device}", meter_record(desk.register, device))
