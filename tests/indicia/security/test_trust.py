import dataclasses
import datetime as dt
import logging
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from indicia.errors import CredentialError
from indicia.payload.codec import LitePayload, Message, Payload, decode, encode, signed_bytes
from indicia.payload.profiles import Algorithm
from indicia.security.authority import Authority
from indicia.security.certificates import RevocationReason
from indicia.security.keys import PrivateKey, PublicKey, generate
from indicia.security.signature import SignatureStatus
from indicia.security.signing import sign_lite, signer_for
from indicia.security.trust import Skipped, TrustDirectory

MAILING_DAY = dt.date(2005, 6, 15)
ANOTHER_DAY = dt.date(2020, 1, 1)


@pytest.fixture
def key(keys: dict[Algorithm, PrivateKey]) -> PrivateKey:
    return keys[Algorithm.ECDSA_P256]


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


def test_a_subject_that_names_no_device_stands_for_any(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    certificate = _built(authority, key.public_key(), 1001)
    (authority.trust / "anonymous.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    assert SignatureStatus.VALID == status(authority, signed(payload, key))


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

    def message(self, key: bytes) -> Message:
        return decode(encode(self.PAYLOAD, sign_lite(key, signed_bytes(self.PAYLOAD))))

    def test_its_key_is_found_by_vendor_and_serial(self, authority: Authority) -> None:
        _write_key(authority, "17-1001.key", "00112233\n")
        message = self.message(bytes.fromhex("00112233"))
        assert SignatureStatus.VALID == status(authority, message)
        assert SignatureStatus.INVALID == status(authority, self.message(b"another"))
        assert SignatureStatus.TRUNCATED == status(authority, decode(message.data[:-1]))

    def test_without_a_key_the_certificate_is_unknown(self, authority: Authority) -> None:
        _write_key(authority, "17-1002.key", "00")
        assert SignatureStatus.UNKNOWN_CERTIFICATE == status(authority, self.message(b"\0"))

    @pytest.mark.parametrize(
        ("name", "text"),
        [("17-01001.key", "00"), ("17-1001.key", "xyz"), ("17-1001.key", ""), ("a-b.key", "00"), ("171001.key", "00")],
    )
    def test_a_broken_key_file_costs_only_itself(self, name: str, text: str, authority: Authority) -> None:
        _write_key(authority, name, text)
        trust = TrustDirectory.load(authority.trust)
        assert ({}, [f"hmac/{name}"]) == (dict(trust.hmac_keys), [skipped.name for skipped in trust.skipped])


def test_a_missing_or_broken_root_is_named(tmp_path: Path, authority: Authority) -> None:
    with pytest.raises(CredentialError, match="nowhere is not a directory"):
        TrustDirectory.load(tmp_path / "nowhere")
    (authority.trust / "ca.pem").write_text("hello")
    with pytest.raises(CredentialError, match=r"ca\.pem is not a PEM certificate"):
        TrustDirectory.load(authority.trust)
    (authority.trust / "ca.pem").unlink()
    with pytest.raises(CredentialError, match=r"ca\.pem: No such file"):
        TrustDirectory.load(authority.trust)


def test_certificates_that_the_root_did_not_issue_are_unknown(
    tmp_path: Path, authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    stranger = Authority.create(tmp_path / "stranger", valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31))
    certified(stranger, key.public_key())
    (authority.trust / "1001.pem").write_bytes((stranger.trust / "1001.pem").read_bytes())
    assert SignatureStatus.UNKNOWN_CERTIFICATE == status(authority, signed(payload, key))


def test_the_root_and_other_authorities_are_no_devices(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    (authority.trust / "copy.pem").write_bytes((authority.trust / "ca.pem").read_bytes())
    deputy = _built(authority, key.public_key(), 1001, authority_too=True)
    (authority.trust / "deputy.pem").write_bytes(deputy.public_bytes(Encoding.PEM))
    rooted = _built(authority, authority.key.public_key(), 1002)
    (authority.trust / "rooted.pem").write_bytes(rooted.public_bytes(Encoding.PEM))
    trust = TrustDirectory.load(authority.trust)
    assert {} == dict(trust.certificates)
    assert ["copy.pem", "deputy.pem", "rooted.pem"] == [skipped.name for skipped in trust.skipped]
    assert SignatureStatus.UNKNOWN_CERTIFICATE == trust.status(signed(payload, key), MAILING_DAY)


def test_a_broken_certificate_costs_only_itself(
    authority: Authority, key: PrivateKey, payload: Payload, caplog: pytest.LogCaptureFixture
) -> None:
    certified(authority, key.public_key())
    (authority.trust / "broken.pem").write_text("hello")
    (authority.trust / "folder.pem").mkdir()
    with caplog.at_level(logging.WARNING):
        trust = TrustDirectory.load(authority.trust)
    assert SignatureStatus.VALID == trust.status(signed(payload, key), MAILING_DAY)
    assert (
        Skipped("broken.pem", "is not a PEM certificate that can be used"),
        Skipped("folder.pem", "cannot be read: Is a directory"),
    ) == trust.skipped
    assert 2 == len(caplog.records)


def test_of_two_certificates_with_one_serial_the_first_by_name_counts(
    authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(authority, key.public_key())
    other = _built(authority, generate(Algorithm.ECDSA_P256).public_key(), 1001)
    (authority.trust / "z.pem").write_bytes(other.public_bytes(Encoding.PEM))
    trust = TrustDirectory.load(authority.trust)
    assert SignatureStatus.VALID == trust.status(signed(payload, key), MAILING_DAY)
    assert ["z.pem"] == [skipped.name for skipped in trust.skipped]


def test_a_revocation_list_that_the_root_did_not_sign_is_an_error(tmp_path: Path, authority: Authority) -> None:
    stranger = Authority.create(tmp_path / "stranger", valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31))
    crl = authority.trust / "crl.pem"
    crl.write_bytes((stranger.trust / "crl.pem").read_bytes())
    with pytest.raises(CredentialError, match="not signed by the root"):
        TrustDirectory.load(authority.trust)
    crl.write_text("hello")
    with pytest.raises(CredentialError, match="not a PEM revocation list"):
        TrustDirectory.load(authority.trust)


def test_without_a_revocation_list_nothing_is_revoked(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    certified(authority, key.public_key())
    (authority.trust / "crl.pem").unlink()
    assert SignatureStatus.VALID == status(authority, signed(payload, key))


def test_the_age_of_the_revocation_list_does_not_matter(
    authority: Authority, key: PrivateKey, payload: Payload
) -> None:
    certified(authority, key.public_key())
    entry = (
        x509.RevokedCertificateBuilder().serial_number(1001).revocation_date(dt.datetime(2005, 6, 15, tzinfo=dt.UTC))
    )
    builder = x509.CertificateRevocationListBuilder().issuer_name(authority.root.subject)
    builder = builder.last_update(dt.datetime(2005, 7, 1, tzinfo=dt.UTC))
    builder = builder.next_update(dt.datetime(2005, 7, 8, tzinfo=dt.UTC)).add_revoked_certificate(entry.build())
    crl = builder.sign(authority.key, hashes.SHA256())
    (authority.trust / "crl.pem").write_bytes(crl.public_bytes(Encoding.PEM))
    assert SignatureStatus.REVOKED == status(authority, signed(payload, key))
    earlier = signed(dataclasses.replace(payload, mailing_date=20050614), key)
    assert SignatureStatus.VALID == status(authority, earlier)


def _write_key(authority: Authority, name: str, text: str) -> None:
    folder = authority.trust / "hmac"
    folder.mkdir()
    (folder / name).write_text(text)


def _built(
    authority: Authority, public_key: PublicKey, serial: int, *, authority_too: bool = False
) -> x509.Certificate:
    """A certificate as another tool may make it: a common name alone, constraints only where they matter."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody")]))
        .issuer_name(authority.root.subject)
        .public_key(public_key)
        .serial_number(serial)
        .not_valid_before(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2049, 12, 31, tzinfo=dt.UTC))
    )
    if authority_too:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    assert isinstance(authority.key, ec.EllipticCurvePrivateKey)
    return builder.sign(authority.key, hashes.SHA256())
