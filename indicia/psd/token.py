"""Keys in a hardware token (PKCS#11): born there, and never outside. Needs the extra `pkcs11`.

A token's ECDSA is not deterministic: the same payload signed twice gives other bytes, as with DSA-1024. A process is
logged in to a token once for all its sessions: it works with one device of a token at a time.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from indicia.errors import CredentialError, MissingPartError
from indicia.payload.profiles import Algorithm
from indicia.security.keys import PublicKey

try:
    import pkcs11
    from pkcs11.util.ec import encode_named_curve_parameters
except ImportError:  # an optional part
    pkcs11 = None  # type: ignore[assignment]  # told to whoever asks for it

TOKEN_SCHEME = "pkcs11:"  # noqa: S105 - the scheme of a URI, not a secret
_CURVE = "secp256r1"
_POINT_LENGTH = 65
"""Bytes of an uncompressed point of P-256: 4, x, y."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a key is: a PKCS#11 URI (RFC 7512) with token, object and module-path."""

    token: str
    """Label of the token."""
    object: str
    """Label of the key pair."""
    module: Path
    """The token's library."""

    @classmethod
    def parse(cls, uri: str) -> "KeyPlace":
        """The place that a URI names.

        Raises:
            CredentialError: it is no such URI.
        """
        parts = urlsplit(uri)
        named = dict(part.split("=", 1) for part in parts.path.split(";") if "=" in part)
        module = parse_qs(parts.query).get("module-path", [""])[0]
        if f"{parts.scheme}:" != TOKEN_SCHEME or not {"token", "object"} <= named.keys() or not module:
            raise CredentialError(f"{uri!r} names no key; allowed: pkcs11:token=LABEL;object=LABEL?module-path=FILE")
        return cls(unquote(named["token"]), unquote(named["object"]), Path(module))


class TokenSigner:
    """A signer whose private key stays in its token."""

    algorithm = Algorithm.ECDSA_P256

    def __init__(self, place: KeyPlace, pin: bytes | None) -> None:
        """Log in and find the key pair; the session lasts as long as the signer.

        Raises:
            CredentialError: no such token or key, or another PIN is needed.
            MissingPartError: the driver is not installed.
        """
        self._place = place
        with _explained(place):
            self._session = _session(place, pin)
            try:
                self._key = self._found(pkcs11.ObjectClass.PRIVATE_KEY)
                # An OCTET STRING around the point.
                point = bytes(self._found(pkcs11.ObjectClass.PUBLIC_KEY)[pkcs11.Attribute.EC_POINT])[-_POINT_LENGTH:]
            except BaseException:
                self._session.close()
                raise
        self._public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)

    @property
    def public_key(self) -> PublicKey:
        """The key that checks what this one signs."""
        return self._public

    def sign(self, signed: bytes) -> bytes:
        """The signature over `signed`, r then s, as it stands in the message.

        Raises:
            CredentialError: the token is gone.
        """
        try:
            made: bytes = self._key.sign(hashlib.sha256(signed).digest(), mechanism=pkcs11.Mechanism.ECDSA)
        except pkcs11.PKCS11Error as error:
            raise CredentialError(f"the token does not sign: {type(error).__name__}") from error
        return made

    def _found(self, kind: Any) -> Any:
        return self._session.get_key(object_class=kind, key_type=pkcs11.KeyType.EC, label=self._place.object)

    def close(self) -> None:
        """Log out."""
        self._session.close()

    def destroy(self) -> None:
        """Nothing; afterwards the token has no such key pair (39 CFR 501.18)."""
        with _explained(self._place):
            for found in list(self._session.get_objects({pkcs11.Attribute.LABEL: self._place.object})):
                found.destroy()


def token_signer(uri: str, pin: bytes | None) -> TokenSigner:
    """The signer of the key that a URI names; errors as `TokenSigner`."""
    return TokenSigner(KeyPlace.parse(uri), pin)


def born_in_token(uri: str, pin: bytes | None) -> TokenSigner:
    """The signer of a new key pair, which the token makes and lets nobody read.

    Raises:
        CredentialError: there is a key of that label already, or as `TokenSigner`.
        MissingPartError: the driver is not installed.
    """
    place = KeyPlace.parse(uri)
    with _explained(place), _session(place, pin) as session:
        if list(session.get_objects({pkcs11.Attribute.LABEL: place.object})):
            raise CredentialError(f"the token {place.token} has a key {place.object!r} already")
        curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters(_CURVE)}
        parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
        parameters.generate_keypair(store=True, label=place.object)
    return TokenSigner(place, pin)


def _session(place: KeyPlace, pin: bytes | None) -> Any:
    if pkcs11 is None:
        raise MissingPartError("a key in a token needs python-pkcs11; install indicia[pkcs11]")
    token = pkcs11.lib(str(place.module)).get_token(token_label=place.token)
    return token.open(rw=True, user_pin=None if pin is None else pin.decode())


@contextlib.contextmanager
def _explained(place: KeyPlace) -> Iterator[None]:
    """Turn what the token says into our errors."""
    try:
        yield
    except (CredentialError, MissingPartError):
        raise
    except (RuntimeError, OSError, UnicodeDecodeError) as error:  # PKCS11Error is a RuntimeError
        what = type(error).__name__ if isinstance(error, RuntimeError) else str(error)
        raise CredentialError(f"the token {place.token} does not give the key {place.object!r}: {what}") from error
