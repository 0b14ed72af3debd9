"""Things that come one by one, in groups that are dealt with together."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

BATCH = 64
"""Pieces whose indicia are claimed in one transaction, at most."""
PATIENCE_SECONDS = 0.05
"""How long the first of a group waits for the others, about."""

_Item = TypeVar("_Item")


def batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """The items in groups: as many as come soon."""
    group: list[_Item] = []
    since = 0.0
    for item in items:
        since = since if group else time.monotonic()
        group.append(item)
        if len(group) >= BATCH or time.monotonic() - since >= PATIENCE_SECONDS:
            yield group
            group = []
    if group:
        yield group
