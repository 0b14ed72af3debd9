import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from indicia.errors import CredentialError, OutputError
from indicia.payload.profiles import Algorithm
from indicia.security.keys import (
    PrivateKey,
    algorithm_of,
    generate,
    load_private_key,
    public_bytes,
    save_private_key,
)


def test_a_new_key_is_for_its_algorithm(keys: dict[Algorithm, PrivateKey]) -> None:
    assert {algorithm: algorithm for algorithm in keys} == {
        algorithm: algorithm_of(key.public_key()) for algorithm, key in keys.items()
    }


def test_no_key_is_made_for_an_algorithm_that_is_only_read() -> None:
    with pytest.raises(CredentialError, match="reading old pieces"):
        generate(Algorithm.RSA_1024)


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP384R1()).public_key(),
        rsa.generate_private_key(65537, 2048).public_key(),
        ed448.Ed448PrivateKey.generate().public_key(),
        dsa.DSAPublicNumbers(2, dsa.DSAParameterNumbers(2**1023 + 1155, 2**255 + 95, 2)).public_key(),
    ],
    ids=["p384", "rsa2048", "ed448", "dsa-q256"],
)
def test_keys_of_other_curves_and_sizes_are_for_none(key: object) -> None:
    assert algorithm_of(key) is None


@pytest.mark.parametrize("passphrase", [None, b"open sesame"])
def test_a_saved_key_comes_back_and_only_its_owner_may_read_it(
    passphrase: bytes | None, tmp_path: Path, keys: dict[Algorithm, PrivateKey]
) -> None:
    for algorithm, key in keys.items():
        path = tmp_path / f"{algorithm}.pem"
        save_private_key(path, key, passphrase)
        assert 0o600 == stat.S_IMODE(path.stat().st_mode)
        assert (passphrase is not None) == (b"ENCRYPTED" in path.read_bytes())
        loaded = load_private_key(path, passphrase)
        assert public_bytes(key.public_key()) == public_bytes(loaded.public_key())


def test_the_passphrase_is_not_used_when_the_key_is_open(tmp_path: Path, keys: dict[Algorithm, PrivateKey]) -> None:
    save_private_key(tmp_path / "key.pem", keys[Algorithm.ED25519])
    assert load_private_key(tmp_path / "key.pem", b"another").public_key() == keys[Algorithm.ED25519].public_key()


def test_a_key_is_never_overwritten_and_nothing_is_left_beside_it(
    tmp_path: Path, keys: dict[Algorithm, PrivateKey]
) -> None:
    path = tmp_path / "key.pem"
    path.write_text("precious")
    with pytest.raises(CredentialError, match=r"key\.pem exists already"):
        save_private_key(path, keys[Algorithm.ECDSA_P256])
    assert "precious" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path, keys: dict[Algorithm, PrivateKey]) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        save_private_key(tmp_path / "none" / "key.pem", keys[Algorithm.ECDSA_P256])


@pytest.mark.parametrize(
    ("passphrase", "reason"), [(None, "is encrypted: give its passphrase"), (b"wrong", "wrong passphrase")]
)
def test_an_encrypted_key_needs_its_passphrase(
    passphrase: bytes | None, reason: str, tmp_path: Path, keys: dict[Algorithm, PrivateKey]
) -> None:
    save_private_key(tmp_path / "key.pem", keys[Algorithm.ECDSA_P256], b"right")
    with pytest.raises(CredentialError, match=reason):
        load_private_key(tmp_path / "key.pem", passphrase)


def test_what_is_no_signing_key_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    with pytest.raises(CredentialError, match="No such file"):
        load_private_key(path)
    path.write_text("hello")
    with pytest.raises(CredentialError, match="not a PKCS#8 private key"):
        load_private_key(path)
    other = ed448.Ed448PrivateKey.generate()
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(CredentialError, match="of a kind that does not sign indicia"):
        load_private_key(path)
