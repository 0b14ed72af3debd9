"""The device's side of the line: what a device says goes to its provider, what comes back goes to the device."""

import http.client
import json
import logging
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from indicia.errors import CredentialError, InputError, OutputError
from indicia.psd.messages import Denial, Grant, Receipt, Signed, Statement
from indicia.security.keys import PublicKey
from provider.errors import ProviderRefused
from provider.resetting import wire
from provider.resetting.documents import Document

_ANSWER_MAX = 1 << 20
_BUSY = 503
_log = logging.getLogger(__name__)


class Resettable(Protocol):
    """What the line needs of a device (`indicia.psd`)."""

    def state_reset(self, requested: int | None) -> Signed[Statement]:
        """A statement with a fresh nonce."""

    def apply(self, grant: Signed[Grant]) -> Signed[Receipt]:
        """The receipt of a grant, applied once."""

    def note_denial(self, denial: Signed[Denial]) -> Denial:
        """A denial, in the log."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended."""

    receipt: Receipt | None
    """What the device is after the grant; None when it was denied."""
    document: Document | None
    """The provider's; None when it was denied, or the line broke: the next call brings it about."""
    denial: str
    """Why the provider did not reset; empty when it did."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to the provider."""

    url: str
    """`http://` or `https://`, host and port."""
    attempts: int = 3
    """How often a message is sent before the line counts as broken."""
    timeout_seconds: float = 30.0
    """How long one attempt may take."""
    pause: Callable[[float], None] = time.sleep
    """Waits so many seconds between two attempts."""

    def call(self, device: Resettable, account: str, requested: int | None, office: tuple[PublicKey, int]) -> Outcome:
        """Ask for a reset of `requested` mills: 0 resets no value, None only fetches orders.

        A call that breaks off leaves nothing undone that the next call does not settle.

        Args:
            device: an open device.
            account: the licensee's account number.
            requested: mills.
            office: the provider's public key and its algorithm's id.

        Raises:
            OutputError: the provider cannot be reached.
            ProviderRefused: it does not know the device.
            CredentialError: a signature is not that of the other side.
            PsdRefused: the device does not take the grant.
        """
        statement = device.state_reset(requested)
        answer = wire.read_answer(self._post(wire.STATEMENT_PATH, wire.request_body(account, statement)))
        if wire.denied(answer):
            return Outcome(None, None, device.note_denial(answer).reason)
        receipt = device.apply(answer)
        try:
            document = self._post(wire.RECEIPT_PATH, receipt.to_json().encode())
        except OutputError as broken:
            # The device is reset; its next statement tells the provider.
            _log.warning("the receipt did not reach the provider: %s", broken)
            return Outcome(receipt.message, None, "")
        return Outcome(receipt.message, wire.read_document(document, *office), "")

    def _post(self, path: str, body: bytes) -> bytes:
        """The answer to a message, which is sent again while the line is broken: the same message counts once."""
        for attempt in range(1, self.attempts + 1):
            try:
                status, answer = self._posted(path, body)
                if status != _BUSY:
                    return _good(status, answer)
                reason = "it is not ready"
            except (OSError, http.client.HTTPException) as error:
                reason = str(error) or type(error).__name__
            if attempt < self.attempts:
                self.pause(2.0 ** (attempt - 1))
        raise OutputError(f"the provider at {self.url} cannot be reached: {reason}")

    def _posted(self, path: str, body: bytes) -> tuple[int, bytes]:
        where = urllib.parse.urlsplit(self.url)
        kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
        if where.scheme not in kinds or not where.hostname:
            raise InputError(f"{self.url!r} is no address of a provider; allowed: http://HOST:PORT, https://HOST:PORT")
        connection = kinds[where.scheme](where.hostname, where.port, timeout=self.timeout_seconds)
        try:
            connection.request("POST", where.path.rstrip("/") + path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            if response.length is None or response.length > _ANSWER_MAX:
                raise InputError(f"the provider at {self.url} answers without end")
            # All of it or an error: a line may be cut within an answer.
            return response.status, response.read()
        finally:
            connection.close()


def _good(status: int, answer: bytes) -> bytes:
    """The answer of a provider that did what it was asked.

    Raises:
        ProviderRefused, CredentialError, InputError: it did not.
    """
    if status == http.client.OK:
        return answer
    try:
        message = str(json.loads(answer)["error"]["message"])
    except (ValueError, TypeError, KeyError):
        message = f"the provider answers with status {status}"
    if status == http.client.FORBIDDEN:
        raise CredentialError(message)
    if status == http.client.CONFLICT:
        raise ProviderRefused(message)
    raise InputError(message)
