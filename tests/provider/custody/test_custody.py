"""Customer data: every reading in the record, notices before data, incidents with all that they touched."""

import datetime as dt
import json
import logging
from pathlib import Path

import pytest

from indicia.errors import InputError
from indicia.spec.custody import IncidentKind, Purpose
from provider.custody import Customer, Customers, Incidents, Place, Places, Reader
from provider.deadlines import History, due_on
from provider.documents import json_bytes
from provider.errors import ProviderRefused
from provider.store import Store, open_store

AT = dt.datetime(2005, 6, 15, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ACME = Customer(
    id="C1",
    name="Acme Lighthouse Keepers",
    street="7 Hidden Cove Rd",
    city="Stamford",
    state="CT",
    zip="06926",
    phone="2035550143",
)
CLERK = Reader(name="clerk", purpose=Purpose.LICENSING, reason="application 1")
SECRETS = (ACME.name, ACME.street, ACME.phone)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:///{tmp_path / 'office.db'}")
    Customers(opened).add(ACME, CLERK, AT)
    return opened


def outside(purpose: Purpose = Purpose.SERVICE) -> Reader:
    return Reader(name="agent", purpose=purpose, reason="call 17", place="callcenter")


def housed(store: Store) -> Places:
    places = Places(store)
    places.open(Place(id="callcenter", operator="Voices Ltd", address="1 Quay St, Cork", country="IE"))
    places.authorize("callcenter", Purpose.SERVICE, "letter of 2005-05-01", dt.date(2005, 5, 1))
    places.house("callcenter", ["C1"], AT)
    return places


def test_reading_gives_the_data_and_is_written_down(store: Store) -> None:
    reader = Reader(name="inspector", purpose=Purpose.INSPECTION, reason="meter ZZ010000001001")
    assert ACME == Customers(store).read("C1", reader, AT + HOUR)
    added, read = Customers(store).accesses()
    assert ("changed", "clerk") == (added.action, added.reader.name)
    assert ("read", reader, AT + HOUR, "C1") == (read.action, read.reader, read.at, read.customer)
    assert "phone" in read.fields


def test_failed_transaction_gives_neither_data_nor_record(store: Store) -> None:
    with pytest.raises(ProviderRefused, match="no customer 'C9'"), store.transaction():
        [Customers(store).read(customer, CLERK, AT) for customer in ("C1", "C9")]
    assert 1 == len(list(Customers(store).accesses()))


def test_change_writes_down_the_fields_that_changed(store: Store) -> None:
    moved = Customer(**{f: getattr(ACME, f) for f in ACME.__slots__} | {"street": "8 Open Rd"})
    assert ("street",) == Customers(store).change(moved, CLERK, AT)
    assert ("street",) == list(Customers(store).accesses())[-1].fields
    assert () == Customers(store).change(moved, CLERK, AT)
    assert 2 == len(list(Customers(store).accesses()))


@pytest.mark.parametrize("name", ["", "  "])
def test_who_reads_says_who_and_why(name: str) -> None:
    with pytest.raises(InputError, match="who they are and why"):
        Reader(name=name, purpose=Purpose.SERVICE, reason="call")
    with pytest.raises(InputError, match="who they are and why"):
        Reader(name="agent", purpose=Purpose.SERVICE, reason=name)


def test_nothing_of_a_customer_in_repr_errors_or_logs(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    Customers(store).read("C1", CLERK, AT)
    with pytest.raises(ProviderRefused) as known:
        Customers(store).add(ACME, CLERK, AT)
    with pytest.raises(InputError) as bad:
        Customer(id="C2", name=ACME.name, street=ACME.street, city="", state="CT", zip="06926")
    told = repr(ACME) + caplog.text + str(known.value) + str(bad.value)
    assert [] == [secret for secret in SECRETS if secret in told]
    assert "city" in str(bad.value)


def test_unknown_customer_is_refused_and_not_recorded(store: Store) -> None:
    with pytest.raises(ProviderRefused, match="no customer 'C9'"):
        Customers(store).read("C9", CLERK, AT)
    assert 1 == len(list(Customers(store).accesses()))


def test_third_party_reads_after_the_notice_and_for_its_function_alone(store: Store) -> None:
    places = housed(store)
    with pytest.raises(ProviderRefused, match=r"has not been notified.*501\.3\(d\)"):
        Customers(store).read("C1", outside(), AT)
    notice = places.notice("callcenter", ACME, AT.date())
    assert "Voices Ltd" in json_bytes(notice).decode()
    places.notify("callcenter", "C1", notice, AT)
    assert ACME == Customers(store).read("C1", outside(), AT)
    with pytest.raises(ProviderRefused, match="not authorized for refund"):
        Customers(store).read("C1", outside(Purpose.REFUND), AT)
    places.close("callcenter", AT)
    with pytest.raises(ProviderRefused, match="not authorized for service"):
        Customers(store).read("C1", outside(), AT)


def test_notice_and_copy_are_due_the_same_day(store: Store) -> None:
    places = housed(store)

    def due() -> list[str]:
        return [instance.row.id for instance in due_on(History.read(store), AT.date())]

    assert ["501.3(d)-notice"] == due()
    with pytest.raises(ProviderRefused, match="was given no notice"):
        places.send_copy("callcenter", "C1", AT)
    places.notify("callcenter", "C1", places.notice("callcenter", ACME, AT.date()), AT)
    assert ["501.3(d)-copy"] == due()
    places.send_copy("callcenter", "C1", AT)
    assert [] == due()


def test_third_party_without_written_authorization_houses_nothing(store: Store) -> None:
    places = Places(store)
    places.open(Place(id="shed", operator="Shed", address="Back yard"))
    with pytest.raises(ProviderRefused, match="authorized no function"):
        places.house("shed", ["C1"], AT)
    with pytest.raises(ProviderRefused, match="in writing"):
        places.authorize("shed", Purpose.SERVICE, " ", AT.date())


def test_incident_lists_everything_its_reader_touched(store: Store) -> None:
    spy = Reader(name="mallory", purpose=Purpose.SERVICE, reason="curious")
    for hours in (1, 2, 30):
        Customers(store).read("C1", spy, AT + hours * HOUR)
    incidents = Incidents(store)
    incident = incidents.discover(IncidentKind.USE, "an employee read without a call", AT + 40 * HOUR)
    assert 2 == incidents.touch_readings(incident.number, "mallory", AT, AT + 24 * HOUR)
    incidents.touch(incident.number, ["C1"], "printed list found", ["name"])
    export = json.loads(json_bytes(incidents.export(incident.number)))
    (row,) = export["parts"][2]["rows"]
    assert "C1" == row["Customer"]
    assert "city, email, name, phone, state, street, zip" == row["Data"]
    assert 2 == row["How"].count("by mallory")
    assert "printed list found" in row["How"]
    assert [] == [secret for secret in SECRETS if secret in json.dumps(export)]


def test_postal_service_is_told_at_once_or_it_is_overdue(store: Store) -> None:
    incidents = Incidents(store)
    incident = incidents.discover(IncidentKind.BREACH, "backup lost", AT)
    tomorrow = AT.date() + dt.timedelta(days=1)
    assert ["501.3(d)-breach"] == [i.row.id for i in due_on(History.read(store), tomorrow)]
    with pytest.raises(ProviderRefused, match="not been told"):
        incidents.close(incident.number, "found", AT + HOUR)
    with pytest.raises(ProviderRefused, match="before the discovery"):
        incidents.tell(incident.number, "Postage Technology Management", AT - HOUR)
    told = incidents.tell(incident.number, "Postage Technology Management", AT + HOUR)
    assert AT + HOUR == told.told_at
    assert told == incidents.tell(incident.number, "again", AT + 2 * HOUR)
    assert [] == due_on(History.read(store), tomorrow)
    export = dict(json.loads(json_bytes(incidents.export(incident.number)))["parts"][0]["facts"])
    assert "1:00:00" == export["Time between"]
    assert "found" == incidents.close(incident.number, "found", AT + 5 * HOUR).outcome
    assert [incident.number] == [i.number for i in incidents.all()]


def test_record_can_be_asked_by_customer_and_place(store: Store) -> None:
    places = housed(store)
    places.notify("callcenter", "C1", places.notice("callcenter", ACME, AT.date()), AT)
    Customers(store).read("C1", outside(), AT + HOUR)
    assert ["agent"] == [access.reader.name for access in Customers(store).accesses(place="callcenter")]
    assert 2 == len(list(Customers(store).accesses(customer="C1")))
    assert ["agent"] == [access.reader.name for access in Customers(store).accesses(since=AT + HOUR)]
    assert ["C1"] == Customers(store).ids()
