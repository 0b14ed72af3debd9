import dataclasses
import datetime as dt
import struct
from typing import Any

import pytest

from indicia.errors import ExitCode, InputError
from indicia.payload.codec import (
    LitePayload,
    NotIbiPayload,
    Payload,
    decode,
    device_id,
    encode,
    signed_bytes,
    unlawful,
    why_not_ibi,
)
from indicia.payload.dates import decode_date
from indicia.payload.profiles import Algorithm, Profile, message_length, signature_length

# A provider's indicium in a public post: 86 of its 89 bytes survive in the copy.
REAL_IBI = bytes.fromhex(
    "0501ffff0000303632533b477000f2ed100000141e0056523301593301000000000000000400020000"
    "5cda000038303334ae69570d59421cd40b00f2d37f4ff8ef6953a0aafb9bcf301613c3083e864a7ae84cfe1feb"
)
# The example in a provider's patent.
REAL_LITE = bytes.fromhex("ff4713270011f50fce96010000009aca2921e3f1")

PAYLOAD = Payload(
    algorithm=129,
    certificate_serial=1001,
    manufacturer="ZZ",
    model="01",
    psd_serial=1001,
    ascending_register=12_340,
    amount=370,
    mailing_date=20050615,
    licensing_zip=6926,
    destination=941031234,
    descending_register=87_660,
)
LITE = LitePayload(piece_counter=7, vendor=17, psd_serial=1001, amount=370, service=3)


def test_the_real_ibi_sample_reads_as_what_is_printed_beside_it() -> None:
    message = decode(REAL_IBI)
    payload = message.payload
    assert isinstance(payload, Payload)
    assert (5, Algorithm.DSA_1024, 65535) == (payload.version, payload.algorithm, payload.certificate_serial)
    assert ("06", "2S", 7358267) == (payload.manufacturer, payload.model, payload.psd_serial)
    assert "062S0007358267" == payload.device
    assert (1_109_490, 7_700, 55_900) == (payload.ascending_register, payload.amount, payload.descending_register)
    assert 1_165_390 == payload.ascending_register + payload.descending_register
    date = decode_date(payload.mailing_date)
    assert date is not None
    assert dt.date(2014, 6, 30) == date.first
    assert (78681, 0) == (payload.licensing_zip, payload.destination)
    assert ("000400020000", b"8034") == (payload.software_id.hex(), payload.rate_category)


def test_the_real_ibi_sample_lacks_three_bytes_of_its_signature() -> None:
    message = decode(REAL_IBI)
    assert (86, 3, 37) == (len(message.data), message.missing_bytes, len(message.signature))
    assert REAL_IBI[:49] == message.signed
    assert b"" == message.reserved


def test_the_real_lite_sample_reads_as_the_patent_says() -> None:
    message = decode(REAL_LITE)
    assert LitePayload(piece_counter=2_560_839, vendor=17, psd_serial=13_504_501, amount=406) == message.payload
    assert ("9aca2921e3f1", 0, Profile.IBI_LITE) == (message.signature.hex(), message.missing_bytes, message.profile)
    assert REAL_LITE[:14] == message.signed


def test_the_signed_bytes_are_little_endian_fields_end_to_end() -> None:
    expected = struct.pack("<BBI2s2sI", 80, 129, 1001, b"ZZ", b"01", 1001)
    expected += (12_340).to_bytes(5, "little") + (370).to_bytes(3, "little")
    expected += struct.pack("<II", 20050615, 6926) + (941031234).to_bytes(5, "little")
    expected += bytes.fromhex("000400020000") + struct.pack("<I", 87_660) + b"8034"
    assert expected == signed_bytes(PAYLOAD)


@pytest.mark.parametrize(("algorithm", "length"), [(1, 89), (2, 177), (129, 113), (130, 113)])
def test_messages_have_the_lengths_of_their_profiles(algorithm: int, length: int) -> None:
    assert length == message_length(Algorithm(algorithm))


def test_a_message_comes_back_with_signature_and_reserved_tail_apart() -> None:
    message = decode(encode(PAYLOAD, bytes(range(64)), b"tail"))
    assert PAYLOAD == message.payload
    assert (bytes(range(64)), b"tail", 0) == (message.signature, message.reserved, message.missing_bytes)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_every_cut_gives_the_complete_fields_and_counts_what_is_missing(algorithm: Algorithm) -> None:
    whole = encode(dataclasses.replace(PAYLOAD, algorithm=algorithm), bytes(signature_length(algorithm)))
    for length in range(2, len(whole)):
        message = decode(whole[:length])
        assert len(whole) - length == message.missing_bytes
        assert (length >= 49) == (message.payload is not None)
        assert ("model" in message.fields) == (length >= 10)


def test_an_unknown_algorithm_decodes_and_keeps_the_rest() -> None:
    data = encode(dataclasses.replace(PAYLOAD, algorithm=77), b"who knows")
    message = decode(data)
    assert isinstance(message.payload, Payload)
    assert (77, None) == (message.payload.algorithm, message.algorithm)
    assert (b"who knows", b"", 0) == (message.signature, message.reserved, message.missing_bytes)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\x05", "do not reach past algorithm"),
        (b"\x07" + bytes(100), "version byte 7"),
        (b"PART-12345", "algorithm id 65"),
        (b"PAGE 1 OF 12: " * 9, "is no date"),
        (b"\xff\x01\x02", "do not reach past piece_counter"),
        (REAL_LITE + b"\x00", "IBI Lite has 20 bytes, not 21"),
        (b"\xff" * 60, "IBI Lite has 20 bytes"),
    ],
)
def test_other_bytes_are_named_not_an_ibi_payload_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(NotIbiPayload, match=rf"^not an IBI payload: .*{why}") as caught:
        decode(data)
    assert ExitCode.INPUT == caught.value.exit_code
    assert why in (why_not_ibi(data) or "")


def test_damaged_fields_are_still_a_payload_and_are_named() -> None:
    damaged = bytearray(encode(PAYLOAD, bytes(64)))
    damaged[6] ^= 0x80
    damaged[22:26] = (20051399).to_bytes(4, "little")
    damaged[26:30] = (100_000).to_bytes(4, "little")
    damaged[30:35] = (10**11).to_bytes(5, "little")
    payload = decode(bytes(damaged)).payload
    assert isinstance(payload, Payload)
    assert ["manufacturer", "mailing_date", "licensing_zip", "destination"] == [
        problem.partition(":")[0] for problem in unlawful(payload)
    ]


def test_a_lawful_payload_has_no_problems() -> None:
    assert () == unlawful(PAYLOAD)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("amount", 1 << 24, "0 to 16777215"),
        ("ascending_register", 1 << 40, "0 to 1099511627775"),
        ("descending_register", -1, "0 to 4294967295"),
        ("manufacturer", "Z", "2 characters"),
        ("rate_category", b"80345", "4 bytes"),
        ("version", 255, "profile ibi"),
        ("version", 6, "profile ibi"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_birth(name: str, value: Any, allowed: str) -> None:
    with pytest.raises(InputError, match=rf"^{name}: found .*{allowed}"):
        dataclasses.replace(PAYLOAD, **{name: value})


def test_a_lite_payload_is_refused_at_birth_likewise() -> None:
    with pytest.raises(InputError, match=r"vendor: found 256; .*; service: found 65536"):
        LitePayload(piece_counter=0, vendor=256, psd_serial=1, amount=1, service=65536)


def test_a_signature_of_another_length_is_refused() -> None:
    with pytest.raises(InputError, match="signature: found 40 bytes; allowed: 64"):
        encode(PAYLOAD, bytes(40))


def test_lite_has_no_reserved_tail() -> None:
    assert LITE == decode(encode(LITE, bytes(6))).payload
    with pytest.raises(InputError, match="reserved"):
        encode(LITE, bytes(6), b"x")


def test_the_device_is_its_identifiers_and_ten_digits() -> None:
    assert "ZZ010000001001" == device_id("ZZ", "01", 1001)
