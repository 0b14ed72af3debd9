import struct
from itertools import pairwise

import numpy as np
import pytest

from indicia.payload.fields import IBI_FIELDS, LITE_FIELDS, Encoding, Field, columns, record_dtype

TABLES = pytest.mark.parametrize("table", [IBI_FIELDS, LITE_FIELDS], ids=["ibi", "lite"])


@TABLES
def test_fields_lie_end_to_end_from_the_first_byte(table: tuple[Field, ...]) -> None:
    assert table[0].offset == 0
    assert all(before.end == after.offset for before, after in pairwise(table))


def test_the_signed_parts_have_the_lengths_of_the_profiles() -> None:
    assert (49, 14) == (IBI_FIELDS[-1].end, LITE_FIELDS[-1].end)


@TABLES
def test_every_word_of_the_dtype_stays_inside_the_signed_bytes(table: tuple[Field, ...]) -> None:
    length = table[-1].end
    dtype = record_dtype(table, length)
    assert length == dtype.itemsize
    assert dtype.fields is not None
    assert all(entry[1] + entry[0].itemsize <= length for entry in dtype.fields.values())


@TABLES
@pytest.mark.parametrize("byte", [0x00, 0xFF])
def test_a_column_never_holds_bytes_of_its_neighbours(table: tuple[Field, ...], byte: int) -> None:
    for field in table:
        if field.encoding is not Encoding.NUMBER:
            continue
        message = np.full((1, table[-1].end), byte ^ 0xFF, np.uint8)
        message[0, field.offset : field.end] = byte
        assert (field.largest if byte else 0) == int(columns(table, message)[field.name][0])


def test_columns_ignore_what_follows_the_fields() -> None:
    head = struct.pack("<BIB3s3sH", 255, 7, 17, b"\x01\x00\x00", b"\x72\x01\x00", 9)
    rows = np.frombuffer(head + b"\xee" * 6, np.uint8).reshape(1, 20)
    assert [255, 7, 17, 1, 370, 9] == [int(column[0]) for column in columns(LITE_FIELDS, rows).values()]


def test_columns_of_no_messages_are_empty() -> None:
    empty = columns(IBI_FIELDS, np.empty((0, 49), np.uint8))
    assert {0} == {len(column) for column in empty.values()}


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("amount", 0xFFFFFF, True),
        ("amount", 0x1000000, False),
        ("amount", -1, False),
        ("amount", "1", False),
        ("manufacturer", "Z", False),
        ("manufacturer", "Zĕ", False),
        ("manufacturer", "Zÿ", True),
        ("software_id", b"\0" * 6, True),
        ("software_id", b"\0" * 5, False),
        ("software_id", "000000", False),
    ],
)
def test_a_field_takes_what_its_bytes_hold(name: str, value: object, fits: bool) -> None:
    field = next(field for field in IBI_FIELDS if field.name == name)
    assert fits == field.fits(value)
