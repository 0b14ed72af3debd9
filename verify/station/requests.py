"""The images of one HTTP request: a form's files, a raw frame, or the body itself."""

import asyncio
import hashlib
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fastapi import HTTPException, Request
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from indicia.errors import InputError
from verify.engine.pieces import Image
from verify.scans import PIXELS_MAX
from verify.scans import SUFFIXES as READ

RAW = "application/octet-stream"
FORM = "multipart/form-data"
SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "application/pdf": ".pdf",
    "image/x-portable-anymap": ".pnm",
    "image/x-portable-graymap": ".pgm",
}
"""What a body can be, beside raw frames and forms."""
BODY_MAX = 256 * 2**20
"""Bytes of a request."""
PARTS_MAX = 1000
"""Images in a form."""
BROKEN_OFF, TOO_LARGE, UNSUPPORTED = 400, 413, 415


@dataclass(frozen=True, slots=True)
class Given:
    """One image of a request."""

    id: str
    """The caller's name for it."""
    image: Image
    """Pixels, or a path in the spool."""
    dpi: float | None = None
    """Of pixels."""
    spooled: Path | None = None
    """The file to be taken away when the piece is answered."""

    def digest(self) -> bytes:
        """SHA-256 of what was sent: it tells a request that is repeated from another one."""
        if isinstance(self.image, np.ndarray):
            return hashlib.sha256(repr((self.image.shape, self.dpi)).encode() + self.image.tobytes()).digest()
        return hashlib.sha256(Path(self.image).read_bytes()).digest()

    def clear(self) -> None:
        """Take away what was spooled."""
        if self.spooled is not None:
            self.spooled.unlink(missing_ok=True)

    def clear_after(self, answer: "Future[Any]") -> None:
        """Take it away once there is an answer, which may be kept for long: it must not keep the pixels too."""
        if (place := self.spooled) is not None:
            answer.add_done_callback(lambda _: place.unlink(missing_ok=True))


async def given(
    request: Request, name: str | None, frame: tuple[int, int] | None, dpi: float | None
) -> Sequence[Given]:
    """The images of a request."""
    if int(request.headers.get("content-length") or 0) > BODY_MAX:
        raise HTTPException(TOO_LARGE, f"a request has at most {BODY_MAX >> 20} MiB")
    try:
        return await _given(request, name, frame, dpi)
    except ClientDisconnect as gone:
        raise HTTPException(BROKEN_OFF, "the request broke off") from gone


async def _given(request: Request, name: str | None, frame: tuple[int, int] | None, dpi: float | None) -> list[Given]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == FORM:
        return await _form(request)
    if kind == RAW:
        return [_raw(await _body(request), name or "frame", frame, dpi)]
    if kind in SUFFIXES:
        return [await asyncio.to_thread(_spooled, await _body(request), name or "image", SUFFIXES[kind])]
    raise HTTPException(UNSUPPORTED, f"{kind or 'no content type'}; allowed: {', '.join([RAW, FORM, *SUFFIXES])}")


async def _body(request: Request) -> bytes:
    """The whole body, which may come without saying its length."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_MAX:
            raise HTTPException(TOO_LARGE, f"a request has at most {BODY_MAX >> 20} MiB")
        parts.append(part)
    return b"".join(parts)


async def _form(request: Request) -> list[Given]:
    """Every file of a form, in its order."""
    form = await request.form(max_files=PARTS_MAX)
    files = [file for _, file in form.multi_items() if isinstance(file, UploadFile)]
    if not files:
        raise InputError("the form has no file; send each image as a file part named `image`")
    given: list[Given] = []
    for number, file in enumerate(files, 1):
        name = file.filename or f"image-{number}"
        suffix = Path(name).suffix.lower()
        # A name may be anything; a spooled file keeps what readers go by.
        given.append(await asyncio.to_thread(_spooled, await file.read(), name, suffix if suffix in READ else ""))
    await form.close()
    return given


def _raw(body: bytes, name: str, frame: tuple[int, int] | None, dpi: float | None) -> Given:
    """A raw gray frame."""
    if frame is None:
        raise InputError("a raw frame needs the query's width and height (and dpi, where it is known)")
    height, width = frame
    if height * width > PIXELS_MAX:
        raise InputError(f"{width} x {height} pixels are too many (at most {PIXELS_MAX:,})")
    if len(body) != height * width:
        raise InputError(f"a frame of {width} x {height} has {height * width} bytes of gray, not {len(body)}")
    return Given(name, np.frombuffer(body, np.uint8).reshape(height, width), dpi)


def _spooled(body: bytes, name: str, suffix: str) -> Given:
    """An image in a file of the spool, where a worker reads it."""
    with tempfile.NamedTemporaryFile(prefix="verify-", suffix=suffix, delete=False) as file:
        file.write(body)
    place = Path(file.name)
    return Given(name, str(place), spooled=place)
