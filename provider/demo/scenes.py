"""What happens in the year, scene by scene; what follows by rule is done by the daily jobs."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from indicia.psd.life import Event as Order
from indicia.spec.custody import IncidentKind, Purpose
from indicia.spec.happenings import Event
from indicia.spec.inspections import MEASURED, Item
from indicia.spec.meters import LocationStep
from indicia.spec.resetting import PaymentForm
from indicia.units import dollars
from provider.books.advances import Advances
from provider.books.balance_refunds import BalanceRefunds
from provider.books.entries import EntryKind, value_returned
from provider.books.ledger import Ledger
from provider.custody import Incidents, Place, Places, Reader
from provider.demo.cast import AT_HOME, BOUNCED, FAULTY, LOST, PLAYERS, SILENT, STEADY, Player
from provider.demo.desk import Desk
from provider.inspection import inspect, readings_of, report, sources_of, write_down
from provider.inspection.inspecting import GOOD
from provider.inventory import Destruction, News
from provider.inventory.faulty import custody_record
from provider.inventory.missing import checklist, incident_report, take_step
from provider.inventory.records import meter_record
from provider.refunds.case import parse_case
from provider.refunds.register_statement import value_statement
from provider.refunds.register_value import value_refund
from provider.reports import Weaknesses

CALL_CENTER = "callcenter"
REPLACEMENT_SERIAL = 2004
ADVANCE = 5_000
"""Mills beyond the balance, in the scene of the advance."""


def device_of(player: Player) -> str:
    """A player's first device."""
    return f"ZZ01{player.serial:010d}"


def opening(desk: Desk) -> None:
    """The bank, the provider's own deposit, every customer with a device."""
    desk.open_bank()
    Advances(desk.store).deposit("provider-1", 1_000_000, desk.moment)
    for player in PLAYERS:
        desk.license(player)
        desk.install(player)


def weakness(desk: Desk) -> None:
    """A weakness is discovered."""
    Weaknesses(desk.store).discover("ZZ 01", "The display shows the last amount after a restart.", desk.at)


def preliminary(desk: Desk) -> None:
    """Its preliminary report, within 21 days."""
    desk.write("weakness-preliminary", Weaknesses(desk.store).report_preliminary(1, desk.at))


def written(desk: Desk) -> None:
    """Its written report, within 45 days more."""
    told = {"circumstances": "Seen once at a branch.", "procedure": "Review of the display's program."}
    completion = desk.day + dt.timedelta(days=90)
    desk.write("weakness-written", Weaknesses(desk.store).report_written(1, **told, completion=completion, at=desk.at))


def summary(desk: Desk) -> None:
    """The investigation ends, its summary goes out."""
    Weaknesses(desk.store).complete(1, desk.at)
    text = "The register is never wrong; the display is cleared in release 2."
    desk.write("weakness-summary", Weaknesses(desk.store).summarize(1, text, desk.at))


def call_center(desk: Desk) -> None:
    """A third party houses a customer's data: authorized, told, copied."""
    places = Places(desk.store)
    places.open(Place(id=CALL_CENTER, operator="Voices Ltd", address="1 Quay Street, Cork", country="IE"))
    places.authorize(CALL_CENTER, Purpose.SERVICE, "letter 2005-02", desk.day)
    places.house(CALL_CENTER, [AT_HOME.customer], desk.at)
    customer = desk.customers.read(AT_HOME.customer, desk.reader(Purpose.SERVICE, "notice"), desk.at)
    notice = places.notice(CALL_CENTER, customer, desk.day)
    places.notify(CALL_CENTER, AT_HOME.customer, notice, desk.at)
    places.send_copy(CALL_CENTER, AT_HOME.customer, desk.at)
    desk.write("third-party-notice", notice)


def curious_agent(desk: Desk) -> None:
    """Somebody there reads without a reason."""
    reader = Reader(name="agent 9", purpose=Purpose.SERVICE, reason="none given", place=CALL_CENTER)
    desk.customers.read(AT_HOME.customer, reader, desk.at)


def data_incident(desk: Desk) -> None:
    """It is discovered, everything touched is listed, the Postal Service told the same day."""
    incidents = Incidents(desk.store)
    number = incidents.discover(
        IncidentKind.USE, "An agent read data without a call.", desk.at, place=CALL_CENTER
    ).number
    incidents.touch_readings(number, "agent 9", desk.at - dt.timedelta(days=30), desk.at)
    incidents.tell(number, "Postage Technology Management", desk.at)
    incidents.close(number, "the agent kept no copy", desk.at)
    desk.write("data-incident", incidents.export(number))


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


def inspection_ordered(desk: Desk) -> None:
    """An inspection in special circumstances is ordered."""
    due = desk.day + dt.timedelta(days=17)
    desk.register.tell(device_of(STEADY), News(Event.INSPECTION_ORDERED, desk.at, due=due))


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


def _check(desk: Desk) -> str:
    """The number of the latest check of the customer whose check bounces."""
    payments = desk.payments.of_account(desk.account_of[BOUNCED.customer])
    return max((p for p in payments if p.form is PaymentForm.CHECK), key=lambda payment: payment.day).id


def check_received(desk: Desk) -> None:
    """A check comes in."""
    desk.bank_day([(desk.account_of[BOUNCED.customer], PaymentForm.CHECK, 50_000)])


def check_presented_again(desk: Desk) -> None:
    """It is not paid, and presented again."""
    desk.bank_day([], presented_again=[_check(desk)])


def check_returned(desk: Desk) -> None:
    """It is returned: the account is locked at once, and a reset denied."""
    desk.bank_day([], returned=[_check(desk)])
    desk.reset(device_of(BOUNCED), desk.account_of[BOUNCED.customer], 1_000)


def check_paid(desk: Desk) -> None:
    """It is paid: the account is released."""
    desk.bank_day([], paid=[_check(desk)])
    desk.reset(device_of(BOUNCED), desk.account_of[BOUNCED.customer], 0)


def advance(desk: Desk) -> None:
    """A reset beyond the balance, with an advance within the provider's deposit."""
    account = desk.account_of[STEADY.customer]
    desk.accounts.agree_advances(account, 2 * ADVANCE)
    desk.reset(device_of(STEADY), account, desk.accounts.balance(account) + ADVANCE)


def advance_repaid(desk: Desk) -> None:
    """The provider pays the Postal Service, the licensee the provider."""
    Advances(desk.store).pay(f"advances-{desk.day}", desk.moment)
    Advances(desk.store).repay(desk.account_of[STEADY.customer], ADVANCE, f"repaid-{desk.day}", desk.moment)


def ams_updated(desk: Desk) -> None:
    """Address Management System data, every six months."""
    desk.tell(device_of(AT_HOME), Event.AMS_UPDATED)


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


Scene = Callable[[Desk], None]

SCENES: dict[tuple[int, int], Scene] = {
    (1, 3): opening,
    (2, 10): weakness,
    (2, 22): preliminary,
    (3, 1): call_center,
    (3, 28): written,
    (4, 4): not_located,
    (4, 12): searched,
    (4, 20): loss_reported,
    (5, 16): recovered,
    (5, 23): fault,
    (5, 24): fault_examined,
    (6, 1): ams_updated,
    (7, 1): summary,
    (8, 1): check_received,
    (8, 4): check_presented_again,
    (8, 8): check_returned,
    (8, 15): check_paid,
    (8, 30): curious_agent,
    (9, 7): advance,
    (9, 14): data_incident,
    (9, 21): advance_repaid,
    (10, 3): inspection_ordered,
    (10, 12): lambda desk: inspected(desk, STEADY),
    (10, 17): destruction_proposed,
    (10, 24): destruction_approved,
    (11, 1): ams_updated,
    (11, 7): destroyed,
}
"""By month and day. The silent licensee's end is brought on by the daily jobs."""
