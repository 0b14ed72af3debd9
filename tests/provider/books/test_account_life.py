"""The life of accounts at random, against a plain model: deposits, returns, advances, resets, refunds, lockbox days."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fixtures.postgres import Server
from fixtures.random_books import OPERATIONS, Office
from provider.store import open_store


class AccountLife(RuleBasedStateMachine):
    """Whatever is done in whatever order: nothing lawful is refused, nothing unlawful done, and the books agree."""

    office: Office | None = None

    @initialize(seed=st.integers(0, 2**32))
    def opened(self, seed: int) -> None:
        self.office = Office(open_store("sqlite:///:memory:"), random.Random(seed))

    @rule(operation=st.sampled_from(OPERATIONS))
    def operated(self, operation: str) -> None:
        assert self.office is not None
        self.office.step(operation)

    @precondition(lambda self: self.office is not None)
    @invariant()
    def books_agree(self) -> None:
        assert self.office is not None
        self.office.check()

    def teardown(self) -> None:
        if self.office is not None:
            self.office.store.close()


TestAccountLife = AccountLife.TestCase
TestAccountLife.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_books_balance_after_many_operations(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if database == "sqlite":
        url = f"sqlite:///{tmp_path}/provider.db"
    else:
        postgres: Callable[[], Server] = request.getfixturevalue("postgres")
        url = postgres().new_database()
    with open_store(url) as store:
        office = Office(store, random.Random(501))
        for _ in range(400):
            office.step()
        office.check()
        assert {"39 CFR 501.29(e)(8)", "39 CFR 501.29(f)", "604.4.6.5a"} <= office.refusals.keys()
