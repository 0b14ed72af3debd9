"""The provider's side of a reset, in the order of the manual: identify, audit, authenticate, funds, reset, document."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicia.errors import PsdRefused
from indicia.psd.life import Event, after, allows
from indicia.psd.messages import Denial, Discrepancy, Grant, Receipt, Signed, Statement, opened, signed
from indicia.psd.registers import Registers
from indicia.security.signing import Signer
from indicia.spec.resetting import RESET_SECTIONS
from indicia.units import dollars
from provider.books import Account, Accounts, Moment
from provider.books.charges import Charges
from provider.errors import ProviderRefused
from provider.resetting.devices import Device, Devices, Order
from provider.resetting.documents import Document, Documents
from provider.resetting.licensing import Licensing, Stopped, Terms
from provider.resetting.settling import Settling, is_late, is_new
from provider.store import Row, Store, Value

Answer = Signed[Grant] | Signed[Denial]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A statement whose sender is known, and when it came."""

    device: Device
    account: Account
    statement: Statement
    sent: Signed[Statement]
    moment: Moment


@dataclass(frozen=True, slots=True)
class _Reset:
    """What a device is granted beside its orders."""

    amount: int | None
    zip: str
    advanced: int


class ResetOffice:
    """Resetting by one office; an object belongs to one thread, as its store does."""

    def __init__(self, store: Store, signer: Signer, licensing: Licensing) -> None:
        self._store = store
        self._signer = signer
        self._licensing = licensing
        self._accounts = Accounts(store)
        self._charges = Charges(store)
        self._devices = Devices(store)
        self._documents = Documents(store)
        self._settling = Settling(store)

    def answer(self, account: str, sent: Signed[Statement], moment: Moment) -> Answer:
        """A grant, or a denial with its section; both stand in the journal before this returns.

        The same statement again gets the same answer.

        Args:
            account: the licensee's account number, as the licensee gives it (501.29(e)(3)).
            sent: what the device says.
            moment: when it came.

        Raises:
            ProviderRefused: no such device.
            CredentialError: the statement is not signed by that device.
            InputError: it is no statement.
            OutputError: the journal cannot be written.
        """
        statement = opened(sent, *self._devices.find(sent.message.device).key)
        with self._store.transaction():
            answer = self._earlier(statement, sent)
            if answer is None:
                device = self._devices.find(statement.device)
                asked = _Asked(device, self._accounts.find(device.account), statement, sent, moment)
                answer = self._new(asked, account)
        if answer is None:
            raise ProviderRefused(f"{statement.device} has used its nonce before")
        return answer

    def confirm(self, sent: Signed[Receipt], moment: Moment) -> Document:
        """The document of a grant that a device has applied; the same receipt again gives the same document.

        Raises:
            ProviderRefused: no such device, or no grant that it could have applied; the device is suspended then.
            CredentialError: the receipt is not signed by that device.
            InputError: it is no receipt.
            OutputError: the journal cannot be written; nothing was confirmed.
        """
        device = self._devices.find(sent.message.device)
        receipt = opened(sent, *device.key)
        with self._store.transaction():
            grant = self._grant_of(receipt)
            document = self._confirmed(grant, receipt, sent, moment) if grant else None
            if document is None:
                self._devices.suspend(device.device, "a receipt without its grant", sent.to_json(), moment.at)
        if document is None:
            raise ProviderRefused(f"{device.device} has applied {receipt.grant_id!r}, which it could not have")
        return document

    def _earlier(self, statement: Statement, sent: Signed[Statement]) -> Answer | None:
        """What this very statement was answered before."""
        row = self._store.row("SELECT statement, sent FROM reset WHERE nonce = ?", (statement.nonce,))
        if row is not None and _says(row, sent):
            return Signed.from_json(row["sent"], Grant)
        row = self._store.row("SELECT statement, sent FROM reset_denial WHERE nonce = ?", (statement.nonce,))
        return Signed.from_json(row["sent"], Denial) if row is not None and _says(row, sent) else None

    def _new(self, asked: _Asked, account: str) -> Answer | None:
        """The answer to a statement that was not answered before; None when its nonce is another's."""
        nonce = (asked.statement.nonce, asked.statement.nonce)
        if self._store.rows(
            "SELECT nonce FROM reset WHERE nonce = ? UNION SELECT nonce FROM reset_denial WHERE nonce = ?", nonce
        ):
            self._devices.suspend(asked.device.device, "a nonce twice", asked.sent.to_json(), asked.moment.at)
            return None
        if is_late(asked.device, asked.statement):
            return self._deny(asked, ProviderRefused("a later statement was heard before this one"))
        self._audit(asked)
        return self._answered(asked, account)

    def _audit(self, asked: _Asked) -> None:
        """Hold the statement against what is known; settle what it settles (604.4.6.5b: the audit)."""
        device, statement = asked.device, asked.statement
        known, ended = device.known, ""
        if is_new(device, statement):
            settled = self._settling.settle(device, statement, asked.moment)
            known, ended = settled.known, settled.ended
            self._devices.hear(statement)
        if ended:
            self._document(ended, statement.registers, asked.moment)
        faults = self._settling.faults(device, known, statement)
        if faults and not device.suspended:
            self._devices.suspend(device.device, ", ".join(faults), asked.sent.to_json(), asked.moment.at)

    def _answered(self, asked: _Asked, account: str) -> Answer:
        suspended = self._devices.find(asked.device.device).suspended
        if suspended:
            refusal = ProviderRefused(f"{asked.device.device} is not reset until it was examined: {suspended}")
            return self._stop(asked, refusal, state="stopping")
        orders = self._possible(asked)
        try:
            with self._store.transaction():
                granted = self._charged(asked, account, orders)
        except Stopped as refusal:
            return self._stop(asked, refusal, state="granted")
        except (ProviderRefused, PsdRefused) as refusal:
            if not orders:
                return self._deny(asked, refusal)
            granted = _Reset(None, "", 0)
            why = f"{orders[0].reason}; no reset: {refusal}"
        else:
            why = "; ".join(order.reason for order in orders)
        terms = self._licensing.terms(asked.device.device, asked.moment.day)
        return self._grant(asked, [order.event for order in orders], orders, granted, terms, why=why)

    def _stop(self, asked: _Asked, refusal: ProviderRefused, state: str) -> Answer:
        """Lock a device that prints; deny one that does not."""
        if allows(Event.LOCK, asked.statement.life):
            return self._grant(asked, [Event.LOCK], (), None, Terms(), why=str(refusal), state=state)
        return self._deny(asked, refusal)

    def _charged(self, asked: _Asked, account: str, orders: Sequence[Order]) -> _Reset:
        """Verify the identifying data, authenticate the licence, ascertain the funds and take them.

        Raises:
            ProviderRefused: one of these does not hold.
            PsdRefused: the device could not take the value.
        """
        section = f"{RESET_SECTIONS[asked.account.system]}b"
        if account != asked.device.account:
            raise ProviderRefused(f"account {account!r} is not that of {asked.device.device}", section)
        statement = asked.statement
        if statement.licence and statement.licence != asked.device.licence:
            raise ProviderRefused(f"{statement.device} is authorized for another licence", section)
        zip_code = self._licensing.authenticate(asked.device.licence, statement.device, asked.moment.day)
        if statement.requested is None:
            if orders:
                return _Reset(None, zip_code, 0)
            raise ProviderRefused("nothing was asked for, and nothing is ordered")
        self._require_able(asked, orders)
        reference = self._next_grant(asked.device.device)[1]
        advanced = self._charges.charge(asked.account, statement.requested, reference, asked.moment)
        return _Reset(statement.requested, zip_code, advanced)

    def _require_able(self, asked: _Asked, orders: Sequence[Order]) -> None:
        """Raise when the device would refuse the reset: its state, or a register that is full."""
        statement, life = asked.statement, asked.statement.life
        for order in orders:
            life = after(order.event, life)
        if not allows(Event.RESET, life):
            raise ProviderRefused(f"{statement.device} is {life}: it is not reset")
        statement.registers.reset(statement.requested or 0)

    def _possible(self, asked: _Asked) -> tuple[Order, ...]:
        """The orders that go with one grant: each possible after the one before, no two with the same details."""
        life, taken, fields = asked.statement.life, list[Order](), set[str]()
        for order in self._devices.waiting(asked.device.device):
            needs = {name for name in ("user", "placement", "readings") if getattr(order.details, name) is not None}
            if needs & fields or not allows(order.event, life):
                continue
            life, fields = after(order.event, life), fields | needs
            taken.append(order)
        return tuple(taken)

    def _grant(
        self,
        asked: _Asked,
        events: Sequence[Event],
        orders: tuple[Order, ...],
        reset: _Reset | None,
        terms: Terms,
        *,
        why: str,
        state: str = "granted",
    ) -> Signed[Grant]:
        """Sign a grant and write it into the journal."""
        statement, amount = asked.statement, reset.amount if reset else None
        number, grant_id = self._next_grant(statement.device)
        details = {
            name: value
            for order in orders
            for name in ("user", "placement", "readings")
            if (value := getattr(order.details, name)) is not None
        }
        grant = Grant(
            grant_id=grant_id, device=statement.device, nonce=statement.nonce, amount=amount, orders=tuple(events),
            lock_on=terms.lock_on, inspect_by=terms.inspect_by, reason=why, at=asked.moment.at, **details,
        )  # fmt: skip
        sent = signed(grant, self._signer)
        total = statement.registers.control_total + (amount or 0)
        row: dict[str, Value] = {
            "grant_id": grant_id, "number": number, "device": statement.device, "nonce": statement.nonce,
            "stated": statement.sequence, "statement": asked.sent.to_json(), "sent": sent.to_json(), "amount": amount,
            "advanced": reset.advanced if reset else 0,
            "expected_total": None if Event.ZERO in events else total,
            "account": asked.account.number, "zip": reset.zip if reset else "", "system": asked.account.system.value,
            "state": state, "granted_at": asked.moment.at.isoformat(),
        }  # fmt: skip
        self._store.insert("reset", row)
        self._devices.sent(orders, grant_id)
        return sent

    def _deny(self, asked: _Asked, refusal: ProviderRefused | PsdRefused) -> Signed[Denial]:
        """Sign a denial and write it into the journal."""
        statement, at = asked.statement, asked.moment.at
        denial = Denial(device=statement.device, nonce=statement.nonce, reason=str(refusal), at=at)
        sent = signed(denial, self._signer)
        row: dict[str, Value] = {
            "nonce": statement.nonce, "device": statement.device, "statement": asked.sent.to_json(),
            "sent": sent.to_json(), "section": getattr(refusal, "section", ""), "denied_at": at.isoformat(),
        }  # fmt: skip
        self._store.insert("reset_denial", row)
        return sent

    def _next_grant(self, device: str) -> tuple[int, str]:
        """Number and id of the next grant of a device."""
        last = self._store.number("SELECT MAX(number) FROM reset WHERE device = ?", (device,))
        return last + 1, f"{device}-{last + 1:06d}"

    def _grant_of(self, receipt: Receipt) -> Row | None:
        """The grant that a receipt can be for; None when there is none that was not voided."""
        return self._store.row(
            "SELECT * FROM reset WHERE device = ? AND grant_id = ? AND state <> 'voided'",
            (receipt.device, receipt.grant_id),
        )

    def _confirmed(self, grant: Row, receipt: Receipt, sent: Signed[Receipt], moment: Moment) -> Document:
        if grant["state"] == "granted":
            self._settling.confirm(grant, receipt, moment)
            expected = grant["expected_total"]
            if expected is not None and receipt.registers.control_total != expected:
                found = (
                    f"{Discrepancy.CONTROL_TOTAL}: {dollars(receipt.registers.control_total)} after "
                    f"{grant['grant_id']}, not {dollars(expected)}"
                )
                self._devices.suspend(receipt.device, found, sent.to_json(), moment.at)
            self._document(grant["grant_id"], receipt.registers, moment)
        elif grant["state"] == "stopping":
            self._settling.stopped(grant, moment)
            self._document(grant["grant_id"], receipt.registers, moment)
        self._store.run(
            "UPDATE reset SET receipt = COALESCE(receipt, ?) WHERE grant_id = ?", (sent.to_json(), receipt.grant_id)
        )
        return self._documents.find(receipt.grant_id)

    def _document(self, grant_id: str, registers: Registers, moment: Moment) -> None:
        """Document a grant that has ended, and tell whoever counts the months; nothing for one that was voided."""
        document = self._documents.write(grant_id, registers, moment.at)
        if document is not None and document.amount is not None:
            self._licensing.completed(document.device, registers, moment.at)


def _says(row: Row, sent: Signed[Statement]) -> bool:
    """Whether a message in the journal says the same; its signature can be written in more than one way."""
    return Signed.from_json(row["statement"], Statement).body == sent.body
