"""The double-entry ledger: entries are written once, in a chain of digests, and never changed."""

import datetime as dt
import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from indicia.units import dollars
from provider.books import chart
from provider.books.entries import Entry, EntryKind, Posting
from provider.errors import ProviderRefused
from provider.store import Row, Store, Value

_FIRST_DIGEST = bytes(32)
_AT_A_TIME = 5000
"""Entries that are read together."""
_ENTRIES = """SELECT entry.number, entry.day, entry.at, entry.kind, entry.reference, entry.digest,
      posting.line, posting.account, posting.amount, posting.balance
    FROM ledger_entry AS entry JOIN ledger_posting AS posting ON posting.entry = entry.number"""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in the books."""

    number: int
    """Running number, from 1."""
    entry: Entry
    """What it says."""
    digest: bytes
    """SHA-256 over the digest before it and what it says."""
    balances: tuple[int, ...]
    """Mills of each line's account after it."""


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One account of a trial balance."""

    account: str
    """Its code."""
    debit: int
    """Mills, where debits prevail."""
    credit: int
    """Mills, where credits do."""


@dataclass(frozen=True, slots=True)
class Move:
    """One line of one account."""

    number: int
    """Of the entry."""
    day: dt.date
    """That the entry counts for."""
    at: dt.datetime
    """When it was written."""
    kind: EntryKind
    """Why."""
    reference: str
    """What it is about."""
    amount: int
    """Mills; debits above zero."""
    balance: int
    """Mills of the account after it; debits above zero."""


class Ledger:
    """The books of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def post(self, entry: Entry) -> int:
        """The number under which an entry stands; one that was written before is not written again.

        Raises:
            ProviderRefused: a balance would be overdrawn, or another entry stands under that kind and reference.
        """
        with self._store.transaction():
            earlier = self._standing(entry)
            if earlier is not None:
                return earlier
            last = self._store.row("SELECT number, digest FROM ledger_entry ORDER BY number DESC LIMIT 1")
            number = last["number"] + 1 if last else 1
            digest = chained(bytes(last["digest"]) if last else _FIRST_DIGEST, entry)
            row = {"number": number, "kind": entry.kind, "reference": entry.reference, "digest": digest}
            self._store.insert("ledger_entry", row | {"day": entry.day.isoformat(), "at": entry.at.isoformat()})
            for line, posting in enumerate(entry.postings, 1):
                self._post_line(number, line, posting)
        return number

    def balance(self, account: str) -> int:
        """Mills of an account; debits above zero."""
        return self._store.number("SELECT SUM(balance) FROM ledger_account WHERE code = ?", (account,))

    def has(self, kind: EntryKind, reference: str) -> bool:
        """Whether an event is written."""
        found = self._store.row(
            "SELECT number FROM ledger_entry WHERE kind = ? AND reference = ?", (kind.value, reference)
        )
        return found is not None

    def trial_balance(self, through: dt.date | None = None) -> tuple[TrialRow, ...]:
        """Every account that moved, by code; the sum of the debits is that of the credits.

        Args:
            through: entries of later days are left out.
        """
        last = (through or dt.date.max).isoformat()
        rows = self._store.rows(
            "SELECT account, SUM(amount) AS balance FROM ledger_posting JOIN ledger_entry ON number = entry "
            "WHERE day <= ? GROUP BY account ORDER BY account",
            (last,),
        )
        return tuple(TrialRow(row["account"], max(row["balance"], 0), max(-row["balance"], 0)) for row in rows)

    def moves(self, account: str, first: dt.date = dt.date.min, last: dt.date = dt.date.max) -> tuple[Move, ...]:
        """The lines of one account that count for the days from `first` to `last`, as they were written."""
        rows = self._store.rows(
            f"{_ENTRIES} WHERE account = ? AND day BETWEEN ? AND ? ORDER BY entry.number, line",
            (account, first.isoformat(), last.isoformat()),
        )
        return tuple(_move(row) for row in rows)

    def entries(self, first: dt.date = dt.date.min, last: dt.date = dt.date.max) -> Iterator[Written]:
        """The entries that count for the days from `first` to `last`, as they were written."""
        highest = self._store.number("SELECT MAX(number) FROM ledger_entry")
        for start in range(1, highest + 1, _AT_A_TIME):
            rows = self._store.rows(
                f"{_ENTRIES} WHERE entry.number BETWEEN ? AND ? AND day BETWEEN ? AND ? ORDER BY entry.number, line",
                (start, start + _AT_A_TIME - 1, first.isoformat(), last.isoformat()),
            )
            for _, lines in itertools.groupby(rows, key=lambda row: row["number"]):
                yield _written(list(lines))

    def faults(self) -> tuple[str, ...]:
        """What is wrong in the books, the first altered entry first; nothing when they are whole."""
        with self._store.snapshot():
            return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        chain, expected = _FIRST_DIGEST, 0
        balances = Counter[str]()
        lines = 0
        try:
            for expected, written in enumerate(self.entries(), 1):
                chain = chained(chain, written.entry)
                for posting in written.entry.postings:
                    balances[posting.account] += posting.amount
                running = tuple(balances[posting.account] for posting in written.entry.postings)
                if (written.number, written.digest, written.balances) != (expected, chain, running):
                    yield f"entry {expected} is not what was written"
                    return
                lines += len(running)
        except (ValueError, KeyError) as error:
            yield f"entry {expected + 1} was altered: {error}"
            return
        yield from self._wrong_balances(balances, lines)

    def _wrong_balances(self, balances: Counter[str], lines: int) -> Iterator[str]:
        standing = {row["code"]: row["balance"] for row in self._store.rows("SELECT * FROM ledger_account")}
        for account in sorted(standing.keys() | balances.keys()):
            if standing.get(account, 0) != balances[account]:
                yield (
                    f"account {account} stands at {dollars(standing.get(account, 0))}, "
                    f"its lines add up to {dollars(balances[account])}"
                )
        if lines != self._store.number("SELECT COUNT(*) FROM ledger_posting"):
            yield "there are lines without an entry"
        if sum(standing.values()):
            yield f"debits and credits differ by {dollars(sum(standing.values()))}"

    def _standing(self, entry: Entry) -> int | None:
        """The number of the same event, when it is written."""
        rows = self._store.rows(
            f"{_ENTRIES} WHERE kind = ? AND reference = ? ORDER BY line", (entry.kind.value, entry.reference)
        )
        if not rows:
            return None
        written = _written(rows)
        if written.entry.postings != entry.postings:
            raise ProviderRefused(f"{entry.kind} {entry.reference} stands in the books with other sums")
        return written.number

    def _post_line(self, number: int, line: int, posting: Posting) -> None:
        side = chart.side_of(posting.account)
        self._store.run(
            "INSERT INTO ledger_account (code, kind) VALUES (?, ?) ON CONFLICT (code) DO NOTHING",
            (posting.account, side.value),
        )
        before = self.balance(posting.account)
        after = before + posting.amount
        if side is chart.Side.LIABILITY and after > 0:
            raise ProviderRefused(
                f"account {posting.account} has {dollars(-before)}, {dollars(posting.amount)} is asked for"
            )
        self._store.run("UPDATE ledger_account SET balance = ? WHERE code = ?", (after, posting.account))
        row: dict[str, Value] = {
            "entry": number,
            "line": line,
            "account": posting.account,
            "amount": posting.amount,
            "balance": after,
        }
        self._store.insert("ledger_posting", row)


def chained(before: bytes, entry: Entry) -> bytes:
    """The digest of an entry: SHA-256 over that of the entry before it and what it says."""
    said = [
        *(entry.kind, entry.reference, entry.day.isoformat(), entry.at.isoformat()),
        [[posting.account, posting.amount] for posting in entry.postings],
    ]
    return hashlib.sha256(before + json.dumps(said, separators=(",", ":")).encode()).digest()


def _written(rows: list[Row]) -> Written:
    head = rows[0]
    entry = Entry(
        kind=EntryKind(head["kind"]),
        reference=head["reference"],
        at=dt.datetime.fromisoformat(head["at"]),
        day=dt.date.fromisoformat(head["day"]),
        postings=tuple(Posting(row["account"], row["amount"]) for row in rows),
    )
    return Written(head["number"], entry, bytes(head["digest"]), tuple(row["balance"] for row in rows))


def _move(row: Row) -> Move:
    return Move(
        number=row["number"],
        day=dt.date.fromisoformat(row["day"]),
        at=dt.datetime.fromisoformat(row["at"]),
        kind=EntryKind(row["kind"]),
        reference=row["reference"],
        amount=row["amount"],
        balance=row["balance"],
    )
