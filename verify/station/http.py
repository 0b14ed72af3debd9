"""The station over HTTP: `POST /v1/verify`, and what a plant's monitoring asks for."""

import asyncio
import datetime as dt
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse

from indicia import __version__
from indicia.errors import InputError
from verify.engine.pieces import Piece
from verify.ledger.claims import Witness
from verify.station.intake import Full, Intake, Lines
from verify.station.metrics import CONTENT_TYPE, Metrics
from verify.station.requests import BODY_MAX, FORM, RAW, SUFFIXES, TOO_LARGE, UNSUPPORTED, Given, given

NDJSON = "application/x-ndjson"
UNAUTHORIZED, UNPROCESSABLE, TOO_MANY, UNAVAILABLE = 401, 422, 429, 503


@dataclass(frozen=True, slots=True)
class Station:
    """What the service is made of."""

    intake: Intake
    metrics: Metrics
    ready: Callable[[], bool]
    """Whether the workers run and the ledger answers."""
    now: Callable[[], dt.datetime]
    """The instant, with a time zone."""
    day: Callable[[], dt.date]
    """Of deposit, for what arrives now."""
    name: str = ""
    """Of the station, for the ledger."""
    place: str = ""
    """Where it stands."""
    token: str | None = None
    """What callers show as `Authorization: Bearer …`; None for none."""


def application(station: Station) -> FastAPI:
    """The service."""
    app = FastAPI(
        title="indicia verify",
        version=__version__,
        description="Says of mailpiece images whether what is printed there is acceptable as payment of postage.",
        responses={UNAUTHORIZED: {"description": "no token, or a wrong one"}},
    )
    _health(app, station)
    _verify(app, station)

    @app.exception_handler(InputError)
    async def bad_input(_: Request, fault: InputError) -> Response:
        return JSONResponse({"error": {"code": "input", "message": str(fault)}}, UNPROCESSABLE)

    return app


def _health(app: FastAPI, station: Station) -> None:
    @app.get("/healthz", summary="Whether the process lives", response_class=PlainTextResponse)
    async def healthz() -> str:
        return "ok\n"

    @app.get("/readyz", summary="Whether pieces can be taken", response_class=PlainTextResponse)
    async def readyz() -> Response:
        ready = await asyncio.to_thread(station.ready)
        return PlainTextResponse("ready\n" if ready else "not ready\n", 200 if ready else UNAVAILABLE)

    @app.get("/metrics", summary="Counts and times for Prometheus")
    async def metrics() -> Response:
        return Response(station.metrics.text(), media_type=CONTENT_TYPE)


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            RAW: {"schema": {"type": "string", "format": "binary"}},
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in SUFFIXES},
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"image": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            },
        },
    }
}


def _verify(app: FastAPI, station: Station) -> None:
    @app.post(
        "/v1/verify",
        summary="Judge one image, or every image of a form",
        description="One JSON object a page, as they are finished, each with the `id` of its image: a form's file "
        "name, else the query's `id`. A raw gray frame comes as application/octet-stream with width, height and dpi. A "
        "request repeated under the same Idempotency-Key gets the same answers, and its pieces count once.",
        response_class=StreamingResponse,
        responses={
            200: {"content": {NDJSON: {}}},
            TOO_MANY: {"description": "full: Retry-After says when to come again"},
            TOO_LARGE: {"description": f"more than {BODY_MAX >> 20} MiB"},
            UNPROCESSABLE: {"description": "not what it says it is, or a key that another request came under"},
            UNSUPPORTED: {"description": "no image, frame or form"},
        },
        openapi_extra=_BODY,
    )
    async def verify(  # noqa: PLR0917 - FastAPI makes a query of each
        request: Request,
        id: Annotated[str | None, Query(description="Of the piece, the caller's own.")] = None,  # noqa: A002 - the contract's word
        width: Annotated[int | None, Query(ge=1, description="Of a raw frame, pixels.")] = None,
        height: Annotated[int | None, Query(ge=1, description="Of a raw frame, pixels.")] = None,
        dpi: Annotated[float | None, Query(ge=20, le=10_000, description="Of a raw frame, pixels an inch.")] = None,
        idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
        authorization: Annotated[str | None, Header()] = None,
    ) -> Response:
        _authorize(station, authorization)
        frame = None if width is None or height is None else (height, width)
        pieces = await given(request, id, frame, dpi)
        digest = b"" if idempotency_key is None else await asyncio.to_thread(_digest, pieces)
        try:
            answers = _taken(station, pieces, idempotency_key, digest)
        except Full as full:
            said = {"error": {"code": "full", "message": str(full)}}
            return JSONResponse(said, TOO_MANY, {"Retry-After": str(full.retry_after)})
        return StreamingResponse(_lines(pieces, [asyncio.wrap_future(one) for one in answers]), media_type=NDJSON)


def _digest(pieces: Sequence[Given]) -> bytes:
    return b"".join(one.digest() for one in pieces)


def _taken(station: Station, pieces: Sequence[Given], key: str | None, digest: bytes) -> "list[Future[Lines]]":
    """What will come of each piece; what was spooled goes when its piece is answered, or is not let in."""
    try:
        futures = station.intake.take([_piece(station, one, key, n) for n, one in enumerate(pieces)], key, digest)
    except (Full, InputError):
        for one in pieces:
            one.clear()
        raise
    for one, future in zip(pieces, futures, strict=True):
        one.clear_after(future)
    return futures


def _authorize(station: Station, authorization: str | None) -> None:
    if station.token is None:
        return
    shown = (authorization or "").removeprefix("Bearer ")
    if not hmac.compare_digest(shown.encode(), station.token.encode()):
        station.metrics.refused("token")
        raise HTTPException(UNAUTHORIZED, "a bearer token is needed", {"WWW-Authenticate": "Bearer"})


def _piece(station: Station, one: Given, key: str | None, number: int) -> Piece:
    # Only a caller who names his requests can tell a repeated one from a second piece.
    witness = Witness(station.now(), station.name, f"{key}/{number}" if key else "", station.place, one.id)
    return Piece(one.image, one.id, one.dpi, station.day(), witness)


async def _lines(pieces: Sequence[Given], answers: Sequence[Awaitable[Lines]]) -> AsyncIterator[str]:
    """Each page's answer as it is finished."""

    async def told(one: Given, answer: Awaitable[Lines]) -> str:
        return "".join(f"{_named(one.id, line)}\n" for line in await answer)

    for finished in asyncio.as_completed([told(*pair) for pair in zip(pieces, answers, strict=True)]):
        yield await finished


def _named(name: str, line: str) -> str:
    """An answer with the caller's name for the piece before everything else."""
    return f'{{"id": {json.dumps(name)}, {line[1:]}'
