"""The log's records as bytes, chained by SHA-256: each digest covers its record and all records before it."""

import hashlib
import json
from collections.abc import Iterable

from indicia.psd.records import Job

GENESIS = bytes(32)
"""What stands before the first record."""
LINE_COLUMNS = (
    *("sequence", "kind", "at", "amount", "ascending", "descending"),
    *("piece", "first_piece", "message", "job_digest", "standing", "detail"),
)
"""Columns of the journal that a record is made of; they never change."""
JOB_COLUMNS = ("order_digest", "output", "dpi", "printer_json", "part", "page", "reference")
"""Columns that `job_digest` covers; the order itself is erased in time, its digest stays."""

_encode = json.JSONEncoder(separators=(",", ":")).encode
_NO_JOB = Job()


def line(values: Iterable[object]) -> str:
    """A record as one line of JSON: the values of `LINE_COLUMNS` as an array, bytes in hex."""
    return _encode([value.hex() if isinstance(value, bytes) else value for value in values])


def digest(before: bytes, record: str) -> bytes:
    """The digest of a record that follows the one whose digest is `before`."""
    return hashlib.sha256(before + record.encode("ascii")).digest()


def order_digest(order_json: str | None) -> bytes | None:
    """What stays of an order when it is erased."""
    return None if order_json is None else hashlib.sha256(order_json.encode()).digest()


def job_digest(values: Iterable[object]) -> bytes:
    """The digest of the values of `JOB_COLUMNS`."""
    return hashlib.sha256(line(values).encode("ascii")).digest()


def job_columns(job: Job) -> tuple[object, ...]:
    """The digest of a job, None for an empty one, and what it covers: `job_digest` and `JOB_COLUMNS`."""
    if job == _NO_JOB:
        return (None, None, None, None, None, job.part, job.page, None)
    rest = (job.output, job.dpi, job.printer_json, job.part, job.page, job.reference)
    values = (order_digest(job.order_json), *rest)
    return (job_digest(values), *values)


def sealed_bytes(device: str, sequence: int, head: bytes) -> bytes:
    """What the device signs at the end of a transaction; it can be no indicium, which has other words and length."""
    return f"indicia psd 1 Seal\n{device} {sequence} {head.hex()}".encode("ascii")
