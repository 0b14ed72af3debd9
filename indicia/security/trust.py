"""The trust directory: which certificates the provider's root issued, and what they say of a message.

- `ca.pem` is the provider's root. Without it nothing can be judged.
- Every other `*.pem` is the certificate of one PSD. One that the root did not issue, a certificate of a
  certificate authority, and the root itself, count as unknown.
- `crl.pem`, when it is there, is the root's revocation list; one that the root did not sign is an error.
  Its entries are judged, its own dates are not: an old list says less, but what it says stays true.
- `hmac/<vendor>-<serial>.key` are the keys of IBI Lite devices, in hex.

A file that cannot be used costs only itself: it is listed in `skipped` and logged.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from indicia.errors import CredentialError
from indicia.payload.codec import LitePayload, Message, Payload
from indicia.payload.dates import decode_date
from indicia.security.signature import SignatureStatus, verify, verify_lite
from indicia.security.trust_files import (
    CRL_NAME,
    HMAC_FOLDER,
    ROOT_NAME,
    DeviceCertificate,
    Revocation,
    Skipped,
    load_certificates,
    load_hmac_keys,
    load_revocations,
    load_root,
)


@dataclass(frozen=True, slots=True)
class TrustDirectory:
    """The root, the devices that it vouches for, and what it took back. Loaded once, then read only."""

    root: x509.Certificate
    """The provider's root."""
    certificates: Mapping[int, DeviceCertificate]
    """Usable certificates by serial number."""
    revocations: Mapping[int, Revocation]
    """Revoked certificates by serial number."""
    hmac_keys: Mapping[tuple[int, int], bytes]
    """Keys of IBI Lite devices by vendor and PSD serial."""
    skipped: tuple[Skipped, ...]
    """Files that are not used."""

    @classmethod
    def load(cls, path: Path) -> "TrustDirectory":
        """Everything in the trust directory at `path`.

        Raises:
            CredentialError: no such directory, no usable root, or a revocation list that is not the root's.
        """
        if not path.is_dir():
            raise CredentialError(f"the trust directory {path} is not a directory")
        root = load_root(path / ROOT_NAME)
        skipped: list[Skipped] = []
        return cls(
            root=root,
            certificates=load_certificates(path, root, skipped),
            revocations=load_revocations(path / CRL_NAME, root),
            hmac_keys=load_hmac_keys(path / HMAC_FOLDER, skipped),
            skipped=tuple(skipped),
        )

    def status(self, message: Message, on: dt.date) -> SignatureStatus:
        """What is known about the signature of `message`.

        Args:
            message: as decoded.
            on: the day to judge an undated message on; a dated one is judged on its mailing date.
        """
        if message.missing_bytes:
            return SignatureStatus.TRUNCATED
        if isinstance(message.payload, LitePayload):
            return self._lite_status(message, message.payload)
        if not isinstance(message.payload, Payload) or message.algorithm is None:
            return SignatureStatus.UNSUPPORTED_ALGORITHM
        return self._ibi_status(message, message.payload, on)

    def _lite_status(self, message: Message, payload: LitePayload) -> SignatureStatus:
        key = self.hmac_keys.get((payload.vendor, payload.psd_serial))
        if key is None:
            return SignatureStatus.UNKNOWN_CERTIFICATE
        right = verify_lite(key, message.signed, message.signature)
        return SignatureStatus.VALID if right else SignatureStatus.INVALID

    def _ibi_status(self, message: Message, payload: Payload, on: dt.date) -> SignatureStatus:
        """Signature first: of a message that nobody signed even the date proves nothing."""
        certificate = self.certificates.get(payload.certificate_serial)
        if certificate is None:
            return SignatureStatus.UNKNOWN_CERTIFICATE
        if certificate.device not in (None, payload.device):
            return SignatureStatus.INVALID
        if not verify(certificate.public_key, payload.algorithm, message.signed, message.signature):
            return SignatureStatus.INVALID
        return self._period_status(certificate, *_days(payload, on))

    def _period_status(self, certificate: DeviceCertificate, first: dt.date, last: dt.date) -> SignatureStatus:
        """Whether the certificate held on at least one day from `first` to `last`."""
        revocation = self.revocations.get(certificate.serial)
        if revocation and (revocation.key_compromise or revocation.date <= first):
            return SignatureStatus.REVOKED
        if last < certificate.not_before:
            return SignatureStatus.NOT_YET_VALID
        return SignatureStatus.EXPIRED if certificate.not_after < first else SignatureStatus.VALID


def _days(payload: Payload, on: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day that the message may have been made for.

    A month and year stands for each of its days, so a certificate fails only when it held on none of
    them (this project's reading). An undated message, or one whose date is none of the calendar, is judged on `on`.
    """
    date = decode_date(payload.mailing_date)
    if date is None or date.first is None or date.last is None:
        return on, on
    return date.first, date.last
