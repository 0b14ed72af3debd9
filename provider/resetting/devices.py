"""The devices that may be reset, what is known of each, and the orders that wait for it."""

import datetime as dt
import json
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import TypeAdapter

from indicia.errors import CredentialError
from indicia.psd.life import ORDERED, Event
from indicia.psd.messages import Receipt, Statement
from indicia.psd.registers import Registers
from indicia.psd.standing import Placement, User
from indicia.security.keys import PublicKey, algorithm_of
from provider.books import Accounts
from provider.errors import ProviderRefused
from provider.store import Row, Store, Value

_RECEIPT = TypeAdapter(Receipt)
_STATEMENT = TypeAdapter(Statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device as resetting knows it."""

    device: str
    """Manufacturer, model and ten digits of the serial."""
    certificate: x509.Certificate
    """Whose key signs its messages."""
    account: str
    """The account that pays."""
    licence: str
    """The licence under which it is reset."""
    known: Receipt | None
    """The last receipt, or what a later statement says of it; None before the first."""
    heard: Statement | None
    """The last statement; None before the first, and after an examination."""
    total: int | None
    """Mills of the control total at check-in or examination, while there is no receipt since."""
    suspended: str
    """Why it is not reset; empty when it is."""

    @property
    def key(self) -> tuple[PublicKey, int]:
        """Its public key and the id of its algorithm.

        Raises:
            CredentialError: a certificate for no algorithm that devices use.
        """
        public_key = self.certificate.public_key()
        algorithm = algorithm_of(public_key)
        if algorithm is None:
            raise CredentialError(f"the certificate of {self.device} is for no algorithm that devices use")
        return public_key, algorithm  # type: ignore[return-value]  # an algorithm has a key of a kind that devices use


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDetails:
    """What an order needs beside its name (`Grant`)."""

    user: User | None = None
    """For an authorization."""
    placement: Placement | None = None
    """For a placement."""
    readings: Registers | None = None
    """As they were read or approved."""


_DETAILS = TypeAdapter(OrderDetails)


@dataclass(frozen=True, slots=True)
class Order:
    """Something that a device is told with its next grant."""

    number: int
    """Running number, from 1."""
    device: str
    """For which device."""
    event: Event
    """What it does."""
    details: OrderDetails
    """What it needs."""
    reason: str
    """Why."""


class Devices:
    """The devices of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts = Accounts(store)

    def register(
        self, device: str, certificate: x509.Certificate, account: str, *, registers: Registers, at: dt.datetime
    ) -> None:
        """Let a device be reset from an account, beginning with the registers of its check-in.

        Raises:
            ProviderRefused: it is registered already, or there is no such account.
        """
        found = self._accounts.find(account)
        with self._store.transaction():
            if self._row(device) is not None:
                raise ProviderRefused(f"{device} is registered already")
            pem = certificate.public_bytes(Encoding.PEM)
            row: dict[str, Value] = {"device": device, "certificate": pem, "account": account}
            row |= {"licence": found.licensee, "total": registers.control_total, "registered_at": at.isoformat()}
            self._store.insert("reset_device", row)

    def find(self, device: str) -> Device:
        """One device.

        Raises:
            ProviderRefused: it is not registered.
        """
        row = self._row(device)
        if row is None:
            raise ProviderRefused(f"{device!r} is no device of this provider", "39 CFR 501.29(e)(3)")
        return _device(row)

    def all(self) -> tuple[Device, ...]:
        """Every device, by its number."""
        return tuple(map(_device, self._store.rows("SELECT * FROM reset_device ORDER BY device")))

    def move(self, device: str, account: str) -> None:
        """Let another account, with its licence, pay from now on (DMM 604.4.3.4); nothing may be open.

        Raises:
            ProviderRefused: a grant is not settled, or there is no such device or account.
        """
        licence = self._accounts.find(account).licensee
        with self._store.transaction():
            self.find(device)
            if self._store.row("SELECT grant_id FROM reset WHERE device = ? AND state = 'granted'", (device,)):
                raise ProviderRefused(f"a grant of {device} is not confirmed yet")
            self._store.run(
                "UPDATE reset_device SET account = ?, licence = ? WHERE device = ?", (account, licence, device)
            )

    def hear(self, statement: Statement) -> None:
        """Keep the last statement."""
        heard = _STATEMENT.dump_json(statement).decode()
        self._store.run("UPDATE reset_device SET heard = ? WHERE device = ?", (heard, statement.device))

    def know(self, device: str, receipt: Receipt) -> None:
        """Keep the last receipt."""
        known = _RECEIPT.dump_json(receipt).decode()
        self._store.run("UPDATE reset_device SET known = ?, total = NULL WHERE device = ?", (known, device))

    def suspend(self, device: str, found: str, message: str, at: dt.datetime) -> None:
        """Write down what does not follow, and reset the device no more until it was examined."""
        number = self._store.next_number("reset_incident", "id")
        row: dict[str, Value] = {"id": number, "device": device, "found": found, "message": message}
        self._store.insert("reset_incident", row | {"at": at.isoformat()})
        self._store.run("UPDATE reset_device SET suspended = ? WHERE device = ?", (found, device))

    def begin_again(self, device: str, total: int) -> None:
        """Reset a device that was suspended, beginning with a control total of `total` mills."""
        self._store.run(
            "UPDATE reset_device SET suspended = NULL, known = NULL, heard = NULL, total = ? WHERE device = ?",
            (total, device),
        )

    def incidents(self, device: str | None = None) -> list[Row]:
        """What did not follow, oldest first: id, device, found, at."""
        return self._store.rows(
            "SELECT id, device, found, at FROM reset_incident WHERE device = COALESCE(?, device) ORDER BY id", (device,)
        )

    def order(
        self, device: str, event: Event, reason: str, *, at: dt.datetime, details: OrderDetails | None = None
    ) -> int:
        """Tell a device something with its next grant; the number of the order.

        Raises:
            ProviderRefused: no such device, or nothing that a provider orders.
        """
        self.find(device)
        if event not in ORDERED:
            raise ProviderRefused(f"{event} is no order; allowed: {', '.join(sorted(ORDERED))}")
        with self._store.transaction():
            number = self._store.next_number("reset_order", "id")
            row: dict[str, Value] = {
                "id": number,
                "device": device,
                "event": event.value,
                "reason": reason,
                "state": "waiting",
            }
            said = json.dumps(_DETAILS.dump_python(details or OrderDetails(), mode="json"), sort_keys=True)
            self._store.insert("reset_order", row | {"details": said, "asked_at": at.isoformat()})
        return number

    def cancel(self, number: int) -> None:
        """Take back an order that was not sent.

        Raises:
            ProviderRefused: it does not wait.
        """
        changed = self._store.run(
            "UPDATE reset_order SET state = 'cancelled' WHERE id = ? AND state = 'waiting'", (number,)
        )
        if not changed:
            raise ProviderRefused(f"there is no order {number} that waits")

    def waiting(self, device: str) -> tuple[Order, ...]:
        """Orders that the device was not sent, oldest first."""
        rows = self._store.rows(
            "SELECT * FROM reset_order WHERE device = ? AND state = 'waiting' ORDER BY id", (device,)
        )
        return tuple(
            Order(r["id"], r["device"], Event(r["event"]), _DETAILS.validate_json(r["details"]), r["reason"])
            for r in rows
        )

    def sent(self, orders: tuple[Order, ...], grant_id: str) -> None:
        """Orders that go with a grant."""
        self._store.run_all(
            "UPDATE reset_order SET state = 'sent', grant_id = ? WHERE id = ?",
            [(grant_id, order.number) for order in orders],
        )

    def settle_orders(self, grant_id: str, *, applied: bool) -> None:
        """The orders of a grant are done, or wait again."""
        self._store.run(
            "UPDATE reset_order SET state = ?, grant_id = CASE WHEN ? = 1 THEN grant_id END WHERE grant_id = ?",
            ("done" if applied else "waiting", int(applied), grant_id),
        )

    def _row(self, device: str) -> Row | None:
        return self._store.row("SELECT * FROM reset_device WHERE device = ?", (device,))


def _device(row: Row) -> Device:
    return Device(
        device=row["device"],
        certificate=x509.load_pem_x509_certificate(bytes(row["certificate"])),
        account=row["account"],
        licence=row["licence"],
        known=_RECEIPT.validate_json(row["known"]) if row["known"] else None,
        heard=_STATEMENT.validate_json(row["heard"]) if row["heard"] else None,
        total=row["total"],
        suspended=row["suspended"] or "",
    )
