"""What is taken from a trust directory, and what costs only itself."""

import dataclasses
import datetime as dt
import logging
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from indicia.errors import CredentialError
from indicia.payload.codec import Message, Payload, decode, encode, signed_bytes
from indicia.payload.profiles import Algorithm
from indicia.security.authority import Authority
from indicia.security.keys import PrivateKey, PublicKey, generate
from indicia.security.signature import SignatureStatus
from indicia.security.signing import signer_for
from indicia.security.trust import TrustDirectory
from indicia.security.trust_files import Revocation, Skipped

MAILING_DAY = dt.date(2005, 6, 15)


def certified(authority: Authority, public_key: PublicKey) -> None:
    certificate = authority.certify(public_key, serial=1001, device="ZZ010000001001", provider="TEST PROVIDER")
    with authority.published(certificate):
        pass


def signed(payload: Payload, key: PrivateKey) -> Message:
    return decode(encode(payload, signer_for(key).sign(signed_bytes(payload))))


def status(authority: Authority, message: Message) -> SignatureStatus:
    return TrustDirectory.load(authority.trust).status(message, MAILING_DAY)


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


@pytest.mark.parametrize(
    ("name", "text"),
    [("17-01001.key", "00"), ("17-1001.key", "xyz"), ("17-1001.key", ""), ("a-b.key", "00"), ("171001.key", "00")],
)
def test_a_broken_key_file_of_ibi_lite_costs_only_itself(name: str, text: str, authority: Authority) -> None:
    (authority.trust / "hmac").mkdir()
    (authority.trust / "hmac" / name).write_text(text)
    trust = TrustDirectory.load(authority.trust)
    assert ({}, [f"hmac/{name}"]) == (dict(trust.hmac_keys), [skipped.name for skipped in trust.skipped])


def test_a_subject_that_names_no_device_stands_for_any(authority: Authority, key: PrivateKey, payload: Payload) -> None:
    certificate = _built(authority, key.public_key(), 1001)
    (authority.trust / "anonymous.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    assert SignatureStatus.VALID == status(authority, signed(payload, key))


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
    return builder.sign(authority.key, hashes.SHA256())


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_several_entries_for_one_certificate_the_hardest_counts(
    order: tuple[int, ...], authority: Authority, key: PrivateKey
) -> None:
    certified(authority, key.public_key())
    reasons = (
        (dt.datetime(2006, 1, 1, tzinfo=dt.UTC), x509.ReasonFlags.key_compromise),
        (dt.datetime(2004, 1, 1, tzinfo=dt.UTC), x509.ReasonFlags.superseded),
        (dt.datetime(2005, 1, 1, tzinfo=dt.UTC), x509.ReasonFlags.superseded),
    )
    builder = x509.CertificateRevocationListBuilder().issuer_name(authority.root.subject)
    builder = builder.last_update(dt.datetime(2006, 1, 1, tzinfo=dt.UTC))
    builder = builder.next_update(dt.datetime(2049, 1, 1, tzinfo=dt.UTC))
    for index in order:
        day, reason = reasons[index]
        entry = x509.RevokedCertificateBuilder().serial_number(1001).revocation_date(day)
        builder = builder.add_revoked_certificate(entry.add_extension(x509.CRLReason(reason), critical=False).build())
    crl = builder.sign(authority.key, hashes.SHA256())
    (authority.trust / "crl.pem").write_bytes(crl.public_bytes(Encoding.PEM))
    expected = {1001: Revocation(dt.date(2006, 1, 1), key_compromise=True)}
    assert expected == dict(TrustDirectory.load(authority.trust).revocations)
