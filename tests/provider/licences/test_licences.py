"""Licences: each sentence of 604.4.2 and 4.3.3 as something that is done or refused."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from indicia.errors import InputError
from indicia.spec.custody import Purpose
from indicia.spec.happenings import Event
from indicia.spec.licences import Refusal, Revocation, Use
from provider.custody import Customer, Customers, Reader
from provider.deadlines import History, due_on
from provider.documents import json_bytes
from provider.errors import ProviderRefused
from provider.licences import Application, Licence, Licences, Status
from provider.licences.states import STEPS, after
from provider.store import Store, open_store

AT = dt.datetime(2005, 6, 1, 15, tzinfo=dt.UTC)
ACME = Customer(id="C1", name="Acme", street="7 Cove Rd", city="Stamford", state="CT", zip="06926")
CLERK = Reader(name="clerk", purpose=Purpose.LICENSING, reason="application")
HOME = Application(customer="C1", city="STAMFORD", state="CT", zip="06926")


def later(days: int) -> dt.datetime:
    return AT + dt.timedelta(days=days)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:///{tmp_path / 'office.db'}")
    Customers(opened).add(ACME, CLERK, AT)
    return opened


@pytest.fixture
def licences(store: Store) -> Licences:
    return Licences(store)


def granted(licences: Licences, number: str = "L1", asked: Application = HOME) -> Licence:
    licence = licences.apply(asked, AT)
    licences.submit(licence.application, CLERK, AT)
    return licences.grant(licence.application, number, AT, approval="PTM 1")


def test_application_goes_to_the_postal_service_and_comes_back_granted(licences: Licences, store: Store) -> None:
    licence = licences.apply(HOME, AT)
    assert ["604.4.2.1b-submit"] == [i.row.id for i in due_on(History.read(store), AT.date())]
    form = json.loads(json_bytes(licences.submit(licence.application, CLERK, AT)))
    assert "Acme" == form["parts"][0]["facts"]["Name"]
    assert "STAMFORD CT 06926" == form["parts"][1]["facts"]["Licensing post office"]
    assert Status.GRANTED is licences.grant(licence.application, "L1", later(3)).status
    assert "L1" == licences.authenticate("L1", "06926").number
    assert [licence.application] == [found.application for found in licences.all()]


def test_reading_the_applicant_is_in_the_record(licences: Licences, store: Store) -> None:
    licences.submit(licences.apply(HOME, AT).application, CLERK, AT)
    assert ["changed", "read"] == [access.action for access in Customers(store).accesses()]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"city": " "}, "604.4.2.1a"),
        ({"state": "Ct"}, "604.4.2.1a"),
        ({"zip": "069"}, "604.4.2.1a"),
        ({"use": Use.ABROAD}, "604.4.3.15e"),
        ({"country": "CA"}, "604.4.3.15e"),
        ({"use": Use.MILITARY}, "604.4.3.14"),
        ({"state": "AE"}, "604.4.3.14"),
    ],
)
def test_incomplete_application_is_refused(change: dict[str, object], problem: str) -> None:
    with pytest.raises(InputError, match=problem.replace(".", r"\.")):
        dataclasses.replace(HOME, **change)  # type: ignore[arg-type]


def test_licence_allows_its_own_post_office_alone(licences: Licences) -> None:
    granted(licences)
    with pytest.raises(ProviderRefused, match="another post office"):
        licences.authenticate("L1", "94103")
    with pytest.raises(ProviderRefused, match="no licence 'L2'"):
        licences.authenticate("L2", "06926")


def test_number_is_given_once(licences: Licences) -> None:
    granted(licences)
    with pytest.raises(ProviderRefused, match="a licence 'L1' already"):
        granted(licences)


def test_use_abroad_needs_the_approval(licences: Licences) -> None:
    licence = licences.apply(dataclasses.replace(HOME, use=Use.ABROAD, country="CA"), AT)
    form = licences.submit(licence.application, CLERK, AT)
    assert b"For foreign use of a U.S. postage evidencing system in" in json_bytes(form)
    with pytest.raises(ProviderRefused, match=r"604\.4\.3\.15e"):
        licences.grant(licence.application, "L1", AT)
    assert licences.grant(licence.application, "L1", AT, approval="PTM 2005-17").is_valid


def test_refusal_can_be_appealed_through_the_tenth_day(licences: Licences) -> None:
    licence = licences.apply(HOME, AT)
    licences.submit(licence.application, CLERK, AT)
    assert Status.REFUSED is licences.refuse(licence.application, Refusal.FALSE, AT).status
    with pytest.raises(ProviderRefused, match=r"604\.4\.2\.5"):
        licences.appeal(licence.application, later(11))
    licences.appeal(licence.application, later(10))
    assert Status.SUBMITTED is licences.decide_appeal(licence.application, later(30), granted=True).status
    assert licences.grant(licence.application, "L1", later(31)).is_valid


def test_appeal_is_decided_once_and_only_when_pending(licences: Licences) -> None:
    licence = granted(licences)
    licences.notify_revocation(licence.application, Revocation.CONTROL, "7005 0001", AT)
    with pytest.raises(ProviderRefused, match="no appeal"):
        licences.decide_appeal(licence.application, AT, granted=True)
    licences.appeal(licence.application, later(2))
    assert licences.is_appealed(licence)
    assert Status.NOTIFIED is licences.decide_appeal(licence.application, later(20), granted=False).status
    with pytest.raises(ProviderRefused, match="no appeal"):
        licences.decide_appeal(licence.application, later(21), granted=True)
    assert Status.REVOKED is licences.revoke(licence.application, later(21)).status


def test_revocation_takes_effect_ten_days_after_its_notice(licences: Licences) -> None:
    licence = granted(licences)
    licences.notify_revocation(licence.application, Revocation.PROBABLE_CAUSE, "7005 0001", AT)
    assert licences.authenticate("L1", "06926").is_valid
    with pytest.raises(ProviderRefused, match=r"604\.4\.2\.4"):
        licences.revoke(licence.application, later(9))
    licences.revoke(licence.application, later(10))
    with pytest.raises(ProviderRefused, match="is revoked"):
        licences.authenticate("L1", "06926")


def test_pending_appeal_stays_the_revocation(licences: Licences) -> None:
    licence = granted(licences)
    licences.notify_revocation(licence.application, Revocation.LEASE, "7005 0001", AT)
    licences.appeal(licence.application, later(9))
    with pytest.raises(ProviderRefused, match="appeal is not decided"):
        licences.revoke(licence.application, later(40))


def test_notice_of_revocation_goes_by_certified_mail(licences: Licences) -> None:
    with pytest.raises(ProviderRefused, match="Certified Mail"):
        licences.notify_revocation(granted(licences).application, Revocation.FRAUD, " ", AT)


def test_revoked_at_once_only_for_the_reasons_agreed_to(licences: Licences) -> None:
    licence = granted(licences)
    with pytest.raises(ProviderRefused, match=r"604\.4\.2\.2"):
        licences.revoke(licence.application, AT, reason=Revocation.PROBABLE_CAUSE)
    assert Status.REVOKED is licences.revoke(licence.application, AT, reason=Revocation.FRAUD).status
    licences.appeal(licence.application, later(10))
    assert Status.GRANTED is licences.decide_appeal(licence.application, later(20), granted=True).status


def test_revocation_bars_for_five_years(licences: Licences) -> None:
    licences.revoke(granted(licences).application, AT, reason=Revocation.DEPOSIT)
    again = licences.apply(HOME, later(400))
    assert [Refusal.REVOKED_BEFORE] == licences.grounds_for_refusal(again, dt.date(2010, 5, 31))
    assert [] == licences.grounds_for_refusal(again, dt.date(2010, 6, 1))


def test_licence_without_a_system_is_cancelled_after_60_days(licences: Licences) -> None:
    licence = granted(licences)
    with pytest.raises(ProviderRefused, match="60 days"):
        licences.cancel(licence.application, later(59))
    assert Status.CANCELLED is licences.cancel(licence.application, later(60)).status


def test_system_or_season_keeps_the_licence(licences: Licences) -> None:
    used = granted(licences)
    licences.told(used.application, Event.SYSTEM_ASSOCIATED, later(1))
    with pytest.raises(ProviderRefused, match="60 days"):
        licences.cancel(used.application, later(400))
    seasonal = granted(licences, "L2", dataclasses.replace(HOME, seasonal=True))
    with pytest.raises(ProviderRefused, match="60 days"):
        licences.cancel(seasonal.application, later(400))


def test_update_goes_on_to_the_postal_service(licences: Licences, store: Store) -> None:
    licence = granted(licences)
    licences.told(licence.application, Event.SYSTEM_ASSOCIATED, AT)
    moved = dataclasses.replace(ACME, street="8 Open Rd")
    assert ("street",) == licences.update(licence.application, moved, CLERK, AT)
    assert ["604.4.3.3-forward"] == [i.row.id for i in due_on(History.read(store), AT.date())]
    licences.send_update(licence.application, AT)
    assert [] == due_on(History.read(store), AT.date())
    assert () == licences.update(licence.application, moved, CLERK, AT)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("event", sorted({step.event for step in STEPS}))
def test_only_what_the_table_allows_happens(status: Status, event: Event) -> None:
    step = next((s for s in STEPS if s.event is event and status in s.before), None)
    if step is None:
        with pytest.raises(ProviderRefused, match=f"{event} of a licence that is {status}"):
            after(status, event)
    else:
        assert (step.after or status) is after(status, event)


def test_unknown_customer_gets_no_application(licences: Licences) -> None:
    with pytest.raises(ProviderRefused, match="no customer 'C9'"):
        licences.apply(dataclasses.replace(HOME, customer="C9"), AT)
    with pytest.raises(ProviderRefused, match="no application 'A9'"):
        licences.find("A9")
