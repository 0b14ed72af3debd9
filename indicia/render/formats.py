"""The formats that a page can be written in, by the suffix of its file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indicia.errors import UsageError
from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.render import pdf, png, raster, svg, tif, zpl


class Renderer(Protocol):
    """Draws pages into one file."""

    def __call__(self, pages: Sequence[Page], face: Face, *, title: str) -> bytes:
        """The file's bytes: the same for the same pages, face and title."""


class Gray(Protocol):
    """Shows what a file looks like."""

    def __call__(self, data: bytes, /, *, dpi: int, page: int = 0) -> npt.NDArray[np.uint8]:
        """A page as H x W pixels, 0 is black; `dpi` counts only where the file has no pixels of its own."""


class Grays(Protocol):
    """Shows what every page of a file looks like."""

    def __call__(self, data: bytes, /, *, dpi: int) -> Iterator[npt.NDArray[np.uint8]]:
        """As `Gray`, page after page; the file is opened once."""


@dataclass(frozen=True, slots=True)
class Format:
    """One file format."""

    suffix: str
    """With its point, lower case."""
    holds_many_pages: bool
    """Whether one file holds any number of pages, or exactly one."""
    has_pixels: bool
    """Whether the file is made of the printer's dots, or can be shown at any resolution."""
    render: Renderer
    """What draws it."""
    gray: Gray
    """What shows it again, for reading back."""
    grays: Grays
    """Same of all its pages, one after another."""
    require_dpi: Callable[[int], None] = lambda _: None
    """What refuses a resolution that pages of this format cannot have, with a UsageError."""


def _of_pixels(gray: Callable[..., npt.NDArray[np.uint8]]) -> Gray:
    """A reader of whole pixels, which has no resolution to choose."""

    def shown(data: bytes, /, *, dpi: int, page: int = 0) -> npt.NDArray[np.uint8]:  # noqa: ARG001 - see Gray
        return gray(data, page=page)

    return shown


def _many_of_pixels(grays: Callable[[bytes], Iterator[npt.NDArray[np.uint8]]]) -> Grays:
    """A reader of whole pixels, which has no resolution to choose."""

    def shown(data: bytes, /, *, dpi: int) -> Iterator[npt.NDArray[np.uint8]]:  # noqa: ARG001 - see Grays
        return grays(data)

    return shown


def _only(gray: Gray) -> Grays:
    """The one page of a format of single pages."""

    def shown(data: bytes, /, *, dpi: int) -> Iterator[npt.NDArray[np.uint8]]:
        yield gray(data, dpi=dpi)

    return shown


_PNG_GRAY = _of_pixels(raster.png_gray)

FORMATS: dict[str, Format] = {
    format_.suffix: format_
    for format_ in (
        Format(
            ".pdf",
            holds_many_pages=True,
            has_pixels=False,
            render=pdf.render,
            gray=raster.pdf_gray,
            grays=raster.pdf_grays,
        ),
        Format(
            ".png",
            holds_many_pages=False,
            has_pixels=True,
            render=png.render,
            gray=_PNG_GRAY,
            grays=_only(_PNG_GRAY),
        ),
        Format(
            ".tif",
            holds_many_pages=True,
            has_pixels=True,
            render=tif.render,
            gray=_of_pixels(raster.tif_gray),
            grays=_many_of_pixels(raster.tif_grays),
        ),
        Format(
            ".svg",
            holds_many_pages=False,
            has_pixels=False,
            render=svg.render,
            gray=raster.svg_gray,
            grays=_only(raster.svg_gray),
        ),
        Format(
            ".zpl",
            holds_many_pages=True,
            has_pixels=True,
            render=zpl.render,
            gray=_of_pixels(raster.zpl_gray),
            grays=_many_of_pixels(raster.zpl_grays),
            require_dpi=zpl.require_head,
        ),
    )
}
"""Every format that can be written, by suffix."""


def format_of(file: PurePath, *, dpi: int | None = None) -> Format:
    """The format that the suffix of `file` asks for, in either case.

    Args:
        file: what is to be written or read.
        dpi: the resolution that pages are laid out for, where it must be one that the format can have.

    Raises:
        UsageError: no format has that suffix, or the format has no such resolution.
    """
    try:
        format_ = FORMATS[file.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"{file.name}: the suffix {file.suffix or '(none)'} names no known format; use {', '.join(FORMATS)}"
        ) from None
    if dpi is not None:
        format_.require_dpi(dpi)
    return format_
