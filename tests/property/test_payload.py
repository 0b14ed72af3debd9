"""Laws of the payload: bytes and fields are two views of one thing, whatever the bytes are."""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicia.payload.codec import LitePayload, Payload, decode, encode, signed_bytes, unlawful, why_not_ibi
from indicia.payload.dates import decode_date, encode_date
from indicia.payload.destination import decode_destination, encode_destination
from indicia.payload.fields import columns
from indicia.payload.profiles import IBI_LENGTH, LITE_LENGTH, Algorithm, Profile, fields_of, signature_length
from indicia.payload.words import as_dict, from_dict
from indicia.spec.kinds import DateForm

DATE_FIELDS = st.one_of(
    st.just(0),
    st.dates().map(lambda day: encode_date(DateForm.COMPLETE, day)),
    st.dates().map(lambda day: encode_date(DateForm.MONTH_YEAR, day)),
)
IDENTIFIERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=2)
PAYLOADS = st.builds(
    Payload,
    version=st.sampled_from([5, 80]),
    algorithm=st.sampled_from([int(algorithm) for algorithm in Algorithm]),
    certificate_serial=st.integers(0, 2**32 - 1),
    manufacturer=IDENTIFIERS,
    model=IDENTIFIERS,
    psd_serial=st.integers(0, 2**32 - 1),
    ascending_register=st.integers(0, 2**40 - 1),
    amount=st.integers(0, 2**24 - 1),
    mailing_date=DATE_FIELDS,
    licensing_zip=st.integers(0, 99_999),
    destination=st.integers(0, 999_999_999),
    software_id=st.binary(min_size=6, max_size=6),
    descending_register=st.integers(0, 2**32 - 1),
    rate_category=st.binary(min_size=4, max_size=4),
)
IBI_HEADS = st.tuples(
    st.sampled_from([b"\x05", b"\x50"]),
    st.sampled_from([bytes([algorithm]) for algorithm in Algorithm]),
    st.binary(min_size=47, max_size=47),
).map(b"".join)
LITE_HEADS = st.binary(min_size=LITE_LENGTH - 1, max_size=LITE_LENGTH - 1).map(lambda rest: b"\xff" + rest)


class TestEveryByteIsKept:
    """Decoding loses nothing: what was read can be reported, damaged or not."""

    @given(IBI_HEADS, st.binary(max_size=200))
    def test_fields_and_tail_are_the_bytes(self, head: bytes, tail: bytes) -> None:
        message = decode(head + tail)
        assert isinstance(message.payload, Payload)
        assert head == signed_bytes(message.payload) == message.signed
        assert head + tail == message.signed + message.signature + message.reserved

    @given(LITE_HEADS)
    def test_lite_fields_are_the_bytes(self, head: bytes) -> None:
        message = decode(head + bytes(6))
        assert isinstance(message.payload, LitePayload)
        assert head == signed_bytes(message.payload)

    @given(st.binary(max_size=200))
    def test_no_bytes_are_too_strange_to_be_answered(self, data: bytes) -> None:
        if why_not_ibi(data) is None:
            assert data == decode(data).data
            assert data.hex() == as_dict(decode(data))["hex"]


class TestEncodeDecode:
    """`decode(encode(p)) == p`, and the JSON words carry the same."""

    @given(PAYLOADS, st.binary(max_size=20))
    def test_a_lawful_payload_comes_back(self, payload: Payload, reserved: bytes) -> None:
        signature = bytes(signature_length(Algorithm(payload.algorithm)))
        message = decode(encode(payload, signature, reserved))
        assert payload == message.payload
        assert (signature, reserved) == (message.signature, message.reserved)

    @given(PAYLOADS)
    def test_its_words_encode_to_the_same_bytes(self, payload: Payload) -> None:
        data = encode(payload, bytes(signature_length(Algorithm(payload.algorithm))))
        words = as_dict(decode(data))
        assert (payload, b"", b"") == from_dict(words)

    @given(PAYLOADS)
    def test_it_is_lawful(self, payload: Payload) -> None:
        assert () == unlawful(payload)


class TestColumns:
    """The fast path equals the scalar reference, message by message."""

    @given(st.lists(IBI_HEADS, max_size=5))
    def test_columns_equal_scalar_fields(self, heads: list[bytes]) -> None:
        rows = np.frombuffer(b"".join(heads), np.uint8).reshape(len(heads), IBI_LENGTH)
        found = columns(fields_of(Profile.IBI), rows)
        for index, head in enumerate(heads):
            for name, value in decode(head + bytes(128)).fields.items():
                read = found[name][index].item()
                assert _scalar(value) == read


class TestDates:
    """A date field is a date of the calendar or it is none; there is no third."""

    @given(st.integers(0, 2**32 - 1))
    def test_every_number_is_told(self, number: int) -> None:
        date = decode_date(number)
        if date is not None:
            assert number == encode_date(date.form, date.first)

    @given(st.dates())
    def test_every_day_of_a_month_lies_in_its_month_and_year(self, day: dt.date) -> None:
        date = decode_date(encode_date(DateForm.MONTH_YEAR, day))
        assert date is not None
        assert date.first is not None
        assert date.last is not None
        assert date.first <= day <= date.last


class TestDestinations:
    """At most nine digits are written, and what is written reads back, from the lowest ZIP Code (00501) up."""

    @given(st.integers(501, 99_999).map(lambda zip5: f"{zip5:05d}"), st.sampled_from(["", "0000", "1234", "123456"]))
    def test_digits_come_back(self, zip5: str, rest: str) -> None:
        digits = zip5 + rest
        assert digits[:9] == decode_destination(encode_destination(digits))


def _scalar(value: object) -> object:
    """Text as bytes and without trailing NULs, which NumPy drops."""
    return value.encode("latin-1").rstrip(b"\0") if isinstance(value, str) else value
