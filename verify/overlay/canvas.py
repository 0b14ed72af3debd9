"""Strokes and letters on a picture, in pixels: boxes, hatching, dimension lines, labels that keep apart."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from indicia.faces import Face
from indicia.geometry import Box

Colour = tuple[int, int, int]
Point = tuple[float, float]

INK: Colour = (40, 44, 52)
PALE: Colour = (120, 126, 136)
PAPER: Colour = (255, 255, 255)
LABEL_PX = 20
_GAP_PX = 4
_ARROW_PX = 9
_DASH_PX = 9
_HATCH_PX = 11


class Look(enum.Enum):
    """How a thing is drawn; colour never is the only sign (stroke, hatching and a word tell the same)."""

    FAIL = ((176, 0, 32), 5, False)
    UNDETERMINED = ((150, 90, 0), 3, True)
    WARNS = ((140, 30, 140), 3, True)
    PASS = ((0, 98, 65), 2, False)
    PLAIN = ((90, 96, 106), 2, False)
    FAINT = ((90, 96, 106), 1, False)
    ZONE = ((70, 100, 160), 2, True)

    @property
    def colour(self) -> Colour:
        """Of stroke and letters."""
        return self.value[0]

    @property
    def stroke_px(self) -> int:
        """Width of its lines."""
        return self.value[1]

    @property
    def dashed(self) -> bool:
        """Whether its lines are broken."""
        return self.value[2]


@cache
def font(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    """The face in one size, loaded once."""
    return ImageFont.truetype(path, size_px)


@dataclass(slots=True)
class Canvas:
    """A picture that is being drawn on. Labels never cover each other."""

    image: Image.Image
    """RGB."""
    face: Face
    """To letter with."""
    taken: list[Box] = field(default_factory=list)
    """Where labels and what they must not cover stand, pixels."""

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """The pen."""
        return ImageDraw.Draw(self.image, "RGBA")

    def tint(self, box: Box, look: Look, opacity: int = 28) -> None:
        """Fill a box with a breath of colour."""
        self.draw.rectangle(_corners(box), fill=(*look.colour, opacity))

    def hatch(self, box: Box, look: Look) -> None:
        """Fill a box with slanted lines."""
        for start, end in _slants(box):
            self.draw.line((*start, *end), fill=(*look.colour, 120), width=2)

    def outline(self, box: Box, look: Look) -> None:
        """The four sides of a box."""
        left, top, right, bottom = _corners(box)
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], look)

    def polygon(self, points: list[Point], look: Look) -> None:
        """A closed line through the points."""
        for start, end in zip(points, points[1:] + points[:1], strict=True):
            self.line(start, end, look)

    def line(self, start: Point, end: Point, look: Look) -> None:
        """A straight line, broken where the look says so."""
        for a, b in _dashes(start, end) if look.dashed else [(start, end)]:
            self.draw.line((*a, *b), fill=look.colour, width=look.stroke_px)

    def dimension(self, start: Point, end: Point, look: Look) -> None:
        """A dimension line with an arrow head at both ends."""
        self.draw.line((*start, *end), fill=look.colour, width=max(2, look.stroke_px - 1))
        for tip, other in ((start, end), (end, start)):
            self.draw.polygon(_arrow(tip, other), fill=look.colour)

    def extension(self, start: Point, end: Point, look: Look) -> None:
        """The thin line from a thing to its dimension line."""
        self.draw.line((*start, *end), fill=(*look.colour, 150), width=1)

    def extent(self, text: str, size_px: int = LABEL_PX) -> tuple[float, float]:
        """Width and height of a label, as bold as labels get."""
        return _extent(text, font(self.face.file(bold=True), size_px))

    def label(
        self, text: str, places: Iterable[Point], look: Look, *, bold: bool = False, size_px: int = LABEL_PX
    ) -> Box:
        """Write `text` at the first of `places` (its top left corner) where nothing else stands.

        Where every place is taken it goes to the nearest free one.
        """
        lettering = font(self.face.file(bold=bold), size_px)
        width, height = _extent(text, lettering)
        box = self._free(list(places), width, height)
        self.draw.rectangle(_corners(box.grown(_GAP_PX - 1)), fill=(*PAPER, 225))
        self.draw.multiline_text((box.left, box.top), text, fill=look.colour, font=lettering, spacing=2)
        self.taken.append(box.grown(_GAP_PX))
        return box

    def _free(self, places: list[Point], width: float, height: float) -> Box:
        """The first box of a label that covers nothing; on a crowded picture the first place."""
        wanted = [self._inside(x, y, width, height) for x, y in places]
        tried = chain(wanted, self._nearby(wanted[0]))
        return next((box for box in tried if self._is_free(box)), wanted[0])

    def _nearby(self, box: Box) -> Iterator[Box]:
        """Boxes of the same size all over the picture, the nearest first."""
        columns, rows = int(self.image.width // box.height) + 1, int(self.image.height // box.height) + 1
        steps = ((c, r) for c in range(-columns, columns) for r in range(-rows, rows))
        for c, r in sorted(steps, key=lambda step: step[0] ** 2 + step[1] ** 2):
            yield self._inside(box.left + c * box.height, box.top + r * box.height, box.width, box.height)

    def _inside(self, x: float, y: float, width: float, height: float) -> Box:
        """The box, moved into the picture."""
        x = min(max(x, _GAP_PX), self.image.width - width - _GAP_PX)
        y = min(max(y, _GAP_PX), self.image.height - height - _GAP_PX)
        return Box(x, y, x + width, y + height)

    def _is_free(self, box: Box) -> bool:
        return not any(box.intrusion(other) for other in self.taken)


def _extent(text: str, lettering: ImageFont.FreeTypeFont) -> tuple[float, float]:
    pen = ImageDraw.Draw(Image.new("L", (1, 1)))
    left, _, right, bottom = pen.multiline_textbbox((0, 0), text, font=lettering, spacing=2)
    return right - min(0, left), bottom


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _dashes(start: Point, end: Point) -> Iterator[tuple[Point, Point]]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(1.0, (dx * dx + dy * dy) ** 0.5)
    at = 0.0
    while at < length:
        stop = min(length, at + _DASH_PX)
        yield (
            (start[0] + dx * at / length, start[1] + dy * at / length),
            (start[0] + dx * stop / length, start[1] + dy * stop / length),
        )
        at += 2 * _DASH_PX


def _slants(box: Box) -> Iterator[tuple[Point, Point]]:
    """Lines from lower left to upper right across a box."""
    offset = _HATCH_PX
    while offset < box.width + box.height:
        x = min(offset, box.width)
        y = min(offset, box.height)
        yield (
            (box.left + offset - y, box.top + y),
            (box.left + x, box.top + offset - x),
        )
        offset += _HATCH_PX


def _arrow(tip: Point, other: Point) -> list[Point]:
    dx, dy = other[0] - tip[0], other[1] - tip[1]
    length = max(1.0, (dx * dx + dy * dy) ** 0.5)
    reach = min(_ARROW_PX, length / 2)
    ux, uy = dx / length * reach, dy / length * reach
    return [tip, (tip[0] + ux - uy / 2.5, tip[1] + uy + ux / 2.5), (tip[0] + ux + uy / 2.5, tip[1] + uy - ux / 2.5)]
