"""Secure destruction: plan and list, approval, and the list held against what was destroyed (501.18)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from indicia.spec.happenings import Event
from provider.documents import Column, Facts, Grid, SignHere, Statement
from provider.errors import ProviderRefused
from provider.inventory.register import News, Register
from provider.store import Row, Store

_SECTION = "39 CFR 501.18(a)"


@dataclass(frozen=True, slots=True)
class Plan:
    """Meters to be destroyed together."""

    number: int
    """From 1."""
    method: str
    """How; the Postal Service approves it with the plan."""
    place: str
    """Where."""
    planned_on: dt.date
    """On which day."""
    proposed_at: dt.datetime
    """When it was submitted, UTC."""
    approval: str
    """Reference of the approval; empty before it."""
    observer: str
    """Who watched for the Postal Service; empty before it."""
    done_at: dt.datetime | None
    """When they were destroyed, UTC."""
    devices: tuple[str, ...]
    """The list."""


class Destruction:
    """The destruction plans of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._register = Register(store)

    def propose(self, devices: Sequence[str], *, method: str, place: str, planned_on: dt.date, at: dt.datetime) -> Plan:
        """A plan as it goes to the manager of Postage Technology Management.

        Raises:
            ProviderRefused: no meters, method or place; no advance notice; a meter that must be kept.
        """
        if not devices or not method.strip() or not place.strip():
            raise ProviderRefused("a plan gives the method, the place and the meters", _SECTION)
        if planned_on <= at.date():
            raise ProviderRefused("the Postal Service needs advance notice to observe the destruction", _SECTION)
        with self._store.transaction():
            number = self._store.next_number("destruction_plan", "number")
            self._store.insert(
                "destruction_plan",
                {
                    "number": number,
                    "method": method,
                    "place": place,
                    "planned_on": planned_on.isoformat(),
                    "proposed_at": at.isoformat(),
                },
            )
            for device in sorted(set(devices)):
                meter = self._register.tell(device, News(Event.DESTRUCTION_PROPOSED, at, {"plan": str(number)}))
                self._store.insert(
                    "destruction_item",
                    {"plan": number, "device": device, "model": meter.model, "serial": meter.serial},
                )
        return self.find(number)

    def approve(self, number: int, reference: str, at: dt.datetime) -> Plan:
        """The plan with the approval of its method, list, time and place.

        Raises:
            ProviderRefused: no reference to the approval, or approved before.
        """
        if not reference.strip():
            raise ProviderRefused("give the reference of the approval", _SECTION)
        with self._store.transaction():
            plan = self.find(number)
            if plan.approval:
                raise ProviderRefused(f"plan {number} is approved already: {plan.approval}", _SECTION)
            self._store.run("UPDATE destruction_plan SET approval = ? WHERE number = ?", (reference, number))
            for device in plan.devices:
                news = News(Event.DESTRUCTION_APPROVED, at, {"plan": str(number), "approval": reference})
                self._register.tell(device, news)
        return self.find(number)

    def destroy(self, number: int, seen: Collection[str], observer: str, at: dt.datetime) -> Plan:
        """The plan, carried out; the serial numbers seen are those of the list, all of them and no other.

        Raises:
            ProviderRefused: not approved, not on its day, nobody observed, or the numbers differ.
        """
        plan = self.find(number)
        problem = _in_the_way(plan, seen, observer, at)
        if problem:
            raise ProviderRefused(f"plan {number}: {problem}", _SECTION)
        with self._store.transaction():
            for device in plan.devices:
                news = News(Event.SCRAPPED, at, {"plan": str(number), "place": plan.place, "method": plan.method})
                self._register.tell(device, news)
            self._store.run(
                "UPDATE destruction_plan SET observer = ?, done_at = ? WHERE number = ?",
                (observer, at.isoformat(), number),
            )
        return self.find(number)

    def find(self, number: int) -> Plan:
        """One plan.

        Raises:
            ProviderRefused: there is none of that number.
        """
        row = self._store.row("SELECT * FROM destruction_plan WHERE number = ?", (number,))
        if row is None:
            raise ProviderRefused(f"there is no destruction plan {number}")
        asked = "SELECT device FROM destruction_item WHERE plan = ? ORDER BY device"
        return _plan(row, tuple(item["device"] for item in self._store.rows(asked, (number,))))

    def statement(self, number: int) -> Statement:
        """The plan and its list, by serial number and model; what was destroyed once it was."""
        plan = self.find(number)
        facts = (
            ("Method", plan.method),
            ("Place", plan.place),
            ("Planned on", plan.planned_on.isoformat()),
            ("Submitted", plan.proposed_at.date().isoformat()),
            ("Approved", plan.approval or "not yet"),
            ("Destroyed", f"{plan.done_at.isoformat()}, observed by {plan.observer}" if plan.done_at else "not yet"),
        )
        asked = "SELECT serial, model, device FROM destruction_item WHERE plan = ? ORDER BY device"
        items = tuple((str(r["serial"]), r["model"], r["device"]) for r in self._store.rows(asked, (number,)))
        columns = (Column("Serial number"), Column("Model"), Column("Meter"))
        title = f"Meters destroyed, plan {number}" if plan.done_at else f"Meters to be destroyed, plan {number}"
        signers = SignHere(("Postal Service representative", "Provider"))
        return Statement(title, (Facts(facts), Grid(columns, items), signers), foot=_SECTION)


def _in_the_way(plan: Plan, seen: Collection[str], observer: str, at: dt.datetime) -> str:
    if not plan.approval:
        return "it is not approved"
    if plan.done_at:
        return "it is carried out already"
    if at.date() < plan.planned_on:
        return f"it is planned for {plan.planned_on}"
    if not observer.strip():
        return "a representative of the Postal Service sees that the numbers are those of the list"
    missing, other = sorted(set(plan.devices) - set(seen)), sorted(set(seen) - set(plan.devices))
    if missing or other:
        unseen, unlisted = (", ".join(devices) or "none" for devices in (missing, other))
        return f"on the list and not seen: {unseen}; seen and not listed: {unlisted}"
    return ""


def _plan(row: Row, devices: tuple[str, ...]) -> Plan:
    return Plan(
        row["number"],
        row["method"],
        row["place"],
        dt.date.fromisoformat(row["planned_on"]),
        dt.datetime.fromisoformat(row["proposed_at"]),
        row["approval"] or "",
        row["observer"] or "",
        dt.datetime.fromisoformat(row["done_at"]) if row["done_at"] else None,
        devices,
    )
