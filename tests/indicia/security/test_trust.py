"""What a trust directory says of a message."""

import dataclasses
import datetime as dt

import pytest

from indicia.payload.codec import LitePayload, Message, Payload, decode, encode, signed_bytes
from indicia.payload.profiles import Algorithm
from indicia.security.authority import Authority
from indicia.security.certificates import RevocationReason
from indicia.security.keys import PrivateKey, PublicKey
from indicia.security.signature import SignatureStatus
from indicia.security.signing import sign_lite, signer_for
from indicia.security.trust import TrustDirectory

MAILING_DAY = dt.date(2005, 6, 15)
ANOTHER_DAY = dt.date(2020, 1, 1)


def certified(
    authority: Authority,
    public_key: PublicKey,
    *,
    serial: int = 1001,
    device: str = "ZZ010000001001",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> None:
    certificate = authority.certify(
        public_key, serial=serial, device=device, provider="TEST PROVIDER", valid_from=valid_from, valid_to=valid_to
    )
    with authority.published(certificate):
        pass


def signed(payload: Payload, key: PrivateKey) -> Message:
    return decode(encode(payload, signer_for(key).sign(signed_bytes(payload))))


def status(authority: Authority, message: Message, on: dt.date = ANOTHER_DAY) -> SignatureStatus:
    return TrustDirectory.load(authority.trust).status(message, on)


@pytest.mark.parametrize("algorithm", [Algorithm.ECDSA_P256, Algorithm.ED25519, Algorithm.DSA_1024])
def test_what_a_certified_device_signed_is_valid(
    algorithm: Algorithm, authority: Authority, keys: dict[Algorithm, PrivateKey], payload: Payload
) -> None:
    certified(authority, keys[algorithm].public_key())
    message = signed(dataclasses.replace(payload, algorithm=algorithm), keys[algorithm])
    assert SignatureStatus.VALID == status(authority, message)


def test_any_flipped_bit_of_a_signed_message_is_not_valid(
    authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(authority, key.public_key())
    trust = TrustDirectory.load(authority.trust)
    data = signed(payload, key).data
    found = set()
    for bit in range(6 * 8, 8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        found.add(trust.status(decode(bytes(changed)), MAILING_DAY))
    assert {SignatureStatus.INVALID} == found


def test_the_reserved_tail_is_not_signed(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    certified(authority, key.public_key())
    message = decode(signed(payload, key).data + b"whatever")
    assert SignatureStatus.VALID == status(authority, message)


def test_an_algorithm_id_that_contradicts_the_key_is_invalid(
    authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(authority, key.public_key())
    message = signed(dataclasses.replace(payload, algorithm=Algorithm.ED25519), key)
    assert SignatureStatus.INVALID == status(authority, message)


def test_an_unknown_algorithm_is_unsupported(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    certified(authority, key.public_key())
    message = decode(encode(dataclasses.replace(payload, algorithm=77), bytes(64)))
    assert SignatureStatus.UNSUPPORTED_ALGORITHM == status(authority, message)


def test_an_unknown_certificate(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    assert SignatureStatus.UNKNOWN_CERTIFICATE == status(authority, signed(payload, key))


def test_a_truncated_message(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    certified(authority, key.public_key())
    data = signed(payload, key).data
    assert SignatureStatus.TRUNCATED == status(authority, decode(data[:-1]))
    assert SignatureStatus.TRUNCATED == status(authority, decode(data[:30]))


def test_another_device_under_the_certificate_is_invalid(
    authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(authority, key.public_key(), device="ZZ010000001002")
    assert SignatureStatus.INVALID == status(authority, signed(payload, key))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2005-06-15", "2005-06-15", SignatureStatus.VALID),
        ("2005-06-16", "2006-06-15", SignatureStatus.NOT_YET_VALID),
        ("2004-06-16", "2005-06-14", SignatureStatus.EXPIRED),
    ],
)
def test_a_dated_message_is_judged_on_its_mailing_date(
    *, first: str, last: str, expected: SignatureStatus, authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(
        authority,
        key.public_key(),
        valid_from=dt.date.fromisoformat(first),
        valid_to=dt.date.fromisoformat(last),
    )
    assert expected == status(authority, signed(payload, key), on=ANOTHER_DAY)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2005-06-14", SignatureStatus.NOT_YET_VALID),
        ("2005-06-15", SignatureStatus.VALID),
        ("2005-06-16", SignatureStatus.EXPIRED),
    ],
)
def test_an_undated_message_is_judged_on_the_day_given(
    on: str, expected: SignatureStatus, authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(authority, key.public_key(), valid_from=MAILING_DAY, valid_to=MAILING_DAY)
    message = signed(dataclasses.replace(payload, mailing_date=0), key)
    assert expected == status(authority, message, on=dt.date.fromisoformat(on))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2005-06-30", "2006-01-01", SignatureStatus.VALID),
        ("2005-07-01", "2006-01-01", SignatureStatus.NOT_YET_VALID),
        ("2004-01-01", "2005-06-01", SignatureStatus.VALID),
        ("2004-01-01", "2005-05-31", SignatureStatus.EXPIRED),
    ],
)
def test_month_and_year_needs_one_day_on_which_the_certificate_held(
    *, first: str, last: str, expected: SignatureStatus, authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(
        authority,
        key.public_key(),
        valid_from=dt.date.fromisoformat(first),
        valid_to=dt.date.fromisoformat(last),
    )
    message = signed(dataclasses.replace(payload, mailing_date=20050600), key)
    assert expected == status(authority, message)


@pytest.mark.parametrize(
    ("reason", "on", "expected"),
    [
        (RevocationReason.SUPERSEDED, "2005-06-16", SignatureStatus.VALID),
        (RevocationReason.SUPERSEDED, "2005-06-15", SignatureStatus.REVOKED),
        (RevocationReason.UNSPECIFIED, "2005-06-14", SignatureStatus.REVOKED),
        (RevocationReason.KEY_COMPROMISE, "2005-06-16", SignatureStatus.REVOKED),
        (RevocationReason.KEY_COMPROMISE, "2024-01-01", SignatureStatus.REVOKED),
    ],
)
def test_revocation_counts_from_its_day_and_key_compromise_for_every_date(
    *,
    reason: RevocationReason,
    on: str,
    expected: SignatureStatus,
    authority: Authority,
    key: PrivateKey,
    payload: Payload,
) -> None:
    certified(authority, key.public_key())
    authority.revoke(1001, reason, dt.date.fromisoformat(on))
    assert expected == status(authority, signed(payload, key))


def test_month_and_year_is_revoked_when_no_day_of_it_is_left(
    authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(authority, key.public_key())
    message = signed(dataclasses.replace(payload, mailing_date=20050600), key)
    authority.revoke(1001, RevocationReason.SUPERSEDED, dt.date(2005, 6, 2))
    assert SignatureStatus.VALID == status(authority, message)
    authority.revoke(1001, RevocationReason.SUPERSEDED, dt.date(2005, 6, 1))
    assert SignatureStatus.REVOKED == status(authority, message)


def test_an_unreal_date_is_judged_on_the_day_given(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    certified(authority, key.public_key(), valid_to=MAILING_DAY)
    message = signed(dataclasses.replace(payload, mailing_date=20051399), key)
    assert SignatureStatus.VALID == status(authority, message, on=MAILING_DAY)
    assert SignatureStatus.EXPIRED == status(authority, message, on=ANOTHER_DAY)


class TestLite:
    PAYLOAD = LitePayload(piece_counter=7, vendor=17, psd_serial=1001, amount=370)

    def write_key(self, authority: Authority, name: str, text: str) -> None:
        (authority.trust / "hmac").mkdir()
        (authority.trust / "hmac" / name).write_text(text)

    def message(self, key: bytes) -> Message:
        return decode(encode(self.PAYLOAD, sign_lite(key, signed_bytes(self.PAYLOAD))))

    def test_its_key_is_found_by_vendor_and_serial(self, authority: Authority) -> None:
        self.write_key(authority, "17-1001.key", "00112233\n")
        message = self.message(bytes.fromhex("00112233"))
        assert SignatureStatus.VALID == status(authority, message)
        assert SignatureStatus.INVALID == status(authority, self.message(b"another"))
        assert SignatureStatus.TRUNCATED == status(authority, decode(message.data[:-1]))

    def test_without_a_key_the_certificate_is_unknown(self, authority: Authority) -> None:
        self.write_key(authority, "17-1002.key", "00")
        assert SignatureStatus.UNKNOWN_CERTIFICATE == status(authority, self.message(b"\0"))
