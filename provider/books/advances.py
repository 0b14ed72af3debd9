"""Advances: value that a licensee sets before it has paid, within the provider's own deposit (501.29(b)(5))."""

import datetime as dt
from dataclasses import dataclass

from indicia.model.business_days import is_business_day
from indicia.spec.resetting import ADVANCE_DAYS, ADVANCE_SYSTEMS, AVERAGE_OVER_DAYS, RESET_SECTIONS
from indicia.units import dollars
from provider.books import chart, entries
from provider.books.accounts import Account, Accounts
from provider.books.entries import EntryKind, Moment, moved
from provider.books.ledger import Ledger
from provider.errors import ProviderRefused
from provider.store import Store

_LIMITS = "39 CFR 501.29(b)(5)"
_ADVANCED = """SELECT SUM(amount) FROM ledger_posting JOIN ledger_entry ON entry = number
    WHERE kind = 'advance' AND account = ? AND day BETWEEN ? AND ?"""


@dataclass(frozen=True, slots=True)
class AdvanceLimits:
    """What the provider can still advance on a day."""

    deposit: int
    """Mills that the provider has on deposit with the Postal Service."""
    average: int
    """Mills advanced on an average banking day of the weeks before: the least deposit."""
    advanced: int
    """Mills advanced on the day already."""

    @property
    def missing(self) -> int:
        """Mills by which the deposit is too low for any advance."""
        return max(0, ADVANCE_DAYS * self.average - self.deposit)

    @property
    def available(self) -> int:
        """Mills that may still be advanced on the day."""
        return 0 if self.missing else max(0, self.deposit - self.advanced)


class Advances:
    """The advances of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger = Ledger(store)
        self._accounts = Accounts(store)

    def limits(self, day: dt.date) -> AdvanceLimits:
        """What the provider can advance on `day`."""
        first = day - dt.timedelta(days=AVERAGE_OVER_DAYS)
        days = [first + dt.timedelta(days=n) for n in range(AVERAGE_OVER_DAYS)]
        before = self._advanced(days[0], days[-1])
        return AdvanceLimits(
            deposit=-self._ledger.balance(chart.PROVIDER_DEPOSIT),
            average=-(-before // sum(map(is_business_day, days))),
            advanced=self._advanced(day, day),
        )

    def grant(self, account: Account, amount: int, reference: str, moment: Moment) -> None:
        """Advance `amount` mills to a licensee, for the reset `reference`.

        Raises:
            ProviderRefused: not agreed, above what was agreed, or above what the provider's deposit allows.
        """
        if account.system not in ADVANCE_SYSTEMS:
            raise ProviderRefused("PC Postage has no advances", f"{RESET_SECTIONS[account.system]}a")
        owed = self._ledger.balance(chart.owed(account.number)) + amount
        if owed > account.advance_limit:
            raise ProviderRefused(
                f"account {account.number} would owe {dollars(owed)} of advances; "
                f"agreed: at most {dollars(account.advance_limit)}",
                f"{RESET_SECTIONS[account.system]}a",
            )
        limits = self.limits(moment.day)
        if amount > limits.available:
            raise ProviderRefused(
                f"an advance of {dollars(amount)}; the provider can advance {dollars(limits.available)} today, "
                f"with {dollars(limits.deposit)} on deposit, {dollars(limits.advanced)} advanced today and "
                f"{dollars(limits.average)} on an average day",
                _LIMITS,
            )
        self._ledger.post(moment.entry(EntryKind.ADVANCE, reference, entries.advance(account.number, amount)))

    def deposit(self, reference: str, amount: int, moment: Moment) -> None:
        """Add to the provider's own deposit with the Postal Service, through the lockbox bank."""
        _require_sum(amount)
        lines = moved(chart.LOCKBOX, chart.PROVIDER_DEPOSIT, amount)
        self._ledger.post(moment.entry(EntryKind.PROVIDER_DEPOSIT, reference, lines))

    def take_deposit(self, reference: str, amount: int, moment: Moment) -> None:
        """Pay back from the provider's deposit what neither today's advances nor the average day need.

        Raises:
            ProviderRefused: less would be left than (b)(5) asks for.
        """
        _require_sum(amount)
        with self._store.transaction():
            limits = self.limits(moment.day)
            needed = max(ADVANCE_DAYS * limits.average, limits.advanced)
            if limits.deposit - amount < needed:
                raise ProviderRefused(
                    f"{dollars(limits.deposit)} is on deposit, {dollars(needed)} must stay there", _LIMITS
                )
            lines = moved(chart.PROVIDER_DEPOSIT, chart.TREASURY, amount)
            self._ledger.post(moment.entry(EntryKind.PROVIDER_WITHDRAWAL, reference, lines))

    def pay(self, reference: str, moment: Moment) -> int:
        """Pay the Postal Service, through the lockbox bank, for every advance so far; the mills paid."""
        with self._store.transaction():
            if self._ledger.has(EntryKind.ADVANCES_PAID, reference):
                return 0
            amount = self._ledger.balance(chart.ADVANCED)
            if amount > 0:
                self._ledger.post(moment.entry(EntryKind.ADVANCES_PAID, reference, entries.advances_paid(amount)))
        return max(0, amount)

    def repay(self, account: str, amount: int, reference: str, moment: Moment) -> None:
        """Write down what a licensee paid back to the provider, which alone collects its advances.

        Raises:
            ProviderRefused: more than it owes.
        """
        self._settle(account, amount, EntryKind.REPAYMENT, chart.PROVIDER_MEANS, reference=reference, moment=moment)

    def write_off(self, account: str, amount: int, reference: str, moment: Moment) -> None:
        """Give up collecting: the Postal Service is not liable, the provider bears it."""
        self._settle(account, amount, EntryKind.WRITTEN_OFF, chart.UNCOLLECTED, reference=reference, moment=moment)

    def owed(self, account: str) -> int:
        """Mills of advances that a licensee owes the provider."""
        return self._ledger.balance(chart.owed(account))

    def _settle(
        self, account: str, amount: int, kind: EntryKind, debit: str, *, reference: str, moment: Moment
    ) -> None:
        _require_sum(amount)
        self._accounts.find(account)
        with self._store.transaction():
            entry = moment.entry(kind, reference, moved(debit, chart.owed(account), amount))
            if not self._ledger.has(kind, reference) and amount > self.owed(account):
                raise ProviderRefused(f"account {account} owes {dollars(self.owed(account))}, not {dollars(amount)}")
            self._ledger.post(entry)

    def _advanced(self, first: dt.date, last: dt.date) -> int:
        """Mills advanced to all licensees on these days; an advance of a reset that never came about counts."""
        return self._store.number(_ADVANCED, (chart.ADVANCED, first.isoformat(), last.isoformat()))


def _require_sum(amount: int) -> None:
    if amount <= 0:
        raise ProviderRefused(f"{dollars(amount)}; allowed: more than 0")
