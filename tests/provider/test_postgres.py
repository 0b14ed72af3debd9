"""The office's rooms on PostgreSQL: the same tables, the same answers as on SQLite."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from fixtures.office import Office, on_day
from fixtures.postgres import Server
from indicia.spec.custody import IncidentKind, Purpose
from indicia.spec.deadlines import Every
from indicia.spec.happenings import Event
from indicia.spec.licences import Revocation
from provider.custody import Customers, Incidents, Place, Places, Reader
from provider.deadlines import History, due_list, due_on, period_of
from provider.documents import json_bytes
from provider.inventory import Destruction
from provider.inventory.files import inventory_file, lost_file
from provider.inventory.records import meter_record, purge
from provider.inventory.removal import remove_all
from provider.reports import Report, Weaknesses, made, send

FIRST, SECOND = "ZZ010000001001", "ZZ010000001002"
READER = Reader(name="job", purpose=Purpose.REPORTING, reason="inventory")


def story(office: Office) -> list[bytes]:
    """Something of every room, and all that they say of it."""
    licence = office.licence()
    office.in_service(licence)
    office.meter(1002)
    office.tell(FIRST, Event.RESET, on_day("2005-02-01"), ascending="370", descending="630")
    office.tell(FIRST, Event.LOSS_TOLD, on_day("2005-03-01"), details="theft")
    office.tell(FIRST, Event.POLICE_REPORTED, on_day("2005-03-01"), police="1", cpip="2")
    plans = Destruction(office.store)
    plans.propose([SECOND], method="m", place="p", planned_on=dt.date(2005, 3, 1), at=on_day("2005-02-01"))
    plans.approve(1, "PTM", on_day("2005-02-02"))
    plans.destroy(1, [SECOND], "observer", on_day("2005-03-01"))
    places, customers = Places(office.store), Customers(office.store)
    places.open(Place(id="shed", operator="Shed", address="Yard"))
    places.authorize("shed", Purpose.SERVICE, "letter", dt.date(2005, 2, 1))
    places.house("shed", ["C1"], on_day("2005-02-01"))
    notice = places.notice("shed", customers.read("C1", READER, on_day("2005-02-01")), dt.date(2005, 2, 1))
    places.notify("shed", "C1", notice, on_day("2005-02-01"))
    places.send_copy("shed", "C1", on_day("2005-02-01"))
    incidents = Incidents(office.store)
    incidents.discover(IncidentKind.BREACH, "list lost", on_day("2005-04-01"))
    incidents.touch_readings(1, "job", on_day("2005-01-01"), on_day("2005-04-01"))
    incidents.tell(1, "PTM", on_day("2005-04-01"))
    Weaknesses(office.store).discover("ZZ 01", "display", on_day("2005-04-01"))
    revoked = office.licences.revoke(licence.application, on_day("2005-04-02"), reason=Revocation.CONTROL)
    remove_all(office.store, revoked, "revoked", on_day("2005-04-02"))
    day = dt.date(2005, 4, 30)
    said = [
        due_list(due_on(History.read(office.store), day, through=dt.date(2009, 1, 1)), day),
        lost_file(office.store, period_of(Every.MONTH, dt.date(2005, 3, 1))),
        inventory_file(office.store, READER, on_day("2005-03-31")),
        meter_record(office.register, FIRST),
        plans.statement(1),
        incidents.export(1),
        *(made(office.store, report, day) for report in Report),
        send(office.store, Report.DAILY_ACTIVITY, day, on_day("2005-04-30")),
    ]
    purge(office.store, SECOND, on_day("2008-03-01"))
    accesses = [str(access) for access in customers.accesses()]
    meters = str(office.register.all()).encode()
    office.store.close()
    return [*map(json_bytes, said), "\n".join(accesses).encode(), meters]


def test_both_databases_say_the_same(tmp_path: Path, postgres: Callable[[], Server]) -> None:
    assert story(Office(tmp_path)) == story(Office(url=postgres().new_database()))
