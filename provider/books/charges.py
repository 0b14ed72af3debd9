"""What a reset does to the books: charged with the grant, revenue when the device confirms, back when it never will.

A reset of no value (DMM 604.4.3.5) writes nothing here.
"""

from indicia.spec.kinds import System
from indicia.spec.resetting import RESET_SECTIONS
from indicia.units import dollars
from provider.books import entries
from provider.books.accounts import Account, Accounts
from provider.books.advances import Advances
from provider.books.entries import EntryKind, Moment
from provider.books.ledger import Ledger
from provider.errors import ProviderRefused
from provider.store import Store


class Charges:
    """The resets of one office, as the books see them; `reference` is the grant."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger = Ledger(store)
        self._accounts = Accounts(store)
        self._advances = Advances(store)

    def charge(self, account: Account, amount: int, reference: str, moment: Moment) -> int:
        """Take `amount` mills from a licensee for a reset; the mills of it that the provider advanced.

        Raises:
            ProviderRefused: the account is locked, or neither its funds nor an advance reach (DMM 604.4.6.5a, 5.5a).
        """
        with self._store.transaction():
            self._accounts.require_open(account)
            if amount < 0:
                raise ProviderRefused(f"a reset of {dollars(amount)}; allowed: 0 or more")
            if amount == 0:
                return 0
            missing = max(0, amount - self._accounts.balance(account.number))
            if missing and not account.advance_limit:
                raise ProviderRefused(
                    f"account {account.number} has {dollars(self._accounts.balance(account.number))}, "
                    f"{dollars(amount)} is asked for",
                    f"{RESET_SECTIONS[account.system]}a",
                )
            if missing:
                self._advances.grant(account, missing, reference, moment)
            lines = entries.reset_charged(account.number, amount)
            self._ledger.post(moment.entry(EntryKind.RESET, reference, lines))
        return missing

    def confirm(self, reference: str, amount: int, zip_code: str, system: System, *, moment: Moment) -> None:
        """Make a charged reset revenue of its licensing post office."""
        if amount:
            lines = entries.reset_confirmed(zip_code, system, amount)
            self._ledger.post(moment.entry(EntryKind.RESET_CONFIRMED, reference, lines))

    def void(self, reference: str, amount: int, account: str, moment: Moment) -> None:
        """Give a licensee back what a reset would have taken; an advance stays its own, and stays owed."""
        if amount:
            self._ledger.post(moment.entry(EntryKind.RESET_VOIDED, reference, entries.reset_voided(account, amount)))
