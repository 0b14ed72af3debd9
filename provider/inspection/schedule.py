"""Which meters are to be inspected or examined by a day, by the five security levels."""

import datetime as dt

from indicia.spec.deadlines import ROWS
from provider.deadlines import History, Instance, due_on
from provider.store import Store

SCHEDULE = "604.4.3.7"
_ROWS = frozenset(row for row in ROWS if row.section == SCHEDULE)


def inspections_due(store: Store, on: dt.date, *, through: dt.date | None = None) -> list[Instance]:
    """Inspections and examinations of 604.4.3.7 that are not done on `on` and due by `through`, the earliest first.

    Of a meter with a regular inspection and one for want of setting activity only the earlier is listed.
    """
    first: dict[str, Instance] = {}
    for instance in due_on(History.read(store), on, through=through):
        if instance.row in _ROWS:
            kind = instance.row.who
            first.setdefault(f"{instance.subject} {kind}", instance)
    return list(first.values())
