import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from indicia.payload.profiles import Algorithm
from indicia.security.keys import PrivateKey
from indicia.security.signature import verify
from indicia.security.signing import signer_for

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "vectors"


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the Wycheproof vectors are not beside the project")
@pytest.mark.parametrize(
    ("name", "algorithm"),
    [
        ("wycheproof_ecdsa_secp256r1_sha256_p1363_test.json", Algorithm.ECDSA_P256),
        ("wycheproof_ed25519_test.json", Algorithm.ED25519),
    ],
)
def test_wycheproof_vectors_are_judged_as_they_say(name: str, algorithm: Algorithm) -> None:
    groups: list[dict[str, Any]] = json.loads((VECTORS / name).read_text())["testGroups"]
    wrong = []
    count = 0
    for group in groups:
        key = load_der_public_key(bytes.fromhex(group["publicKeyDer"]))
        for test in group["tests"]:
            count += 1
            verified = verify(key, algorithm, bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
            if verified != (test["result"] == "valid"):
                wrong.append((test["tcId"], test["comment"]))
    assert [] == wrong
    assert count > 100


def test_an_old_rsa_signature_verifies() -> None:
    key = rsa.generate_private_key(65537, 1024)
    signature = key.sign(b"old", padding.PKCS1v15(), hashes.SHA1())
    assert verify(key.public_key(), Algorithm.RSA_1024, b"old", signature)
    assert not verify(key.public_key(), Algorithm.RSA_1024, b"new", signature)


def test_an_algorithm_id_that_contradicts_the_key_is_invalid(keys: dict[Algorithm, PrivateKey]) -> None:
    signer = signer_for(keys[Algorithm.ED25519])
    signature = signer.sign(b"x")
    verified = {algorithm for algorithm in range(256) if verify(signer.public_key, algorithm, b"x", signature)}
    assert {Algorithm.ED25519} == verified


def test_a_key_of_no_algorithm_never_verifies() -> None:
    assert not any(verify(object(), algorithm, b"x", bytes(64)) for algorithm in Algorithm)


def test_a_signature_of_another_length_is_invalid(keys: dict[Algorithm, PrivateKey]) -> None:
    signer = signer_for(keys[Algorithm.ECDSA_P256])
    signature = signer.sign(b"x")
    for other in (b"", signature[:-1], signature + b"\0", bytes(1) + signature):
        assert not verify(signer.public_key, Algorithm.ECDSA_P256, b"x", other)
