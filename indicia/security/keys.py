"""Private keys of PSDs and providers: made, kept as PKCS#8 PEM, loaded."""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa

from indicia import files
from indicia.errors import CredentialError
from indicia.payload.profiles import Algorithm
from indicia.security.files import write_new

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | dsa.DSAPrivateKey
"""A key that signs indicia or certificates."""
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | dsa.DSAPublicKey | rsa.RSAPublicKey
"""A key that checks indicia; RSA only for old pieces."""

_ENCRYPTED = b"BEGIN ENCRYPTED PRIVATE KEY"


def generate(algorithm: Algorithm) -> PrivateKey:
    """A new key, from the randomness of the operating system.

    Raises:
        CredentialError: the algorithm is one that this project only reads.
    """
    match algorithm:
        case Algorithm.ECDSA_P256:
            return ec.generate_private_key(ec.SECP256R1())
        case Algorithm.ED25519:
            return ed25519.Ed25519PrivateKey.generate()
        case Algorithm.DSA_1024:
            return dsa.generate_private_key(key_size=1024)  # noqa: S505 - the size that the profile has
        case Algorithm.RSA_1024:
            raise CredentialError("RSA-1024 is for reading old pieces; keys are not made for it")


def algorithm_of(key: object) -> Algorithm | None:
    """The algorithm that a public key is for, None when it is for none of ours."""
    match key:
        case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()):
            return Algorithm.ECDSA_P256
        case ed25519.Ed25519PublicKey():
            return Algorithm.ED25519
        case dsa.DSAPublicKey(key_size=1024):
            # r and s take 20 bytes each in the message, so q must have 160 bits.
            q_bits = key.parameters().parameter_numbers().q.bit_length()
            return Algorithm.DSA_1024 if q_bits == 160 else None
        case rsa.RSAPublicKey(key_size=1024):
            return Algorithm.RSA_1024
    return None


def public_bytes(key: PublicKey) -> bytes:
    """The key as SubjectPublicKeyInfo, DER: equal for equal keys."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def save_private_key(path: Path, key: PrivateKey, passphrase: bytes | None = None) -> None:
    """Write a new PKCS#8 PEM file that only its owner may read, encrypted when a passphrase is given.

    Raises:
        CredentialError: the file exists.
        OutputError: the place cannot be written.
    """
    encryption: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    write_new(path, pem, files.SECRET)


def load_private_key(path: Path, passphrase: bytes | None = None) -> PrivateKey:
    """The key in a PKCS#8 PEM file; a passphrase is not needed, and not used, when it is not encrypted.

    Raises:
        CredentialError: missing, not a key, of a kind that does not sign here, or the passphrase is wrong.
    """
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise CredentialError(f"cannot read the key {path}: {error.strerror}") from error
    encrypted = _ENCRYPTED in pem
    if encrypted and not passphrase:
        raise CredentialError(f"the key {path} is encrypted: give its passphrase with --passphrase-file")
    try:
        key = serialization.load_pem_private_key(pem, passphrase if encrypted else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        reason = "wrong passphrase or damaged file" if encrypted else "not a PKCS#8 private key"
        raise CredentialError(f"cannot load the key {path}: {reason}") from error
    if not isinstance(key, PrivateKey):
        raise CredentialError(f"the key {path} is of a kind that does not sign indicia")
    return key
