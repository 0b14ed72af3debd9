"""Reading the files of a trust directory. A certificate or key that cannot be used costs only itself."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from indicia.errors import CredentialError

ROOT_NAME = "ca.pem"
CRL_NAME = "crl.pem"
HMAC_FOLDER = "hmac"

_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises for a certificate or a list that it cannot make sense of."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeviceCertificate:
    """What a certificate of one PSD says."""

    serial: int
    """Certificate serial number, as bytes 2 to 5 of a message name it."""
    device: str | None
    """Manufacturer, model and ten digits of the PSD serial, where the subject names them."""
    not_before: dt.date
    """First day of validity (UTC)."""
    not_after: dt.date
    """Last day of validity (UTC)."""
    public_key: object
    """The key that checks the device's messages."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """One entry of the revocation list."""

    date: dt.date
    """Day of revocation (UTC)."""
    key_compromise: bool
    """Whether the reason is that the key is compromised, so that it counts for every date."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of the trust directory that is not used."""

    name: str
    """Path inside the trust directory."""
    reason: str
    """Why."""


def load_root(path: Path) -> x509.Certificate:
    """The provider's root.

    Raises:
        CredentialError: it is missing or not a PEM certificate.
    """
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except OSError as error:
        raise CredentialError(f"cannot read the provider's root {path}: {error.strerror}") from error
    except ValueError as error:
        raise CredentialError(f"the provider's root {path} is not a PEM certificate") from error


def load_certificates(folder: Path, root: x509.Certificate, skipped: list[Skipped]) -> dict[int, DeviceCertificate]:
    """Usable certificates by serial number; of two with one serial number the first by name counts."""
    found: dict[int, DeviceCertificate] = {}
    for path in sorted(folder.glob("*.pem")):
        if path.name in (ROOT_NAME, CRL_NAME):
            continue
        try:
            certificate = _device_certificate(x509.load_pem_x509_certificate(path.read_bytes()), root)
            if certificate.serial in found:
                _skip(skipped, path.name, f"another certificate has its serial number {certificate.serial}")
            found.setdefault(certificate.serial, certificate)
        except OSError as error:
            _skip(skipped, path.name, f"cannot be read: {error.strerror}")
        except _UNREADABLE:
            _skip(skipped, path.name, "is not a PEM certificate that can be used")
        except CredentialError as error:
            _skip(skipped, path.name, str(error))
    return found


def _device_certificate(certificate: x509.Certificate, root: x509.Certificate) -> DeviceCertificate:
    """What a certificate says, once the root has issued it and it is no authority itself."""
    if _is_authority(certificate) or certificate.public_key() == root.public_key():
        raise CredentialError("is an authority's certificate, not a PSD's")
    try:
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError):
        raise CredentialError(f"was not issued by the root in {ROOT_NAME}") from None
    names = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return DeviceCertificate(
        serial=certificate.serial_number,
        device=str(names[0].value) if names else None,
        not_before=certificate.not_valid_before_utc.date(),
        not_after=certificate.not_valid_after_utc.date(),
        public_key=certificate.public_key(),
    )


def _is_authority(certificate: x509.Certificate) -> bool:
    """Whether the certificate may issue others (RFC 5280, 4.2.1.9)."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def load_revocations(path: Path, root: x509.Certificate) -> dict[int, Revocation]:
    """The entries of the revocation list, none where there is no list."""
    if not path.exists():
        return {}
    try:
        entries = [(entry.serial_number, _revocation(entry)) for entry in load_crl(path, root)]
    except _UNREADABLE as error:
        raise CredentialError(f"the revocation list {path} has an entry that cannot be read") from error
    # Of several entries for one certificate the hardest comes last and counts.
    return dict(sorted(entries, key=lambda item: (item[1].key_compromise, -item[1].date.toordinal())))


def load_crl(path: Path, root: x509.Certificate) -> x509.CertificateRevocationList:
    """The revocation list at `path`.

    Raises:
        CredentialError: it cannot be read, or the root did not sign it.
    """
    try:
        crl = x509.load_pem_x509_crl(path.read_bytes())
        signed = crl.issuer == root.subject and crl.is_signature_valid(root.public_key())  # type: ignore[arg-type]  # a root signs with a key that can sign
    except OSError as error:
        raise CredentialError(f"cannot read the revocation list {path}: {error.strerror}") from error
    except _UNREADABLE as error:
        raise CredentialError(f"the revocation list {path} is not a PEM revocation list") from error
    if not signed:
        raise CredentialError(f"the revocation list {path} was not signed by the root in {ROOT_NAME}")
    return crl


def _revocation(entry: x509.RevokedCertificate) -> Revocation:
    """Day and weight of one entry; an entry without a reason counts from its day on."""
    return Revocation(entry.revocation_date_utc.date(), reason_of(entry) is x509.ReasonFlags.key_compromise)


def reason_of(entry: x509.RevokedCertificate) -> x509.ReasonFlags:
    """The reason of an entry; `unspecified` when it gives none."""
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return x509.ReasonFlags.unspecified


def load_hmac_keys(folder: Path, skipped: list[Skipped]) -> dict[tuple[int, int], bytes]:
    """Keys of IBI Lite devices by vendor and PSD serial."""
    return dict(_hmac_entries(folder, skipped))


def _hmac_entries(folder: Path, skipped: list[Skipped]) -> Iterator[tuple[tuple[int, int], bytes]]:
    for path in sorted(folder.glob("*.key")):
        name = f"{HMAC_FOLDER}/{path.name}"
        vendor, _, serial = path.stem.partition("-")
        try:
            key = bytes.fromhex(path.read_text(encoding="ascii"))
            if not key:
                _skip(skipped, name, "is empty")
            elif not (_is_decimal(vendor) and _is_decimal(serial)):
                _skip(skipped, name, "is not named <vendor>-<serial>.key in unpadded decimal numbers")
            else:
                yield (int(vendor), int(serial)), key
        except OSError as error:
            _skip(skipped, name, f"cannot be read: {error.strerror}")
        except ValueError:
            _skip(skipped, name, "is not hexadecimal")


def _is_decimal(text: str) -> bool:
    """Whether text is an unpadded decimal number."""
    return text.isascii() and text.isdecimal() and str(int(text)) == text


def _skip(skipped: list[Skipped], name: str, reason: str) -> None:
    """List a file that is not used, and log it: an operator may have meant it to count."""
    skipped.append(Skipped(name, reason))
    _log.warning("trust directory: %s %s", name, reason)
