"""What became of an open grant, told by the device's next statement; and what in that statement does not follow."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from indicia.psd.life import Event
from indicia.psd.messages import Discrepancy, Receipt, Signed, Statement, discrepancies
from indicia.psd.registers import Registers
from indicia.spec.kinds import System
from indicia.units import dollars
from provider.books import Moment
from provider.books.charges import Charges
from provider.errors import ProviderRefused
from provider.resetting.devices import Device, Devices
from provider.store import Row, Store


@dataclass(frozen=True, slots=True)
class Settled:
    """The device after its last grant is known about."""

    known: Receipt | None
    """What a new statement must follow from."""
    ended: str
    """The grant that this statement settled; empty for none."""


class Settling:
    """Open grants of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._devices = Devices(store)
        self._charges = Charges(store)

    def open_grant(self, device: str) -> Row | None:
        """The grant that a device has not answered; None when there is none."""
        return self._store.row("SELECT * FROM reset WHERE device = ? AND state = 'granted'", (device,))

    def settle(self, device: Device, statement: Statement, moment: Moment) -> Settled:
        """Confirm or void the open grant by what the statement names as its last."""
        grant = self.open_grant(device.device)
        if grant is None:
            return Settled(device.known, "")
        if statement.grant_id != grant["grant_id"]:
            self.void(grant, moment)
            return Settled(device.known, grant["grant_id"])
        receipt = _inferred(grant, device, statement)
        self.confirm(grant, receipt, moment)
        return Settled(receipt, grant["grant_id"])

    def confirm(self, grant: Row, receipt: Receipt, moment: Moment) -> None:
        """A grant was applied: its charge is revenue, its orders are done."""
        self._applied(grant, moment)
        self._devices.know(grant["device"], receipt)

    def void(self, grant: Row, moment: Moment) -> None:
        """A grant will never be applied: its charge goes back, its orders wait again."""
        self._charges.void(grant["grant_id"], grant["amount"] or 0, grant["account"], moment)
        self._end(grant, "voided", moment.at)
        self._devices.settle_orders(grant["grant_id"], applied=False)

    def stopped(self, grant: Row, moment: Moment) -> None:
        """A suspended device has stopped; what is known of it stays what it was."""
        self._end(grant, "confirmed", moment.at)

    def faults(self, device: Device, known: Receipt | None, statement: Statement) -> tuple[str, ...]:
        """What in a statement does not follow from what is known; nothing when all does.

        Args:
            device: as it was before the statement.
            known: the last receipt, that of a grant that the statement settled among them.
            statement: what the device says now.
        """
        found: list[str] = [*discrepancies(statement, known), *_against_heard(device.heard, statement)]
        if known is None and device.total is not None and statement.registers.control_total != device.total:
            found.append(Discrepancy.CONTROL_TOTAL)
        if known is not None and known is not device.known and device.heard and known.sequence <= device.heard.sequence:
            found.append(Discrepancy.FORKED)  # it would have ended the grant before it was given
        voided = self._store.row(
            "SELECT amount FROM reset WHERE device = ? AND grant_id = ? AND state = 'voided'",
            (device.device, statement.grant_id),
        )
        if voided is not None:
            found.append(f"applied grant {statement.grant_id} of {dollars(voided['amount'] or 0)}, which was voided")
        return tuple(dict.fromkeys(found))

    def reinstate(self, device: str, examined: Registers, reason: str, *, last_grant: str, moment: Moment) -> None:
        """Reset a suspended device again after it was examined; an order to unlock it waits for it.

        Args:
            device: which.
            examined: the registers that were found in it: its next statement must show their control total.
            reason: what the examination found.
            last_grant: the last grant that it has applied, which settles the open one.
            moment: when.

        Raises:
            ProviderRefused: it is not suspended.
        """
        with self._store.transaction():
            found, grant = self._devices.find(device), self.open_grant(device)
            if not found.suspended:
                raise ProviderRefused(f"{device} is not suspended")
            if grant is not None and grant["grant_id"] == last_grant:
                self._applied(grant, moment)
            elif grant is not None:
                self.void(grant, moment)
            self._devices.begin_again(device, examined.control_total)
            self._devices.order(device, Event.UNLOCK, reason, at=moment.at)

    def _applied(self, grant: Row, moment: Moment) -> None:
        grant_id, system = grant["grant_id"], System(grant["system"])
        self._charges.confirm(grant_id, grant["amount"] or 0, grant["zip"], system, moment=moment)
        self._end(grant, "confirmed", moment.at)
        self._devices.settle_orders(grant_id, applied=True)

    def _end(self, grant: Row, state: str, at: dt.datetime) -> None:
        self._store.run(
            "UPDATE reset SET state = ?, ended_at = ? WHERE grant_id = ?", (state, at.isoformat(), grant["grant_id"])
        )


def is_new(device: Device, statement: Statement) -> bool:
    """Whether a statement comes after every other that was heard."""
    return device.heard is None or statement.sequence > device.heard.sequence


def is_late(device: Device, statement: Statement) -> bool:
    """Whether a statement was made before one that was heard, and only arrived after it.

    A device that was set back makes new statements under old numbers: the time tells the two apart.
    """
    heard = device.heard
    if heard is None or statement.sequence > heard.sequence:
        return False
    return statement.at is not None and heard.at is not None and statement.at < heard.at


def _against_heard(heard: Statement | None, statement: Statement) -> Iterator[Discrepancy]:
    """What goes back behind the last statement: a copy that was restored after the last grant."""
    if heard is not None:
        if statement.sequence <= heard.sequence:
            yield Discrepancy.ROLLED_BACK
        if statement.registers.ascending < heard.registers.ascending:
            yield Discrepancy.ASCENDING
        if statement.pieces < heard.pieces:
            yield Discrepancy.PIECES


def _inferred(grant: Row, device: Device, statement: Statement) -> Receipt:
    """The receipt that a device lost, as far as a later statement tells.

    Its registers are not told: the control total is that of the grant, the ascending register was no lower than in the
    statement that the grant answered.
    """
    before = Signed.from_json(grant["statement"], Statement).message
    total = statement.registers.control_total if grant["expected_total"] is None else grant["expected_total"]
    ascending = min(before.registers.ascending, total)
    return Receipt(
        grant_id=grant["grant_id"],
        device=device.device,
        life=statement.life,
        registers=Registers(ascending, total - ascending),
        pieces=before.pieces,
        sequence=statement.anchor,
        head=statement.anchor_head,
        at=None,
    )
