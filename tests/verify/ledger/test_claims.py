import dataclasses
import datetime as dt

import pytest

from indicia.payload.codec import LitePayload, Message, Payload, decode, encode
from indicia.security.signature import SignatureStatus
from verify.ledger import Claim, Witness, claim_of

WITNESS = Witness(dt.datetime(2005, 6, 15, tzinfo=dt.UTC), "dock 3", "p1")
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
    destination=0,
    descending_register=87_660,
)


def message(payload: Payload | LitePayload) -> Message:
    return decode(encode(payload, bytes(6 if isinstance(payload, LitePayload) else 64)))


def claim(payload: Payload | LitePayload, status: SignatureStatus = SignatureStatus.VALID) -> Claim:
    found = claim_of(message(payload), status, WITNESS)
    assert found is not None
    return found


def test_an_ibi_is_known_by_certificate_device_and_register() -> None:
    found = claim(PAYLOAD)
    assert ("ibi/1001/ZZ010000001001", 12_340, b"") == (found.key.device, found.key.number, found.key.variant)
    assert (370, 100_000) == (found.amount, found.control_total)


def test_another_certificate_is_another_device() -> None:
    assert claim(PAYLOAD).key != claim(dataclasses.replace(PAYLOAD, certificate_serial=1002)).key


def test_zero_values_are_told_apart_by_what_they_say() -> None:
    zero = dataclasses.replace(PAYLOAD, amount=0)
    redated = dataclasses.replace(zero, mailing_date=20050616)
    assert claim(zero).key != claim(redated).key
    assert claim(zero).key == claim(zero).key


def test_the_signature_is_no_part_of_what_is_remembered() -> None:
    again = decode(encode(PAYLOAD, bytes([1]) * 64))
    found = claim_of(again, SignatureStatus.VALID, WITNESS)
    assert found is not None
    assert claim(PAYLOAD).digest == found.digest


def test_an_ibi_lite_is_known_by_its_piece_counter() -> None:
    lite = LitePayload(piece_counter=2_560_839, vendor=17, psd_serial=13_504_501, amount=0)
    assert ("lite/17/13504501", 2_560_839, b"") == dataclasses.astuple(claim(lite).key)
    assert claim(lite).control_total is None


@pytest.mark.parametrize("status", [SignatureStatus.INVALID, SignatureStatus.UNKNOWN_CERTIFICATE])
def test_what_nobody_vouches_for_has_a_key_of_its_own(status: SignatureStatus) -> None:
    assert claim(PAYLOAD, status).key != claim(PAYLOAD).key


def test_a_message_cut_short_claims_nothing() -> None:
    short = decode(encode(PAYLOAD, bytes(64))[:40])
    assert claim_of(short, SignatureStatus.TRUNCATED, WITNESS) is None
