"""The four reports of 501.29(g), each computed from the ledger alone: the same books give the same bytes."""

import datetime as dt
import enum
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from indicia.spec.deadlines import Every
from indicia.spec.happenings import Event
from indicia.units import dollars
from provider.books import Accounts, Ledger, chart
from provider.books.balance_refunds import BalanceRefunds
from provider.books.entries import Entry, EntryKind
from provider.deadlines import Happening, Period, period_of, record
from provider.deadlines.instances import PERIOD, ROW
from provider.deadlines.journal import PROVIDER
from provider.documents import Column, Grid, Statement
from provider.licences import Licences
from provider.store import Store

_SECTION = "39 CFR 501.29(g)"
_CUSTOMER, _ZIP, _AMOUNT = Column("Customer ID", 1.4), Column("ZIP Code"), Column("Amount", right=True)
_BALANCES = {
    "Licensees' deposits": "licensee:",
    "Lockbox bank": chart.LOCKBOX,
    "Postal Service Fund": chart.TREASURY,
    "Payments being collected": chart.COLLECTING,
    "Returned items": "returned:",
    "Advances due from the provider": chart.ADVANCED,
    "Provider's deposit": chart.PROVIDER_DEPOSIT,
    "Charged, not confirmed": chart.RESETTING,
    "Refunds payable": chart.REFUNDS_PAYABLE,
    "Deposits not identified": chart.UNIDENTIFIED,
    "Postage set into systems": "postage:",
}
"""Lines of the Daily Activity Report by the accounts that they sum; a colon ends a family of accounts."""


class Report(enum.StrEnum):
    """The reports of 501.29(g)."""

    DAILY_ACTIVITY = "daily-activity"
    REVENUE_ALLOCATION = "revenue-allocation"
    POSTAGE_REFUNDS = "postage-refunds"
    FUNDS_ADVANCED = "funds-advanced"

    @property
    def every(self) -> Every:
        """What period it is about."""
        return Every.ACCOUNTING_PERIOD if self is Report.REVENUE_ALLOCATION else Every.DAY


_ROWS = {Report.DAILY_ACTIVITY: "501.29(g)-daily", Report.REVENUE_ALLOCATION: "501.29(g)-revenue"}
"""The two that are sent without a request, with their deadlines."""


def made(store: Store, report: Report, day: dt.date) -> Statement:
    """One report.

    Args:
        store: the provider's.
        report: which.
        day: the day, or any day of the postal accounting period.
    """
    period = period_of(report.every, day)
    with store.snapshot():
        return _MAKERS[report](store, period)


def send(store: Store, report: Report, day: dt.date, at: dt.datetime) -> Statement:
    """The report; a periodic one is written down as sent."""
    statement = made(store, report, day)
    if report in _ROWS:
        detail = {ROW: _ROWS[report], PERIOD: period_of(report.every, day).label}
        record(store, Happening(PROVIDER, Event.FILE_SENT, at, detail=detail))
    return statement


def _daily_activity(store: Store, period: Period) -> Statement:
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for entry in _entries(store, period):
        counts[entry.kind.value] += 1
        sums[entry.kind.value] += sum(posting.amount for posting in entry.postings if posting.amount > 0)
    activity = tuple((kind, str(counts[kind]), str(dollars(sums[kind]))) for kind in sorted(counts))
    opening, closing = (_balances(store, day) for day in (period.first - dt.timedelta(days=1), period.last))
    standing = tuple((name, str(dollars(opening[name])), str(dollars(closing[name]))) for name in _BALANCES)
    return Statement(
        "MRC CMRS Daily Activity Report",
        (
            Grid((Column("Activity", 2), Column("Number", right=True), _AMOUNT), activity, heading="Business activity"),
            Grid(
                (Column("Account", 2), Column("At the beginning", right=True), Column("At the end", right=True)),
                standing,
                heading="Balances; debits above zero, credits below",
            ),
        ),
        subtitle=period.label,
        foot=_SECTION,
    )


def _balances(store: Store, day: dt.date) -> Mapping[str, int]:
    """Mills of each line at the end of a day; debits above zero."""
    sums = dict.fromkeys(_BALANCES, 0)
    for row in Ledger(store).trial_balance(day):
        family = f"{row.account.partition(':')[0]}:"
        for name, code in _BALANCES.items():
            if code in {row.account, family}:
                sums[name] += row.debit - row.credit
    return sums


def _revenue_allocation(store: Store, period: Period) -> Statement:
    sums: Counter[str] = Counter()
    # Value that was returned is no resetting; it stands in the refunds report.
    for entry in (each for each in _entries(store, period) if each.kind is EntryKind.RESET_CONFIRMED):
        for posting in entry.postings:
            zip_code = chart.zip_of(posting.account)
            if zip_code is not None:
                sums[zip_code] -= posting.amount
    columns = (Column("ZIP Code of licensing post office", 2), Column("Amount of resettings", right=True))
    rows = tuple((zip_code, str(dollars(sums[zip_code]))) for zip_code in sorted(sums))
    grid = Grid(columns, rows, ("Total", str(dollars(sums.total()))))
    return Statement("Revenue Allocation Report", (grid,), subtitle=period.label, foot=_SECTION)


def _postage_refunds(store: Store, period: Period) -> Statement:
    return _by_customer(store, period, "Postage Refunds Report", "Amount of refund", _refunded(store, period))


def _refunded(store: Store, period: Period) -> Iterator[tuple[str, int]]:
    """Account and mills of each refund: balances that were paid, value of meters that was returned (501.29(f))."""
    refunds = BalanceRefunds(store)
    for entry in _entries(store, period):
        if entry.kind is EntryKind.BALANCE_REFUND_PAID:
            refund = refunds.find(int(entry.reference))
            yield refund.account, refund.amount
        elif entry.kind is EntryKind.VALUE_RETURNED:
            yield from _of_family(entry, "licensee:", -1)


def _funds_advanced(store: Store, period: Period) -> Statement:
    advanced = [
        each
        for entry in _entries(store, period)
        if entry.kind is EntryKind.ADVANCE
        for each in _of_family(entry, "owed:", 1)
    ]
    return _by_customer(store, period, "Funds Advanced Report", "Amount of funds advanced", advanced)


def _of_family(entry: Entry, family: str, sign: int) -> Iterator[tuple[str, int]]:
    """Account number and mills of an entry's lines in a family of accounts."""
    for posting in entry.postings:
        if posting.account.startswith(family):
            yield posting.account.removeprefix(family), sign * posting.amount


def _by_customer(store: Store, period: Period, title: str, amount: str, found: Iterable[tuple[str, int]]) -> Statement:
    accounts, licences = Accounts(store), Licences(store)
    rows: list[tuple[str, str, int]] = []
    for account, mills in found:
        licence = licences.numbered(accounts.find(account).licensee)
        rows.append((licence.asked.customer, licence.asked.zip, mills))
    shown = tuple((customer, zip_code, str(dollars(mills))) for customer, zip_code, mills in sorted(rows))
    total = ("Total", "", str(dollars(sum(mills for _, _, mills in rows))))
    columns = (_CUSTOMER, _ZIP, Column(amount, 1.4, right=True))
    return Statement(title, (Grid(columns, shown, total),), subtitle=period.label, foot=_SECTION)


def _entries(store: Store, period: Period) -> Iterator[Entry]:
    return (written.entry for written in Ledger(store).entries(period.first, period.last))


_MAKERS: Mapping[Report, Callable[[Store, Period], Statement]] = {
    Report.DAILY_ACTIVITY: _daily_activity,
    Report.REVENUE_ALLOCATION: _revenue_allocation,
    Report.POSTAGE_REFUNDS: _postage_refunds,
    Report.FUNDS_ADVANCED: _funds_advanced,
}
