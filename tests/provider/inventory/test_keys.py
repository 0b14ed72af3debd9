"""The record of meter keys (501.23(n))."""

import json
from pathlib import Path

import pytest

from fixtures.office import on_day
from indicia.spec.happenings import Event
from provider.documents import json_bytes
from provider.errors import ProviderRefused
from provider.inventory.keys import key_record, note_key
from provider.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'office.db'}")


def note(store: Store, event: Event, day: str, details: str = "receipt card 9") -> None:
    note_key(store, "K-1", event, on_day(day), place="Stamford CT", details=details)


def test_record_keeps_issue_loss_and_recovery(store: Store) -> None:
    note(store, Event.KEYS_ISSUED, "2005-01-10")
    note(store, Event.KEYS_LOST, "2005-02-10", "not in the safe")
    note(store, Event.KEYS_RECOVERED, "2005-03-10", "behind the safe")
    rows = json.loads(json_bytes(key_record(store)))["parts"][0]["rows"]
    assert ["keys-issued", "keys-lost", "keys-recovered"] == [row["What"] for row in rows]
    assert ("K-1", "2005-02-10", "Stamford CT", "not in the safe") == tuple(
        rows[1][name] for name in ("Key", "Date", "Location", "Details")
    )


def test_only_an_issued_key_is_lost_and_only_a_lost_one_recovered(store: Store) -> None:
    with pytest.raises(ProviderRefused, match="keys-lost after nothing"):
        note(store, Event.KEYS_LOST, "2005-01-10")
    note(store, Event.KEYS_ISSUED, "2005-01-10")
    for event in (Event.KEYS_ISSUED, Event.KEYS_RECOVERED):
        with pytest.raises(ProviderRefused, match=f"{event} after keys-issued"):
            note(store, event, "2005-01-11")


def test_record_without_details_is_refused(store: Store) -> None:
    with pytest.raises(ProviderRefused, match="location and details"):
        note(store, Event.KEYS_ISSUED, "2005-01-10", " ")
