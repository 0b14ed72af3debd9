"""Glyphs as outlines, read from the face's own files."""

import functools
import io
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont


class Outlines:
    """The outlines of one weight, each read once."""

    def __init__(self, file: Path) -> None:
        # From memory: a font that is read lazily would keep its file open.
        font = TTFont(io.BytesIO(file.read_bytes()), lazy=True)
        self.em: int = font["head"].unitsPerEm
        self._names: dict[int, str] = font.getBestCmap()
        self._glyphs = font.getGlyphSet()
        self._paths: dict[str, str] = {}

    def path(self, character: str) -> str:
        """SVG path data of a character in units of 1/`em`, y up; empty where it leaves no ink."""
        if character not in self._paths:
            pen = SVGPathPen(self._glyphs)
            self._glyphs[self._names[ord(character)]].draw(pen)
            self._paths[character] = pen.getCommands()
        return self._paths[character]


@functools.cache
def outlines(file: Path) -> Outlines:
    """The outlines in a TrueType file."""
    return Outlines(file)
