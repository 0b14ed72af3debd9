"""The provider's certificates and revocation list, as RFC 5280 has them: two levels, a root and its PSDs."""

import datetime as dt
import enum
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from indicia.errors import CredentialError
from indicia.security.keys import PublicKey, public_bytes
from indicia.security.trust_files import reason_of

LARGEST_SERIAL = 2**32 - 1
"""A message names its certificate in four bytes."""
_ROOT_NAME = "Postage provider root"


class RevocationReason(enum.StrEnum):
    """Why a certificate is revoked (RFC 5280, 5.3.1)."""

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "key-compromise"
    CA_COMPROMISE = "ca-compromise"
    AFFILIATION_CHANGED = "affiliation-changed"
    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessation-of-operation"
    PRIVILEGE_WITHDRAWN = "privilege-withdrawn"

    @property
    def flag(self) -> x509.ReasonFlags:
        """The reason as the library has it."""
        return x509.ReasonFlags[self.name.lower()]


def create_root(key: ec.EllipticCurvePrivateKey, valid_from: dt.date, valid_to: dt.date) -> x509.Certificate:
    """The root's certificate, signed by itself.

    Raises:
        CredentialError: the period ends before it begins.
    """
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _ROOT_NAME)])
    public_key = key.public_key()
    # From the key, and longer than any serial number that a message can name.
    serial = int.from_bytes(hashlib.sha256(public_bytes(public_key)).digest()[:18], "big") | 1 << 143
    builder = _valid(x509.CertificateBuilder(), valid_from, valid_to)
    return (
        builder.subject_name(name)
        .issuer_name(name)
        .public_key(public_key)
        .serial_number(serial)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .sign(key, hashes.SHA256())
    )


def issue(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    public_key: PublicKey,
    *,
    serial: int,
    device: str,
    provider: str,
    valid_from: dt.date,
    valid_to: dt.date,
) -> x509.Certificate:
    """The certificate of one PSD.

    Args:
        root: the issuer.
        root_key: its key.
        public_key: checks what the PSD signs.
        serial: certificate serial number, 1 to `LARGEST_SERIAL`.
        device: manufacturer, model and ten digits of the PSD serial; becomes the subject's serialNumber.
        provider: becomes the subject's organization.
        valid_from: first day.
        valid_to: last day.

    Raises:
        CredentialError: serial number or period out of range.
    """
    if not 1 <= serial <= LARGEST_SERIAL:
        raise CredentialError(f"certificate serial number {serial}; allowed: 1 to {LARGEST_SERIAL}")
    attributes = (
        (NameOID.ORGANIZATION_NAME, provider),
        (NameOID.COMMON_NAME, f"PSD {device}"),
        (NameOID.SERIAL_NUMBER, device),
    )
    builder = _valid(x509.CertificateBuilder(), valid_from, valid_to)
    return (
        builder.subject_name(x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes if value]))
        .issuer_name(root.subject)
        .public_key(public_key)
        .serial_number(serial)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(_issued_by(root_key), critical=False)
        .sign(root_key, hashes.SHA256())
    )


def empty_crl(
    root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, on: dt.date
) -> x509.CertificateRevocationList:
    """A revocation list without entries, made on the day `on`."""
    return _sign_crl(root, root_key, on, (), number=1)


def revoke(
    crl: x509.CertificateRevocationList,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    *,
    serial: int,
    reason: RevocationReason,
    on: dt.date,
) -> x509.CertificateRevocationList:
    """The list that follows `crl`, with one certificate revoked on the day `on`; an older entry gives way.

    Raises:
        CredentialError: the certificate is revoked for key compromise already, which nothing undoes.
    """
    for entry in crl:
        if entry.serial_number == serial and reason_of(entry) is x509.ReasonFlags.key_compromise:
            raise CredentialError(f"certificate {serial} is revoked for key compromise already")
    new = (
        x509.RevokedCertificateBuilder()
        .serial_number(serial)
        .revocation_date(_midnight(on))
        .add_extension(x509.CRLReason(reason.flag), critical=False)
        .build()
    )
    kept = (entry for entry in crl if entry.serial_number != serial)
    made_on = max(on, crl.last_update_utc.date())
    return _sign_crl(root, root_key, made_on, (*kept, new), number=_number(crl) + 1)


def _number(crl: x509.CertificateRevocationList) -> int:
    """The running number of a list; 0 when it has none."""
    try:
        return crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        return 0


def _sign_crl(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    on: dt.date,
    entries: tuple[x509.RevokedCertificate, ...],
    *,
    number: int,
) -> x509.CertificateRevocationList:
    """A signed list. Its next update is due when the root ends: our verifier does not ask for a fresh one."""
    due = max(root.not_valid_after_utc, _midnight(on) + dt.timedelta(days=1))
    builder = x509.CertificateRevocationListBuilder().issuer_name(root.subject)
    builder = builder.last_update(_midnight(on)).next_update(due)
    builder = builder.add_extension(x509.CRLNumber(number), critical=False)
    builder = builder.add_extension(_issued_by(root_key), critical=False)
    for entry in entries:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(root_key, hashes.SHA256())


def _valid(builder: x509.CertificateBuilder, first: dt.date, last: dt.date) -> x509.CertificateBuilder:
    """The builder with a period of whole days (UTC), both included."""
    if last < first:
        raise CredentialError(f"a certificate valid from {first} cannot end on {last}")
    end = dt.datetime.combine(last, dt.time(23, 59, 59), dt.UTC)
    return builder.not_valid_before(_midnight(first)).not_valid_after(end)


def _midnight(day: dt.date) -> dt.datetime:
    """The first moment of a day (UTC)."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _issued_by(root_key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    """The extension that names the issuer's key."""
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())


def _usage(*, authority: bool) -> x509.KeyUsage:
    """A root signs certificates and lists, a PSD signs indicia; nothing else."""
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
