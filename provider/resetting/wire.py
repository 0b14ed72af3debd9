"""What travels between a device's line and the office beside the device's own messages."""

import json
from dataclasses import asdict
from typing import Any

from typing_extensions import TypeIs

from indicia.errors import CredentialError, InputError
from indicia.psd.messages import Denial, Grant, Receipt, Signed, Statement
from indicia.security import signature
from indicia.security.keys import PublicKey
from indicia.security.signing import Signer
from provider.resetting.documents import Document, document_of

STATEMENT_PATH = "/v1/reset/statement"
RECEIPT_PATH = "/v1/reset/receipt"
_DOMAIN = "indicia provider 1 Document\n"
"""Begins what is signed here, so that it can never be taken for another message."""


def request_body(account: str, statement: Signed[Statement]) -> bytes:
    """A statement with the licensee's account number (39 CFR 501.29(e)(3))."""
    return json.dumps({"account": account, "statement": statement.to_json()}).encode()


def read_request(body: bytes) -> tuple[str, Signed[Statement]]:
    """Account number and statement.

    Raises:
        InputError: it is no request.
    """
    read = _fields(body, "account", "statement")
    return read["account"], Signed.from_json(read["statement"], Statement)


def answer_body(answer: Signed[Grant] | Signed[Denial]) -> bytes:
    """A grant or a denial."""
    return answer.to_json().encode()


def read_answer(body: bytes) -> Signed[Grant] | Signed[Denial]:
    """A grant or a denial.

    Raises:
        InputError: it is neither.
    """
    if _fields(body, "kind")["kind"] == Denial.__name__:
        return Signed.from_json(body, Denial)
    return Signed.from_json(body, Grant)


def denied(answer: Signed[Grant] | Signed[Denial]) -> TypeIs[Signed[Denial]]:
    """Whether an answer is a denial."""
    return answer.kind is Denial


def read_receipt(body: bytes) -> Signed[Receipt]:
    """A receipt.

    Raises:
        InputError: it is none.
    """
    return Signed.from_json(body, Receipt)


def document_body(document: Document, signer: Signer) -> bytes:
    """A document with the office's signature."""
    said = json.dumps(asdict(document), sort_keys=True, separators=(",", ":"))
    return json.dumps({"document": said, "signature": signer.sign(_covered(said)).hex()}).encode()


def read_document(body: bytes, office: PublicKey, algorithm_id: int) -> Document:
    """A document, once its signature is found to be the office's.

    Raises:
        InputError: it is none.
        CredentialError: it is not the office's.
    """
    read = _fields(body, "document", "signature")
    try:
        signed = bytes.fromhex(read["signature"])
        document = document_of(read["document"])
    except (ValueError, TypeError, KeyError):
        raise InputError("no signed document of a reset") from None
    if not signature.verify(office, algorithm_id, _covered(read["document"]), signed):
        raise CredentialError("the signature of the document is not that of the provider")
    return document


def _covered(said: str) -> bytes:
    return f"{_DOMAIN}{said}".encode()


def _fields(body: bytes, *names: str) -> dict[str, str]:
    """The fields of a JSON object, all of them strings."""
    try:
        read: Any = json.loads(body)
        found = {name: read[name] for name in names}
    except (ValueError, TypeError, KeyError):
        found = {}
    if not found or not all(isinstance(value, str) for value in found.values()):
        raise InputError(f"not JSON with {' and '.join(names)}")
    return found
