"""What happens in the year, scene by scene; what follows by rule is done by the daily jobs."""

import datetime as dt
from collections.abc import Callable

from indicia.spec.custody import IncidentKind, Purpose
from indicia.spec.happenings import Event
from indicia.spec.resetting import PaymentForm
from provider.books.advances import Advances
from provider.custody import Incidents, Place, Places, Reader
from provider.demo import troubles
from provider.demo.cast import AT_HOME, BOUNCED, PLAYERS, STEADY
from provider.demo.desk import Desk, device_of
from provider.inventory import News
from provider.reports import Weaknesses

CALL_CENTER = "callcenter"
ADVANCE = 5_000
"""Mills beyond the balance, in the scene of the advance."""


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


def inspection_ordered(desk: Desk) -> None:
    """An inspection in special circumstances is ordered."""
    due = desk.day + dt.timedelta(days=17)
    desk.register.tell(device_of(STEADY), News(Event.INSPECTION_ORDERED, desk.at, due=due))


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


Scene = Callable[[Desk], None]

SCENES: dict[tuple[int, int], Scene] = {
    (1, 3): opening,
    (2, 10): weakness,
    (2, 22): preliminary,
    (3, 1): call_center,
    (3, 28): written,
    (4, 4): troubles.not_located,
    (4, 12): troubles.searched,
    (4, 20): troubles.loss_reported,
    (5, 16): troubles.recovered,
    (5, 23): troubles.fault,
    (5, 24): troubles.fault_examined,
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
    (10, 12): lambda desk: troubles.inspected(desk, STEADY),
    (10, 17): troubles.destruction_proposed,
    (10, 24): troubles.destruction_approved,
    (11, 1): ams_updated,
    (11, 7): troubles.destroyed,
}
"""By month and day. The silent licensee's end is brought on by the daily jobs."""
