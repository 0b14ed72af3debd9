"""Databases that wait for a server's threads."""

import contextlib
from pathlib import Path

import pytest

from indicia.errors import IndiciaError, OutputError
from provider.errors import ProviderRefused
from provider.resetting.stores import Stores
from provider.store import Store


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    return Stores(f"sqlite:///{tmp_path}/provider.db")


def used(stores: Stores, fault: Exception | None = None) -> Store:
    """The database that was worked with."""
    seen: list[Store] = []
    with contextlib.suppress(IndiciaError, RuntimeError), stores.one() as store:
        seen.append(store)
        if fault:
            raise fault
    return seen[0]


def test_one_that_is_free_is_used_again(stores: Stores) -> None:
    assert used(stores) is used(stores)


def test_two_at_a_time_are_two(stores: Stores) -> None:
    with stores.one() as one, stores.one() as other:
        assert one is not other


def test_a_refusal_leaves_it_in_use(stores: Stores) -> None:
    assert used(stores, ProviderRefused("no")) is used(stores)


@pytest.mark.parametrize("fault", [OutputError("the disk is full"), RuntimeError("a fault")])
def test_one_that_failed_is_not_used_again(stores: Stores, fault: Exception) -> None:
    first = used(stores)
    assert first is used(stores, fault)
    second = used(stores)
    assert first is not second
    assert 0 == second.number("SELECT COUNT(*) FROM ledger_entry")


def test_all_that_wait_are_let_go_when_one_cannot_be_written(stores: Stores) -> None:
    with stores.one() as one, stores.one():
        pass
    used(stores, OutputError("the server went away"))
    assert one is not used(stores)
    stores.close()
