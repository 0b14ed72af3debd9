"""Weakness reports: 21 days, 45 days, status, summary, each after the one before it."""

import datetime as dt
from pathlib import Path

import pytest

from fixtures.office import on_day
from indicia.errors import InputError
from provider.deadlines import History, due_on
from provider.documents import json_bytes
from provider.errors import ProviderRefused
from provider.reports import Weaknesses
from provider.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'office.db'}")


def due(store: Store, day: str) -> list[str]:
    return [instance.row.id for instance in due_on(History.read(store), dt.date.fromisoformat(day))]


def test_reports_follow_each_other_in_time(store: Store) -> None:
    weaknesses = Weaknesses(store)
    number = weaknesses.discover("ZZ 01", "clock can be set back", on_day("2005-06-15"))
    assert ([], ["501.13(b)-preliminary"]) == (due(store, "2005-07-05"), due(store, "2005-07-06"))
    weaknesses.report_preliminary(number, on_day("2005-07-06"))
    assert ["501.13(c)-written"] == due(store, "2005-08-20")
    told = {"circumstances": "found in a test", "procedure": "firmware review"}
    weaknesses.report_written(number, **told, completion=dt.date(2005, 10, 1), at=on_day("2005-08-20"))
    weaknesses.report_status(number, "half done", on_day("2005-09-01"))
    weaknesses.complete(number, on_day("2005-10-01"))
    assert ["501.13(c)-summary"] == due(store, "2005-10-01")
    shown = json_bytes(weaknesses.summarize(number, "fixed in release 2", on_day("2005-10-01"))).decode()
    assert [] == due(store, "2006-01-01")
    for words in ("clock can be set back", "firmware review", "half done", "fixed in release 2"):
        assert words in shown


def test_nothing_comes_too_early_or_twice(store: Store) -> None:
    weaknesses, at = Weaknesses(store), on_day("2005-06-15")
    number = weaknesses.discover("ZZ 01", "tampering", at)
    told = {"circumstances": "c", "procedure": "p"}
    with pytest.raises(ProviderRefused, match="written-reported comes once, after preliminary-reported"):
        weaknesses.report_written(number, **told, completion=dt.date(2005, 7, 1), at=at)
    with pytest.raises(ProviderRefused, match="no preliminary report"):
        weaknesses.report_status(number, "s", at)
    weaknesses.report_preliminary(number, at)
    with pytest.raises(ProviderRefused, match="preliminary-reported comes once"):
        weaknesses.report_preliminary(number, at)
    with pytest.raises(ProviderRefused, match="summary-submitted comes once"):
        weaknesses.summarize(number, "s", at)


def test_reports_say_something(store: Store) -> None:
    weaknesses, at = Weaknesses(store), on_day("2005-06-15")
    with pytest.raises(InputError, match="say models"):
        weaknesses.discover(" ", "tampering", at)
    number = weaknesses.discover("ZZ 01", "tampering", at)
    weaknesses.report_preliminary(number, at)
    with pytest.raises(InputError, match="say procedure"):
        weaknesses.report_written(number, circumstances="c", procedure="", completion=at.date(), at=at)
    with pytest.raises(InputError, match="lies before the report"):
        weaknesses.report_written(number, circumstances="c", procedure="p", completion=dt.date(2005, 1, 1), at=at)


def test_weaknesses_are_numbered_and_apart(store: Store) -> None:
    weaknesses, at = Weaknesses(store), on_day("2005-06-15")
    assert [1, 2] == [weaknesses.discover("ZZ 01", text, at) for text in ("first one", "second one")]
    assert b"first one" not in json_bytes(weaknesses.statement(2))
    with pytest.raises(ProviderRefused, match="no weakness 3"):
        weaknesses.statement(3)
