"""The provider's database: one schema in SQLite or PostgreSQL, one way of speaking to both.

Takes: a URL, numbered migrations, statements with `?` for each value.
Gives: rows as dictionaries; transactions that are whole, durable and one after the other.
Cites: nothing: how records are kept is no matter of the standards.
Never: knows what a table means, or says a customer's data in a message.

A room puts its tables into `migrations/NNN_room.sql`, plain SQL that both databases take; it is applied once, in the
order of the numbers, and never edited afterwards: what must change comes as a new number. Numbers: 1xx books and
resetting, 2xx licences, inventory, inspections and custody, 3xx refunds. What both databases take:

- types TEXT (dates and times in ISO form too), BIGINT (numbers, mills, 0 or 1 with a CHECK) and BYTEA, nothing else;
- keys that the room gives itself inside its transaction, no AUTOINCREMENT and no SERIAL;
- `ON CONFLICT (…) DO NOTHING` or `DO UPDATE SET x = excluded.x`, `RETURNING`, CHECK, REFERENCES, partial indexes;
- a `?` stands for a value and for nothing else.
"""

from provider.store.opening import open_store
from provider.store.store import ConstraintBroken, Row, Store, Value

__all__ = ["ConstraintBroken", "Row", "Store", "Value", "open_store"]
