"""The office over HTTP: statements and receipts come in, grants, denials and documents go out."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.requests import ClientDisconnect

from indicia import __version__
from indicia.errors import CredentialError, IndiciaError, InputError, OutputError
from indicia.security.signing import Signer
from provider.books import Moment
from provider.errors import ProviderRefused
from provider.resetting import wire
from provider.resetting.licensing import Licensing
from provider.resetting.office import ResetOffice
from provider.resetting.stores import Stores
from provider.store import Store

BODY_MAX = 65_536
"""Bytes of a request: messages are a few kilobytes."""
_JSON = "application/json"
_STATUS = {ProviderRefused: 409, CredentialError: 403, InputError: 422, OutputError: 503}
_BAD, _TOO_LARGE = 400, 413
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """What the office's server is made of."""

    stores: Stores
    """The database, for each thread."""
    signer: Signer
    """Holds the provider's key."""
    licensing: Callable[[Store], Licensing]
    """The licences in a database."""
    moment: Callable[[], Moment]
    """The time, and the day that it counts for."""


def application(service: Service) -> FastAPI:
    """The server."""
    app = FastAPI(title="indicia provider", version=__version__, description="Resets postage evidencing systems.")

    @app.get("/healthz", response_class=PlainTextResponse)
    async def healthz() -> str:
        return "ok\n"

    @app.post(wire.STATEMENT_PATH, summary="A statement of a device: a signed grant or denial comes back")
    async def statement(request: Request) -> Response:
        return await _answered(request, lambda body: _statement(service, body))

    @app.post(wire.RECEIPT_PATH, summary="A receipt of a device: the signed document comes back")
    async def receipt(request: Request) -> Response:
        return await _answered(request, lambda body: _receipt(service, body))

    return app


def _statement(service: Service, body: bytes) -> bytes:
    account, sent = wire.read_request(body)
    with service.stores.one() as store:
        office = ResetOffice(store, service.signer, service.licensing(store))
        return wire.answer_body(office.answer(account, sent, service.moment()))


def _receipt(service: Service, body: bytes) -> bytes:
    sent = wire.read_receipt(body)
    with service.stores.one() as store:
        office = ResetOffice(store, service.signer, service.licensing(store))
        return wire.document_body(office.confirm(sent, service.moment()), service.signer)


async def _answered(request: Request, answer: Callable[[bytes], bytes]) -> Response:
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > BODY_MAX:
                return _error(_TOO_LARGE, "too-large", f"more than {BODY_MAX} bytes")
    except ClientDisconnect:
        return _error(_BAD, "cut", "the message broke off")  # nobody hears it
    try:
        return Response(await asyncio.to_thread(answer, body), media_type=_JSON)
    except IndiciaError as error:
        kind = next((kind for kind in _STATUS if isinstance(error, kind)), None)
        if kind is None:
            raise
        _log.warning("%s", type(error).__name__)
        return _error(_STATUS[kind], kind.__name__, str(error))


def _error(status: int, code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status)
