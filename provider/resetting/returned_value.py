"""Unused value that was cleared out of a withdrawn device goes back to its licensee (DMM 604.4.5.8, 4.6.6, 5.6)."""

from indicia.psd.life import Event
from indicia.psd.messages import Grant, Receipt, Signed, Statement
from indicia.spec.kinds import System
from indicia.units import dollars
from provider.books import EntryKind, Ledger, Moment
from provider.books.entries import value_returned
from provider.errors import ProviderRefused
from provider.store import Row, Store

_SECTION = "604.10.3.1"


class ReturnedValue:
    """Returned value of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger = Ledger(store)

    def cleared(self, grant_id: str) -> int:
        """Mills that a grant cleared out of a device, by what the device signed before and after it.

        Raises:
            ProviderRefused: the grant did not clear one, or the device's receipt is not there.
        """
        grant = self._row(grant_id)
        if Event.ZERO not in Signed.from_json(grant["sent"], Grant).message.orders:
            raise ProviderRefused(f"grant {grant_id} cleared no descending register", _SECTION)
        if grant["receipt"] is None:
            raise ProviderRefused(f"the device has not confirmed grant {grant_id}", _SECTION)
        before = Signed.from_json(grant["statement"], Statement).message.registers
        return before.control_total - Signed.from_json(grant["receipt"], Receipt).message.registers.control_total

    def credit(self, grant_id: str, moment: Moment, approved: int | None = None) -> int:
        """Credit it to the account that was charged for it, once; the mills credited.

        Args:
            grant_id: the grant that cleared the register.
            moment: when.
            approved: mills, where the Postal Service determined less than was cleared.

        Raises:
            ProviderRefused: as `cleared`; or more is approved than was cleared, or the device was never reset here.
        """
        with self._store.transaction():
            cleared = self.cleared(grant_id)
            amount = cleared if approved is None else approved
            if not 0 < amount <= cleared:
                raise ProviderRefused(f"{dollars(amount)} to return; {dollars(cleared)} was cleared", _SECTION)
            source = self._last_reset(self._row(grant_id)["device"])
            lines = value_returned(source["account"], source["zip"], System(source["system"]), amount)
            self._ledger.post(moment.entry(EntryKind.VALUE_RETURNED, grant_id, lines))
        return amount

    def _row(self, grant_id: str) -> Row:
        row = self._store.row("SELECT * FROM reset WHERE grant_id = ?", (grant_id,))
        if row is None:
            raise ProviderRefused(f"there is no grant {grant_id!r}")
        return row

    def _last_reset(self, device: str) -> Row:
        """The last reset of value, whose account and post office it was."""
        row = self._store.row(
            "SELECT account, zip, system FROM reset WHERE device = ? AND state = 'confirmed' AND amount > 0 "
            "ORDER BY number DESC LIMIT 1",
            (device,),
        )
        if row is None:
            raise ProviderRefused(f"{device} was never reset with value here", _SECTION)
        return row
