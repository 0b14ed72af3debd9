import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from indicia.errors import CredentialError
from indicia.payload.profiles import Algorithm, signature_length
from indicia.security.keys import PrivateKey
from indicia.security.signature import verify, verify_lite
from indicia.security.signing import sign_lite, signer_for


def test_ecdsa_signs_as_the_example_of_rfc_6979() -> None:
    # RFC 6979, A.2.5: P-256, SHA-256, message "sample".
    private = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    expected = (
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    )
    assert expected == signer_for(ec.derive_private_key(private, ec.SECP256R1())).sign(b"sample").hex()


def test_ed25519_signs_as_the_example_of_rfc_8032() -> None:
    # RFC 8032, 7.1, TEST 2.
    private = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    expected = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert expected == signer_for(ed25519.Ed25519PrivateKey.from_private_bytes(private)).sign(b"\x72").hex()


def test_what_a_signer_signs_verifies_and_nothing_near_it_does(keys: dict[Algorithm, PrivateKey]) -> None:
    signed = bytes(range(49))
    for algorithm, key in keys.items():
        signer = signer_for(key)
        signature = signer.sign(signed)
        assert (algorithm, signature_length(algorithm)) == (signer.algorithm, len(signature))
        assert verify(signer.public_key, algorithm, signed, signature)
        assert not verify(signer.public_key, algorithm, signed[:-1] + b"\0", signature)
        for bit in range(0, 8 * len(signature), 7):
            assert not verify(signer.public_key, algorithm, signed, _flipped(signature, bit))


def test_deterministic_signers_give_the_same_bytes_again(keys: dict[Algorithm, PrivateKey]) -> None:
    for algorithm in (Algorithm.ECDSA_P256, Algorithm.ED25519):
        signer = signer_for(keys[algorithm])
        assert signer.sign(b"once") == signer.sign(b"once")


def test_a_signer_does_not_show_its_key(keys: dict[Algorithm, PrivateKey]) -> None:
    assert "KeySigner(algorithm=<Algorithm.ED25519: 130>)" == repr(signer_for(keys[Algorithm.ED25519]))


def test_a_key_of_another_curve_signs_nothing() -> None:
    with pytest.raises(CredentialError, match="no indicium uses"):
        signer_for(ec.generate_private_key(ec.SECP384R1()))


def test_lite_is_hmac_sha256_cut_to_48_bits() -> None:
    signed = bytes(14)
    tag = sign_lite(b"secret", signed)
    assert hmac.new(b"secret", signed, hashlib.sha256).digest()[:6] == tag
    assert verify_lite(b"secret", signed, tag)
    assert not verify_lite(b"secret", signed, _flipped(tag, 47))
    assert not verify_lite(b"Secret", signed, tag)
    assert not verify_lite(b"secret", signed, tag[:5])


def _flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
