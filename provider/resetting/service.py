"""The web server around the office's application."""

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import uvicorn

from provider.resetting.http import Service, application

KEEP_ALIVE_SECONDS = 5
"""A device calls rarely: its connection need not be kept."""


def run(service: Service, *, host: str, port: int, certificate: Path | None = None, key: Path | None = None) -> None:
    """Serve until a signal ends it; requests that were taken are answered first.

    Args:
        service: what the server is made of.
        host: address to listen on.
        port: to listen on.
        certificate: PEM file, for TLS; messages are signed either way.
        key: its private key.
    """
    config = uvicorn.Config(
        application(service), host=host, port=port, log_config=None, access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS, ssl_certfile=certificate, ssl_keyfile=key,
    )  # fmt: skip
    with _signals_end_here():
        uvicorn.Server(config).run()


@contextlib.contextmanager
def _signals_end_here() -> Iterator[None]:
    """The server raises again the signal that ended it; then it has done its work."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: None) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
