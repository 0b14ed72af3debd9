"""The files for the Postal Service: lost or stolen meters each month, meters in service each quarter."""

import datetime as dt

from indicia.spec.deadlines import Every
from indicia.spec.happenings import Event
from provider.custody import Customers, Reader
from provider.deadlines import Happening, Period, period_of, record
from provider.deadlines.instances import PERIOD, ROW
from provider.deadlines.journal import PROVIDER
from provider.documents import Column, Grid, Statement
from provider.inventory.register import News, Register
from provider.inventory.states import State
from provider.licences import Licences
from provider.store import Store

_ACTIVITY = {
    Event.LOSS_REPORTED: "lost or stolen",
    Event.RECOVERED: "recovered",
    Event.RECOVERY_REPORTED: "recovery reported",
}
_LOST_ROW, _INVENTORY_ROW = "501.23(p)-lost-file", "501.23(j)-inventory-file"
_IN_SERVICE = (State.IN_SERVICE, State.FAULT_REPORTED, State.NOT_LOCATED)


def lost_file(store: Store, month: Period) -> Statement:
    """The meters that were lost or stolen in a month, those recovered in it, and all still missing (501.23(p))."""
    register, activity, missing = Register(store), [], []
    for meter in register.all():
        story = [h for h in register.story(meter.device) if h.on <= month.last]
        identity = (meter.device, meter.model, str(meter.serial))
        activity += [
            (*identity, _ACTIVITY[h.event], h.on.isoformat()) for h in story if h.event in _ACTIVITY and h.on in month
        ]
        last = next((h for h in reversed(story) if h.event in {Event.LOSS_REPORTED, Event.RECOVERED}), None)
        if last and last.event is Event.LOSS_REPORTED:
            missing.append((*identity, last.on.isoformat()))
    meters = (Column("Meter", 1.4), Column("Model", 0.6), Column("Serial number"))
    return Statement(
        "Lost or stolen meters",
        (
            Grid((*meters, Column("What", 1.4), Column("Date")), tuple(activity), heading="Activity of the month"),
            Grid((*meters, Column("Reported")), tuple(missing), heading="Missing at its end"),
        ),
        subtitle=month.label,
        foot="39 CFR 501.23(p), 501.27(d)",
    )


def send_lost_file(store: Store, at: dt.datetime) -> Statement:
    """The file of the month before `at`, written down as sent; recovered meters are off the list from now on."""
    register = Register(store)
    month = period_of(Every.MONTH, at.date().replace(day=1) - dt.timedelta(days=1))
    made = lost_file(store, month)
    with store.transaction():
        for meter in register.all():
            story = register.story(meter.device)
            last = next((h for h in reversed(story) if h.event in {Event.RECOVERED, Event.UNLISTED}), None)
            if last and last.event is Event.RECOVERED and last.on <= month.last:
                register.tell(meter.device, News(Event.UNLISTED, at, {"file": month.label}))
        _sent(store, _LOST_ROW, month, at)
    return made


def send_inventory_file(store: Store, reader: Reader, at: dt.datetime) -> Statement:
    """The file of the quarter that `at` lies in, written down as sent."""
    with store.transaction():
        made = inventory_file(store, reader, at)
        _sent(store, _INVENTORY_ROW, period_of(Every.QUARTER, at.date()), at)
    return made


def _sent(store: Store, row: str, period: Period, at: dt.datetime) -> None:
    record(store, Happening(PROVIDER, Event.FILE_SENT, at, detail={ROW: row, PERIOD: period.label}))


def inventory_file(store: Store, reader: Reader, at: dt.datetime) -> Statement:
    """All licensee meters in service: serial, model, user, date of service, licensing post office (501.23(j)).

    The users' names and addresses are read from custody for it, each reading written down.
    """
    licences, customers, rows = Licences(store), Customers(store), []
    with store.transaction():
        for meter in Register(store).all(*_IN_SERVICE):
            licence = licences.find(meter.licence)
            user = customers.read(licence.asked.customer, reader, at)
            since = meter.in_service_on.isoformat() if meter.in_service_on else ""
            address = f"{user.street}, {user.city} {user.state} {user.zip}"
            rows.append((str(meter.serial), meter.model, user.name, address, since, licence.asked.zip))
    columns = (
        *(Column("Serial number"), Column("Model", 0.6), Column("User", 1.6), Column("Address", 2.4)),
        *(Column("In service since"), Column("Licensing ZIP", 0.8)),
    )
    quarter = period_of(Every.QUARTER, at.date())
    return Statement(
        "Meters in service", (Grid(columns, tuple(rows)),), subtitle=quarter.label, foot="39 CFR 501.23(j)"
    )


def differences(store: Store, postal: dict[str, str]) -> Statement:
    """What the Postal Service's records and the provider's do not agree on, to be reconciled (501.23(j)).

    Args:
        store: the provider's.
        postal: licensing ZIP by device, of the meters that the Postal Service has in service.
    """
    licences = Licences(store)
    ours = {m.device: licences.find(m.licence).asked.zip for m in Register(store).all(*_IN_SERVICE)}
    rows = tuple(
        (device, ours.get(device, "not in service"), postal.get(device, "not in service"))
        for device in sorted(ours.keys() | postal.keys())
        if ours.get(device) != postal.get(device)
    )
    columns = (Column("Meter", 1.4), Column("Provider"), Column("Postal Service"))
    return Statement("Differences of records", (Grid(columns, rows),), foot="39 CFR 501.23(j)")
