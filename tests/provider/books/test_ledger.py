"""The ledger: entries balance, are written once, never change unseen."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fixtures.postgres import Server
from provider.books import Entry, EntryKind, Ledger, Moment, Posting, chart
from provider.books.entries import moved
from provider.errors import ProviderRefused
from provider.store import ConstraintBroken, Store, open_store

DAY = dt.date(2005, 6, 15)
NOW = Moment(dt.datetime(2005, 6, 15, 15, tzinfo=dt.UTC), DAY)
A, B = chart.licensee("00000001"), chart.licensee("00000002")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/provider.db") as store:
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/provider.db"
    else:
        postgres: Callable[[], Server] = request.getfixturevalue("postgres")
        url = postgres().new_database()
    with open_store(url) as store:
        yield store


def deposit(account: str, amount: int, name: str, day: dt.date = DAY) -> Entry:
    return Moment(NOW.at, day).entry(EntryKind.DEPOSIT, name, moved(chart.LOCKBOX, account, amount))


def two(store: Store) -> Ledger:
    ledger = Ledger(store)
    ledger.post(deposit(A, 100, "d-1"))
    ledger.post(deposit(B, 50, "d-2", DAY + dt.timedelta(days=1)))
    return ledger


@pytest.mark.parametrize(
    "lines",
    [
        {A: -100, chart.LOCKBOX: 99},
        {A: -100, chart.owed("00000001"): 100},  # balances in sum, but not within the segments
        {A: 0, chart.LOCKBOX: 0},
        {},
    ],
)
def test_what_does_not_balance_is_no_entry(lines: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="does not balance"):
        NOW.entry(EntryKind.DEPOSIT, "d-1", lines)


def test_a_line_on_no_account_of_the_chart_is_no_entry() -> None:
    with pytest.raises(KeyError):
        NOW.entry(EntryKind.DEPOSIT, "d-1", moved("pocket", A, 100))


def test_trial_balance_has_equal_sides_on_every_day(either: Store) -> None:
    ledger = two(either)
    for day, total in ((DAY, 100), (DAY + dt.timedelta(days=1), 150)):
        rows = ledger.trial_balance(day)
        assert (total, total) == (sum(row.debit for row in rows), sum(row.credit for row in rows))


def test_an_event_is_written_once(store: Store) -> None:
    ledger = two(store)
    assert 1 == ledger.post(deposit(A, 100, "d-1"))
    assert -100 == ledger.balance(A)


def test_the_same_event_with_other_sums_is_refused(store: Store) -> None:
    ledger = two(store)
    with pytest.raises(ProviderRefused, match="other sums"):
        ledger.post(deposit(A, 101, "d-1"))


def test_no_liability_is_overdrawn_and_nothing_of_the_entry_stays(either: Store) -> None:
    ledger = two(either)
    with pytest.raises(ProviderRefused, match=r"has 0\.100, 0\.101 is asked for"):
        ledger.post(NOW.entry(EntryKind.RESET, "g-1", moved(A, chart.RESETTING, 101)))
    assert (-100, 0) == (ledger.balance(A), ledger.balance(chart.RESETTING))
    assert () == ledger.faults()


def test_the_database_itself_keeps_liabilities_from_being_overdrawn(either: Store) -> None:
    two(either)
    with pytest.raises(ConstraintBroken):
        either.run("UPDATE ledger_account SET balance = 1 WHERE code = ?", (A,))


def test_moves_of_an_account_carry_its_balance(store: Store) -> None:
    ledger = two(store)
    ledger.post(NOW.entry(EntryKind.RESET, "g-1", moved(A, chart.RESETTING, 30)))
    assert [(-100, -100), (30, -70)] == [(move.amount, move.balance) for move in ledger.moves(A)]


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE ledger_posting SET amount = -101 WHERE entry = 1 AND amount < 0", "entry 1 was altered"),
        ("UPDATE ledger_posting SET amount = 2 * amount WHERE entry = 1", "entry 1 is not what was written"),
        ("UPDATE ledger_posting SET balance = 7 WHERE entry = 2 AND line = 1", "entry 2 is not what was written"),
        ("UPDATE ledger_posting SET account = 'licensee:00000002' WHERE entry = 1 AND line = 2", "entry 1 is not"),
        ("UPDATE ledger_entry SET day = '2005-06-14' WHERE number = 1", "entry 1 is not what was written"),
        ("UPDATE ledger_entry SET reference = 'd-9' WHERE number = 2", "entry 2 is not what was written"),
        ("UPDATE ledger_entry SET kind = 'gift' WHERE number = 2", "entry 2 was altered"),
        ("UPDATE ledger_entry SET at = '2005-06-15T16:00:00+00:00' WHERE number = 1", "entry 1 is not"),
        ("DELETE FROM ledger_posting WHERE entry = 1", "entry 1 is not what was written"),
        ("DELETE FROM ledger_posting WHERE entry = 2 AND line = 2", "entry 2 was altered"),
        ("UPDATE ledger_account SET balance = -101 WHERE code = 'licensee:00000001'", "stands at -0.101"),
    ],
)
def test_what_was_altered_is_found(store: Store, damage: str, told: str) -> None:
    ledger = two(store)
    assert () == ledger.faults()
    store.run(
        "INSERT INTO ledger_account (code, kind, balance) VALUES ('licensee:00000002', 'liability', 0) "
        "ON CONFLICT (code) DO NOTHING"
    )
    store.run(damage)
    (first, *_) = ledger.faults()
    assert told in first


def test_entries_come_back_as_they_were_written(either: Store) -> None:
    ledger = two(either)
    (written,) = ledger.entries(DAY, DAY)
    assert deposit(A, 100, "d-1") == written.entry
    assert (1, (100, -100)) == (written.number, written.balances)
    assert (Posting(chart.LOCKBOX, 100), Posting(A, -100)) == written.entry.postings
