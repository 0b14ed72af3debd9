"""The formats that a page can be written in, by the suffix of its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from indicia.errors import UsageError
from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.render import pdf, png


class Renderer(Protocol):
    """Draws pages into one file."""

    def __call__(self, pages: Sequence[Page], face: Face, *, title: str) -> bytes:
        """The file's bytes: the same for the same pages, face and title."""


@dataclass(frozen=True, slots=True)
class Format:
    """One file format."""

    suffix: str
    """With its point, lower case."""
    holds_many_pages: bool
    """Whether one file holds any number of pages, or exactly one."""
    render: Renderer
    """What draws it."""


FORMATS: dict[str, Format] = {
    format_.suffix: format_
    for format_ in (
        Format(".pdf", holds_many_pages=True, render=pdf.render),
        Format(".png", holds_many_pages=False, render=png.render),
    )
}
"""Every format that can be written, by suffix."""


def format_of(file: PurePath) -> Format:
    """The format that the suffix of `file` asks for, in either case.

    Raises:
        UsageError: no format has that suffix.
    """
    try:
        return FORMATS[file.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"{file.name}: the suffix {file.suffix or '(none)'} names no known format; use {', '.join(FORMATS)}"
        ) from None
