"""The books: every mill between the licensee's payment and the value in the device, in double entry.

Takes: deposits from the lockbox bank, payments, advances, resets, refunds; each with its day and time.
Gives: entries that balance, balances that are never overdrawn, trial balances, statements, lists of what is due.
Cites: 39 CFR 501.29 (2003); DMM 604.4.5.4, 4.6.4, 5.4.
Never: changes or removes an entry, sets value without funds behind it, reads a clock.
"""

from provider.books.accounts import Account, Accounts, HoldReason, StatementsBy
from provider.books.entries import Entry, EntryKind, Moment, Posting
from provider.books.ledger import Ledger

__all__ = ["Account", "Accounts", "Entry", "EntryKind", "HoldReason", "Ledger", "Moment", "Posting", "StatementsBy"]
