"""The web server around the station's application."""

import contextlib
import logging
import signal
import time
from collections.abc import Awaitable, Callable, Iterator

import structlog
import uvicorn
from fastapi import FastAPI, Request, Response

from verify.station.http import Station, application

KEEP_ALIVE_SECONDS = 75
"""A silent connection is closed then: cameras pause between two trays."""
_log = structlog.get_logger(__name__)


def run(station: Station, *, host: str, port: int) -> None:
    """Serve until a signal ends it; requests that were taken are answered first."""
    app = application(station)
    _logged(app)
    config = uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, timeout_keep_alive=KEEP_ALIVE_SECONDS
    )
    server = uvicorn.Server(config)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    with _signals_end_here():
        server.run()


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


def _logged(app: FastAPI) -> None:
    """Log each request: what was asked, how it ended, how long it took until the answers began; no name, no query."""

    @app.middleware("http")
    async def log(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        start = time.perf_counter()
        response = await call_next(request)
        _log.info(
            "request",
            method=request.method,
            path=request.url.path,
            status=response.status_code,
            ms=round((time.perf_counter() - start) * 1000, 1),
        )
        return response
