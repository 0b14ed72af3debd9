"""A provider's keys on disk: `root.pem`, the root's private key, and `trust/`, what verifiers are given."""

import contextlib
import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from indicia import files
from indicia.errors import CredentialError, OutputError
from indicia.payload.profiles import Algorithm
from indicia.security import certificates
from indicia.security.certificates import RevocationReason
from indicia.security.files import write_new
from indicia.security.keys import PublicKey, generate, load_private_key, save_private_key
from indicia.security.trust import TrustDirectory
from indicia.security.trust_files import CRL_NAME, ROOT_NAME, load_crl

KEY_NAME = "root.pem"
TRUST_FOLDER = "trust"


@dataclass(frozen=True, slots=True)
class Authority:
    """A provider's root with its private key."""

    folder: Path
    """Holds `root.pem` and `trust/`."""
    root: x509.Certificate
    """The root's certificate."""
    key: ec.EllipticCurvePrivateKey = field(repr=False)
    """The root's private key."""

    @classmethod
    def create(
        cls, folder: Path, *, valid_from: dt.date, valid_to: dt.date, passphrase: bytes | None = None
    ) -> "Authority":
        """A new root in `folder`, which is made when it is not there; nothing half-made stays behind.

        Raises:
            CredentialError: `folder` has a root already.
            OutputError: the place cannot be written.
        """
        key = _root_key(generate(Algorithm.ECDSA_P256))
        made = cls(folder, certificates.create_root(key, valid_from, valid_to), key)
        crl = certificates.empty_crl(made.root, key, valid_from)
        for path in (folder / KEY_NAME, made.trust / ROOT_NAME):
            if path.exists():
                raise CredentialError(f"{path} exists already and is not overwritten")
        try:
            made.trust.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot make {made.trust}: {error.strerror}") from error
        with contextlib.ExitStack() as undo:
            save_private_key(folder / KEY_NAME, key, passphrase)
            undo.callback((folder / KEY_NAME).unlink)
            write_new(made.trust / ROOT_NAME, made.root.public_bytes(Encoding.PEM), files.PUBLIC)
            undo.callback((made.trust / ROOT_NAME).unlink)
            files.replace(made.trust / CRL_NAME, crl.public_bytes(Encoding.PEM), files.PUBLIC)
            undo.pop_all()
        return made

    @classmethod
    def open(cls, folder: Path, passphrase: bytes | None = None) -> "Authority":
        """The root that stands in `folder`.

        Raises:
            CredentialError: key or certificate is missing, broken, or they do not belong together.
        """
        key = _root_key(load_private_key(folder / KEY_NAME, passphrase))
        root = TrustDirectory.load(folder / TRUST_FOLDER).root
        if root.public_key() != key.public_key():
            raise CredentialError(f"{folder / KEY_NAME} is not the key of {folder / TRUST_FOLDER / ROOT_NAME}")
        return cls(folder, root, key)

    @property
    def trust(self) -> Path:
        """The trust directory."""
        return self.folder / TRUST_FOLDER

    def certify(
        self,
        public_key: PublicKey,
        *,
        serial: int,
        device: str,
        provider: str,
        valid_from: dt.date | None = None,
        valid_to: dt.date | None = None,
    ) -> x509.Certificate:
        """The certificate of one PSD; it counts once it is `published`. The period defaults to the root's."""
        return certificates.issue(
            self.root,
            self.key,
            public_key,
            serial=serial,
            device=device,
            provider=provider,
            valid_from=valid_from or self.root.not_valid_before_utc.date(),
            valid_to=valid_to or self.root.not_valid_after_utc.date(),
        )

    @contextlib.contextmanager
    def published(self, certificate: x509.Certificate) -> Iterator[Path]:
        """Put a certificate into the trust directory; taken back when the block fails.

        Raises:
            CredentialError: the trust directory has a certificate of this serial number.
        """
        serial = certificate.serial_number
        if serial in TrustDirectory.load(self.trust).certificates:
            raise CredentialError(f"{self.trust} has a certificate with serial number {serial} already")
        path = self.trust / f"{serial}.pem"
        write_new(path, certificate.public_bytes(Encoding.PEM), files.PUBLIC)
        try:
            yield path
        except BaseException:
            path.unlink()
            raise

    def revoke(self, serial: int, reason: RevocationReason, on: dt.date) -> None:
        """Enter a certificate of the trust directory into its revocation list, from the day `on`.

        Raises:
            CredentialError: there is no such certificate, or it is revoked for key compromise already.
        """
        if serial not in TrustDirectory.load(self.trust).certificates:
            raise CredentialError(f"{self.trust} has no certificate with serial number {serial}")
        path = self.trust / CRL_NAME
        with self._alone():
            old = load_crl(path, self.root) if path.exists() else certificates.empty_crl(self.root, self.key, on)
            new = certificates.revoke(old, self.root, self.key, serial=serial, reason=reason, on=on)
            files.replace(path, new.public_bytes(Encoding.PEM), files.PUBLIC)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time change the revocation list, so that no entry is lost."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _root_key(key: object) -> ec.EllipticCurvePrivateKey:
    """The key as that of a root.

    Raises:
        CredentialError: roots of this project sign with ECDSA only.
    """
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CredentialError("the root's key is not an elliptic curve key")
    return key
