"""Notices of 501.23(f), removal of a licence's meters, relocation."""

import datetime as dt
from collections.abc import Mapping

from indicia.spec.deadlines import BY_ID
from indicia.spec.happenings import Event
from provider.custody import Customer
from provider.deadlines import History, Instance, Standing, due_on, instances
from provider.documents import Facts, Statement, Words
from provider.inventory.meters import Meter
from provider.inventory.register import News, Register
from provider.inventory.states import State
from provider.licences import Licence
from provider.store import Store

_RESET = BY_ID["604.4.3.5-reset"]
_SECOND = BY_ID["501.23(f)-second"]
_RESPONSE = BY_ID["501.23(f)-response"]
_EXAMINATION = BY_ID["501.23(f)-examination"]


def to_be_notified(store: Store, on: dt.date) -> list[str]:
    """Meters that were not reset in the three months and whose licensees have no notice of it yet, by number."""
    register, found = Register(store), []
    for meter in register.all(State.IN_SERVICE):
        story = register.story(meter.device)
        current = [i for i in instances(story, on, [_RESET]) if i.is_pending(on)]
        if not current or current[0].due > on:
            continue
        told = [h for h in story if h.event is Event.OVERDUE_NOTICE and h.on >= current[0].due]
        if not told:
            found.append(meter.device)
    return found


def notice(meter: Meter, licence: Licence, customer: Customer, on: dt.date) -> Statement:
    """What the licensee is told, with a copy to the licensing post office (501.23(f))."""
    until = on + dt.timedelta(days=_EXAMINATION.length)
    facts = (
        ("To", f"{customer.name}\n{customer.street}\n{customer.city} {customer.state} {customer.zip}"),
        ("Copy to", f"Postmaster, {licence.asked.city} {licence.asked.state} {licence.asked.zip}"),
        ("Date", on.isoformat()),
        ("Meter", meter.device),
        ("License", licence.number),
        ("Examination due", until.isoformat()),
    )
    text = (
        "This meter has not been reset during the previous 3 months. Reset it (a reset for zero postage satisfies the"
        f" requirement), or have it examined by {until.isoformat()}. After that day it is not reset until it has been"
        " examined; without a response it will be removed from service and the license revoked."
    )
    return Statement("Notice: examination due", (Facts(facts), Words(text)), foot="39 CFR 501.23(f); DMM 604.4.3.5")


def waiting(store: Store, on: dt.date) -> list[Instance]:
    """Steps of 501.23(f) that are due or overdue: second approaches, responses, removals."""
    rows = {_SECOND, _RESPONSE, BY_ID["501.23(l)-remove"]}
    return [instance for instance in due_on(History.read(store), on) if instance.row in rows]


def unanswered(store: Store, on: dt.date) -> list[str]:
    """Meters whose licensees did not respond to the second approach: the Postal Service notifies their removal."""
    register = Register(store)
    return [
        meter.device
        for meter in register.all(State.IN_SERVICE)
        if any(i.standing(on) is Standing.OVERDUE for i in instances(register.story(meter.device), on, [_RESPONSE]))
    ]


def remove_all(store: Store, licence: Licence, reason: str, at: dt.datetime) -> list[Meter]:
    """Every meter of a licence that ended, ordered to be removed within 15 days (501.23(l), (m)); the lease ends."""
    register = Register(store)
    with store.transaction():
        return [
            register.tell(meter.device, News(Event.REMOVAL_ORDERED, at, {"reason": reason, "lease": "cancelled"}))
            for meter in register.of_licence(licence.application)
            if meter.state in {State.IN_SERVICE, State.FAULT_REPORTED}
        ]


def relocate(store: Store, device: str, application: str, checked: Mapping[str, str], at: dt.datetime) -> Meter:
    """A meter withdrawn at the old licensing post office and in service at the new one (604.4.3.4).

    Args:
        store: the provider's.
        device: the meter.
        application: of the licence at the new post office.
        checked: readings and who certified them, for the check-out; the register is empty when it is checked in.
        at: when, UTC.

    Raises:
        ProviderRefused: the check-out or the check-in is.
    """
    register = Register(store)
    with store.transaction():
        register.tell(device, News(Event.CHECKED_OUT, at, checked))
        register.tell(device, News(Event.STORED, at, {"place": "relocation"}))
        again = {"licence": application, "ascending": checked["ascending"], "descending": "0"}
        return register.tell(device, News(Event.CHECKED_IN, at, again))
