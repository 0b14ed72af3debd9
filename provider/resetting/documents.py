"""What documents a reset for its licensee (DMM 604.4.5.5c, 4.6.5c, 5.5c)."""

import datetime as dt
import json
from dataclasses import asdict, dataclass

from indicia.psd.messages import Grant, Signed
from indicia.psd.registers import Registers
from indicia.spec.kinds import System
from indicia.spec.resetting import RESET_SECTIONS
from provider.books.accounts import Accounts, StatementsBy
from provider.books.chart import licensee
from provider.books.entries import EntryKind
from provider.books.statements import StatementKind, Statements, money
from provider.documents import Facts, Statement
from provider.errors import ProviderRefused
from provider.store import Row, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A reset as it is told to the licensee; sums are mills."""

    grant_id: str
    """The grant: the number of the transaction."""
    device: str
    """Manufacturer, model and serial."""
    account: str
    """That was charged."""
    system: str
    """Kind of system."""
    amount: int | None
    """Put into the device; None for a grant of orders alone."""
    advanced: int
    """Of that, advanced by the provider."""
    balance: int
    """Left in the account after it."""
    descending: int
    """In the descending register after it."""
    orders: tuple[str, ...]
    """What else was ordered."""
    granted_at: str
    """When it was granted, ISO."""
    monthly: bool
    """Whether the statement comes monthly instead."""

    def statement(self) -> Statement:
        """The page that the licensee gets."""
        section = RESET_SECTIONS[System(self.system)]
        facts = [
            *(("Transaction", self.grant_id), ("Date", self.granted_at), ("Meter or PSD", self.device)),
            *(("Account", self.account), ("Postage reset", money(self.amount or 0))),
        ]
        if self.advanced:
            facts.append(("Of that advanced by the provider", money(self.advanced)))
        facts.append(("Balance in the descending register", money(self.descending)))
        facts.append(("Balance remaining in the account", money(self.balance)))
        return Statement(title="Postage reset", parts=(Facts(tuple(facts)),), foot=f"DMM {section}c")


class Documents:
    """The documents of one office, written once with the confirmation."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts = Accounts(store)
        self._statements = Statements(store)

    def write(self, grant_id: str, registers: Registers, at: dt.datetime) -> Document | None:
        """The document of a grant that was just confirmed; None for one that was voided.

        Args:
            grant_id: the grant.
            registers: of the device after it, as it tells them.
            at: when.
        """
        grant = self._grant(grant_id)
        if grant["state"] != "confirmed":
            return None
        account = self._accounts.find(grant["account"])
        document = Document(
            grant_id=grant_id,
            device=grant["device"],
            account=account.number,
            system=account.system.value,
            amount=grant["amount"],
            advanced=grant["advanced"],
            balance=self._balance_after(grant_id, account.number),
            descending=registers.descending,
            orders=tuple(Signed.from_json(grant["sent"], Grant).message.orders),
            granted_at=grant["granted_at"],
            monthly=account.statements is StatementsBy.MONTHLY,
        )
        self._store.run("UPDATE reset SET document = ? WHERE grant_id = ?", (json.dumps(asdict(document)), grant_id))
        if document.amount is not None and not document.monthly:
            self._statements.note(account.number, StatementKind.RESET, grant_id, document.statement(), at)
        return document

    def find(self, grant_id: str) -> Document:
        """The document of a confirmed grant.

        Raises:
            ProviderRefused: there is none.
        """
        grant = self._grant(grant_id)
        if grant["document"] is None:
            raise ProviderRefused(f"grant {grant_id} is {grant['state']}: it has no document")
        return document_of(grant["document"])

    def _balance_after(self, grant_id: str, account: str) -> int:
        """Mills that the reset left in the account; a reset of no value leaves what there is."""
        row = self._store.row(
            "SELECT posting.balance FROM ledger_posting AS posting JOIN ledger_entry ON number = entry "
            "WHERE kind = ? AND reference = ? AND account = ?",
            (EntryKind.RESET.value, grant_id, licensee(account)),
        )
        return self._accounts.balance(account) if row is None else -int(row["balance"])

    def _grant(self, grant_id: str) -> Row:
        row = self._store.row("SELECT * FROM reset WHERE grant_id = ?", (grant_id,))
        if row is None:
            raise ProviderRefused(f"there is no grant {grant_id!r}")
        return row


def document_of(text: str) -> Document:
    """The document in its JSON."""
    read = json.loads(text)
    return Document(**read | {"orders": tuple(read["orders"])})
