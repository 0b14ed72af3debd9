"""Making a PSD: its folder, its key, and its certificate in the provider's trust directory."""

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from indicia import files
from indicia.errors import OutputError, PsdRefused
from indicia.payload.profiles import Algorithm
from indicia.psd.device import KEY_NAME
from indicia.psd.identity import Identity
from indicia.psd.store import DATABASE_NAME, create_store
from indicia.security.authority import Authority
from indicia.security.keys import PrivateKey, generate, save_private_key


def create_psd(
    folder: Path,
    identity: Identity,
    authority: Authority,
    *,
    algorithm: Algorithm = Algorithm.ECDSA_P256,
    certificate_serial: int | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    passphrase: bytes | None = None,
) -> None:
    """Make an empty PSD in a new `folder` and publish its certificate; on failure neither stays behind.

    Args:
        folder: must not exist.
        identity: who the device is.
        authority: the provider, whose trust directory gets the certificate.
        algorithm: how the device signs.
        certificate_serial: the PSD's serial number when None.
        valid_from: first day of the certificate, the root's when None.
        valid_to: last day, the root's when None.
        passphrase: encrypts the device's key when given.

    Raises:
        PsdRefused: `folder` exists.
        CredentialError: the certificate's serial number is taken or out of range.
        OutputError: the place cannot be written.
    """
    if folder.exists():
        raise PsdRefused(f"{folder} exists already; a PSD gets a new folder")
    key = generate(algorithm)
    certificate = authority.certify(
        key.public_key(),
        serial=identity.serial if certificate_serial is None else certificate_serial,
        device=identity.device,
        provider=identity.provider,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            _fill(staged, identity, certificate, key, passphrase)
            with authority.published(certificate):
                staged.rename(folder)
            files.sync_folder(folder.parent)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"cannot make {folder}: {error.strerror}") from error


def _fill(
    folder: Path, identity: Identity, certificate: x509.Certificate, key: PrivateKey, passphrase: bytes | None
) -> None:
    """Key and database of a new device."""
    save_private_key(folder / KEY_NAME, key, passphrase)
    create_store(
        folder / DATABASE_NAME,
        {
            "manufacturer": identity.manufacturer,
            "model": identity.model,
            "serial": identity.serial,
            "provider": identity.provider,
            "city": identity.city,
            "state": identity.state,
            "zip": identity.zip,
            "system": identity.system.value,
            "location": identity.location.value,
            "certificate": certificate.public_bytes(Encoding.PEM),
        },
    )
