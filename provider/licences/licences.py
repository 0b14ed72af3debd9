"""Licences as they are kept: one row each, every change a happening."""

import datetime as dt
from collections.abc import Mapping, Sequence

from indicia.model.business_days import months_after
from indicia.spec.deadlines import BY_ID, REVOKED_BEFORE_YEARS
from indicia.spec.deadlines import Row as Deadline
from indicia.spec.happenings import Event, Tag
from indicia.spec.licences import IMMEDIATE, Refusal, Revocation, Use
from provider.custody import Customer, Customers, Reader
from provider.deadlines import Happening, History, Instance, Standing, instances, record
from provider.documents import Statement
from provider.errors import ProviderRefused
from provider.licences.application import Application, Licence, form_3601a
from provider.licences.states import Status, after
from provider.store import Row, Store, Value

_APPEALS = (BY_ID["604.4.2.5-refusal"], BY_ID["604.4.2.5-revocation"])
_TAKES_EFFECT = BY_ID["604.4.2.4-takes-effect"]
_NO_SYSTEM = BY_ID["604.4.2.1d-no-system"]
_APPEAL_EVENTS = (Event.APPEALED, Event.APPEAL_GRANTED, Event.APPEAL_DENIED)


class Licences:
    """The licences of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def apply(self, application: Application, at: dt.datetime) -> Licence:
        """A new application.

        Raises:
            ProviderRefused: the customer is unknown.
        """
        with self._store.transaction():
            if application.customer not in Customers(self._store).ids():
                raise ProviderRefused(f"there is no customer {application.customer!r}")
            count = self._store.number("SELECT COUNT(*) FROM licence")
            number = f"A{count + 1:06d}"
            row = {"application": number, "number": None, **_columns(application), "status": Status.APPLIED.value}
            self._store.insert("licence", row)
            licence = self.find(number)
            self._record(licence, Event.APPLIED, at)
        return licence

    def grounds_for_refusal(self, licence: Licence, on: dt.date) -> list[Refusal]:
        """What the provider's own records hold against an application: a revocation within five years (4.2.3b)."""
        asked = "SELECT application FROM licence WHERE customer = ? AND status = ?"
        for row in self._store.rows(asked, (licence.asked.customer, Status.REVOKED.value)):
            subject = f"licence:{row['application']}"
            revoked = History.read(self._store, subject).last(subject, Event.REVOKED)
            if revoked and on < months_after(revoked.on, 12 * REVOKED_BEFORE_YEARS):
                return [Refusal.REVOKED_BEFORE]
        return []

    def submit(self, application: str, reader: Reader, at: dt.datetime) -> Statement:
        """Form 3601-A as it goes to the Postal Service (4.2.1b); the applicant's data is read for it."""
        with self._store.transaction():
            licence = self._move(application, Event.SUBMITTED, at)
            customer = Customers(self._store).read(licence.asked.customer, reader, at)
        return form_3601a(licence, customer)

    def grant(self, application: str, number: str, at: dt.datetime, *, approval: str = "") -> Licence:
        """The licence as the Postal Service granted it.

        Args:
            application: the provider's number of the application.
            number: of the licence, from the Postal Service.
            at: when the provider was notified.
            approval: reference of the approval by the manager of Postage Technology Management; use abroad needs it.

        Raises:
            ProviderRefused: it was not submitted, the number is taken, or use abroad is not approved.
        """
        with self._store.transaction():
            licence = self.find(application)
            after(licence.status, Event.GRANTED)
            if licence.asked.use is Use.ABROAD and not approval.strip():
                raise ProviderRefused("use abroad needs the approval of Postage Technology Management", "604.4.3.15e")
            if self._store.row("SELECT 1 AS yes FROM licence WHERE number = ?", (number,)):
                raise ProviderRefused(f"there is a licence {number!r} already")
            self._store.run("UPDATE licence SET number = ? WHERE application = ?", (number, application))
            return self._move(application, Event.GRANTED, at, {"number": number, "approval": approval})

    def refuse(self, application: str, reason: Refusal, at: dt.datetime) -> Licence:
        """The application, refused; the applicant received the notice at that time (4.2.3)."""
        return self._move(application, Event.REFUSAL_RECEIVED, at, {"reason": reason.value})

    def notify_revocation(self, application: str, reason: Revocation, certified: str, at: dt.datetime) -> Licence:
        """The licence, once the licensee received the revocation notice by Certified Mail (4.2.4).

        Raises:
            ProviderRefused: it is not valid, or the notice has no number of Certified Mail.
        """
        if not certified.strip():
            raise ProviderRefused("the notice of revocation goes by Certified Mail; give its number", "604.4.2.4")
        return self._move(application, Event.REVOCATION_RECEIVED, at, {"reason": reason.value, "certified": certified})

    def appeal(self, application: str, at: dt.datetime) -> Licence:
        """The licence with its appeal pending.

        Raises:
            ProviderRefused: the ten days have passed, or there is nothing to appeal.
        """
        with self._store.transaction():
            licence = self.find(application)
            after(licence.status, Event.APPEALED)
            if not any(i.standing(at.date()) is Standing.OPEN for i in self._instances(licence, at, _APPEALS)):
                raise ProviderRefused("an appeal is filed within 10 calendar days of the notice", "604.4.2.5")
            return self._move(application, Event.APPEALED, at)

    def decide_appeal(self, application: str, at: dt.datetime, *, granted: bool) -> Licence:
        """The licence after the manager of Postage Technology Management decided.

        Raises:
            ProviderRefused: no appeal is pending.
        """
        with self._store.transaction():
            licence = self.find(application)
            if not self.is_appealed(licence):
                raise ProviderRefused(f"no appeal of {application} is pending", "604.4.2.5")
            return self._move(application, Event.APPEAL_GRANTED if granted else Event.APPEAL_DENIED, at)

    def is_appealed(self, licence: Licence) -> bool:
        """Whether an appeal waits for its decision."""
        last = History.read(self._store, licence.subject).last(licence.subject, *_APPEAL_EVENTS)
        return last is not None and last.event is Event.APPEALED

    def revoke(self, application: str, at: dt.datetime, *, reason: Revocation | None = None) -> Licence:
        """The licence, revoked; its systems are to be removed within 15 days (`inventory.remove_all`).

        Args:
            application: the provider's number of the application.
            at: when the revocation takes effect.
            reason: to revoke at once, without the ten days; one of 4.2.2.

        Raises:
            ProviderRefused: an appeal is pending, ten days have not passed, or 4.2.2 has no such reason.
        """
        with self._store.transaction():
            licence = self.find(application)
            if reason is None:
                self._require_effect(licence, at)
            elif reason not in IMMEDIATE:
                raise ProviderRefused("a licence is revoked at once for a reason of 4.2.2 alone", "604.4.2.2")
            elif licence.status is Status.GRANTED:
                self._move(application, Event.REVOCATION_RECEIVED, at, {"reason": reason.value})
            return self._move(application, Event.REVOKED, at, {"reason": reason.value if reason else ""})

    def cancel(self, application: str, at: dt.datetime) -> Licence:
        """The licence, cancelled by the Postal Service: no active system for 60 days.

        Raises:
            ProviderRefused: a system is active, the days have not passed, or the user is seasonal.
        """
        with self._store.transaction():
            licence = self.find(application)
            if not any(i.standing(at.date()) is Standing.RIPE for i in self._instances(licence, at, [_NO_SYSTEM])):
                raise ProviderRefused(f"{application} was not without an active system for 60 days", "604.4.2.1d")
            return self._move(application, Event.CANCELLED, at)

    def update(self, application: str, customer: Customer, reader: Reader, at: dt.datetime) -> tuple[str, ...]:
        """Which of the licensee's information changed; it is to go to the Postal Service (4.3.3)."""
        with self._store.transaction():
            changed = Customers(self._store).change(customer, reader, at)
            if changed:
                self._move(application, Event.INFORMATION_RECEIVED, at, {"fields": " ".join(changed)})
        return changed

    def send_update(self, application: str, at: dt.datetime) -> None:
        """Write down that the Postal Service was sent the updated information."""
        self._move(application, Event.INFORMATION_SENT, at)

    def told(self, application: str, event: Event, at: dt.datetime) -> None:
        """Write down what happened to the licence's systems: associated, used, the last one gone."""
        self._move(application, event, at)

    def find(self, application: str) -> Licence:
        """One licence by its application.

        Raises:
            ProviderRefused: there is none.
        """
        row = self._store.row("SELECT * FROM licence WHERE application = ?", (application,))
        if row is None:
            raise ProviderRefused(f"there is no application {application!r}")
        return _licence(row)

    def numbered(self, number: str) -> Licence:
        """One licence by the Postal Service's number.

        Raises:
            ProviderRefused: there is none.
        """
        row = self._store.row("SELECT * FROM licence WHERE number = ?", (number,))
        if row is None:
            raise ProviderRefused(f"there is no licence {number!r}", "604.4.2.1")
        return _licence(row)

    def all(self) -> list[Licence]:
        """Every licence and application."""
        return [_licence(row) for row in self._store.rows("SELECT * FROM licence ORDER BY application")]

    def authenticate(self, number: str, zip_code: str) -> Licence:
        """The valid licence of a system that is licensed to that post office (4.5.5b, 4.6.5b, 5.5b).

        Raises:
            ProviderRefused: no such licence, not valid, or of another licensing post office.
        """
        licence = self.numbered(number)
        if not licence.is_valid:
            raise ProviderRefused(f"licence {number!r} is {licence.status}", "604.4.2")
        if licence.asked.zip != zip_code:
            raise ProviderRefused(f"licence {number!r} is of another post office than {zip_code}", "604.4.2.1")
        return licence

    def _require_effect(self, licence: Licence, at: dt.datetime) -> None:
        if self.is_appealed(licence):
            raise ProviderRefused("the licensee's appeal is not decided", "604.4.2.4")
        if any(i.standing(at.date()) is Standing.OPEN for i in self._instances(licence, at, [_TAKES_EFFECT])):
            raise ProviderRefused("a revocation takes effect 10 calendar days after its notice", "604.4.2.4")

    def _instances(self, licence: Licence, at: dt.datetime, rows: Sequence[Deadline]) -> list[Instance]:
        return list(instances(History.read(self._store, licence.subject).of(licence.subject), at.date(), rows))

    def _move(
        self, application: str, event: Event, at: dt.datetime, detail: Mapping[str, str] | None = None
    ) -> Licence:
        with self._store.transaction():
            licence = self.find(application)
            status = after(licence.status, event)
            self._store.run("UPDATE licence SET status = ? WHERE application = ?", (status.value, application))
            self._record(licence, event, at, detail)
            return self.find(application)

    def _record(self, licence: Licence, event: Event, at: dt.datetime, detail: Mapping[str, str] | None = None) -> None:
        tags = frozenset({Tag.SEASONAL} if licence.asked.seasonal else ())
        record(self._store, Happening(licence.subject, event, at, tags, None, detail or {}))


def _columns(asked: Application) -> dict[str, Value]:
    return {
        "customer": asked.customer,
        "city": asked.city,
        "state": asked.state,
        "zip": asked.zip,
        "place": asked.use.value,
        "country": asked.country,
        "seasonal": int(asked.seasonal),
        "representative": int(asked.representative),
    }


def _licence(row: Row) -> Licence:
    asked = Application(
        customer=row["customer"],
        city=row["city"],
        state=row["state"],
        zip=row["zip"],
        use=Use(row["place"]),
        country=row["country"],
        seasonal=bool(row["seasonal"]),
        representative=bool(row["representative"]),
    )
    return Licence(
        application=row["application"], number=row["number"] or "", asked=asked, status=Status(row["status"])
    )
