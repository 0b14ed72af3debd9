import datetime as dt
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from indicia.errors import CredentialError, OutputError
from indicia.payload.profiles import Algorithm
from indicia.security.authority import Authority
from indicia.security.certificates import RevocationReason
from indicia.security.keys import generate
from indicia.security.trust import TrustDirectory
from indicia.security.trust_files import Revocation

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2049, 12, 31)
DAY = dt.date(2005, 6, 15)


def publish(authority: Authority, serial: int) -> x509.Certificate:
    certificate = authority.certify(
        generate(Algorithm.ECDSA_P256).public_key(), serial=serial, device="ZZ010000001001", provider="TEST PROVIDER"
    )
    with authority.published(certificate):
        pass
    return certificate


def test_a_new_authority_has_a_secret_key_a_root_and_an_empty_list(authority: Authority) -> None:
    files = {str(path.relative_to(authority.folder)) for path in authority.folder.rglob("*") if path.is_file()}
    assert {"root.pem", "trust/ca.pem", "trust/crl.pem"} == files
    assert 0o600 == stat.S_IMODE((authority.folder / "root.pem").stat().st_mode)
    trust = TrustDirectory.load(authority.trust)
    assert ({}, {}, ()) == (dict(trust.certificates), dict(trust.revocations), trust.skipped)
    assert (FIRST, LAST) == (trust.root.not_valid_before_utc.date(), trust.root.not_valid_after_utc.date())


def test_it_opens_again(authority: Authority) -> None:
    assert authority.root == Authority.open(authority.folder).root


def test_an_existing_root_is_never_overwritten(authority: Authority) -> None:
    before = {path: path.read_bytes() for path in authority.folder.rglob("*.pem")}
    with pytest.raises(CredentialError, match=r"root\.pem exists already"):
        Authority.create(authority.folder, valid_from=FIRST, valid_to=LAST)
    (authority.folder / "root.pem").rename(authority.folder / "safe.pem")
    with pytest.raises(CredentialError, match=r"ca\.pem exists already"):
        Authority.create(authority.folder, valid_from=FIRST, valid_to=LAST)
    (authority.folder / "safe.pem").rename(authority.folder / "root.pem")
    assert before == {path: path.read_bytes() for path in authority.folder.rglob("*.pem")}


def test_a_root_that_cannot_be_finished_leaves_no_key_behind(tmp_path: Path) -> None:
    (tmp_path / "trust" / "crl.pem").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"crl\.pem"):
        Authority.create(tmp_path, valid_from=FIRST, valid_to=LAST)
    assert ["trust", "trust/crl.pem"] == sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CredentialError, match="valid from 2049-12-31 cannot end on 2000-01-01"):
        Authority.create(tmp_path, valid_from=LAST, valid_to=FIRST)
    assert [] == list(tmp_path.iterdir())


def test_key_and_root_must_belong_together(tmp_path: Path, authority: Authority) -> None:
    other = Authority.create(tmp_path / "other", valid_from=FIRST, valid_to=LAST)
    (authority.trust / "ca.pem").write_bytes((other.trust / "ca.pem").read_bytes())
    (authority.trust / "crl.pem").unlink()
    with pytest.raises(CredentialError, match="is not the key of"):
        Authority.open(authority.folder)


def test_a_certificate_names_its_device_and_its_provider(authority: Authority) -> None:
    certificate = publish(authority, 1001)
    subject = {attribute.oid: attribute.value for attribute in certificate.subject}
    assert 1001 == certificate.serial_number
    assert ("ZZ010000001001", "TEST PROVIDER") == (subject[NameOID.SERIAL_NUMBER], subject[NameOID.ORGANIZATION_NAME])
    certificate.verify_directly_issued_by(authority.root)


def test_a_certificate_is_taken_back_when_its_device_fails(authority: Authority) -> None:
    certificate = authority.certify(
        generate(Algorithm.ED25519).public_key(), serial=5, device="ZZ010000000005", provider="TEST PROVIDER"
    )
    with pytest.raises(ConnectionError), authority.published(certificate):
        raise ConnectionError
    assert {} == dict(TrustDirectory.load(authority.trust).certificates)


def test_revocations_add_up_and_the_list_counts_on(authority: Authority) -> None:
    publish(authority, 1001)
    publish(authority, 1002)
    authority.revoke(1001, RevocationReason.SUPERSEDED, DAY)
    authority.revoke(1002, RevocationReason.KEY_COMPROMISE, dt.date(2004, 1, 1))
    assert {
        1001: Revocation(DAY, key_compromise=False),
        1002: Revocation(dt.date(2004, 1, 1), key_compromise=True),
    } == dict(TrustDirectory.load(authority.trust).revocations)
    crl = x509.load_pem_x509_crl((authority.trust / "crl.pem").read_bytes())
    assert 3 == crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def test_a_revocation_can_be_corrected_but_a_compromise_not_undone(authority: Authority) -> None:
    publish(authority, 1001)
    authority.revoke(1001, RevocationReason.SUPERSEDED, DAY)
    authority.revoke(1001, RevocationReason.KEY_COMPROMISE, DAY)
    with pytest.raises(CredentialError, match="revoked for key compromise already"):
        authority.revoke(1001, RevocationReason.SUPERSEDED, DAY)
    assert {1001: Revocation(DAY, key_compromise=True)} == dict(TrustDirectory.load(authority.trust).revocations)


@pytest.mark.parametrize("reason", list(RevocationReason))
def test_every_reason_can_be_given(reason: RevocationReason, authority: Authority) -> None:
    publish(authority, 1001)
    authority.revoke(1001, reason, DAY)
    crl = x509.load_pem_x509_crl((authority.trust / "crl.pem").read_bytes())
    entry = crl.get_revoked_certificate_by_serial_number(1001)
    assert entry is not None
    assert reason.flag == entry.extensions.get_extension_for_class(x509.CRLReason).value.reason


def test_only_certificates_of_the_trust_directory_are_revoked(authority: Authority) -> None:
    with pytest.raises(CredentialError, match="has no certificate with serial number 7"):
        authority.revoke(7, RevocationReason.SUPERSEDED, DAY)


def test_a_missing_list_is_begun_anew(authority: Authority) -> None:
    publish(authority, 1001)
    (authority.trust / "crl.pem").unlink()
    authority.revoke(1001, RevocationReason.SUPERSEDED, DAY)
    assert [1001] == list(TrustDirectory.load(authority.trust).revocations)
