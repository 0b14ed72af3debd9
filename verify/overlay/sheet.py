"""The canvas with the piece on it: scale, room around, and what findings look like there."""

from dataclasses import dataclass
from typing import NamedTuple

from indicia.geometry import Box
from indicia.rulebook.evidence import Quantity
from verify.answer import Answer, PageFinding
from verify.overlay.canvas import LABEL_PX, Canvas, Look, Point
from verify.overlay.panel import look_of
from verify.seen import IndiciumSeen, MailpieceSeen
from verify.words import limit, margin, measured, standing


class Margins(NamedTuple):
    """White around the piece, where dimension lines stand; pixels."""

    left: int
    top: int
    right: int
    bottom: int


MARGINS = Margins(left=80, top=150, right=330, bottom=80)
LEADING_PX = LABEL_PX + 4
"""From one line of a label to the next."""
ORDER_OF_PRESSURE = ("fail", "warns", "undetermined", "marginal", "pass")
"""What a drawing shows first: a failure that only warns before a question."""
MARKS = {"fail": "FAIL ", "undetermined": "? ", "warns": "WARNS ", "marginal": "", "pass": ""}
"""What a label begins with: colour is not the only sign."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The canvas with the piece on it."""

    canvas: Canvas
    """To draw on."""
    px_per_inch: float
    """Scale of the piece."""
    answer: Answer
    """What is drawn."""
    piece: MailpieceSeen
    """Its size."""

    def x(self, inches: float) -> float:
        """Pixel column of a place on the piece."""
        return MARGINS.left + inches * self.px_per_inch

    def y(self, inches: float) -> float:
        """Pixel row of a place on the piece."""
        return MARGINS.top + inches * self.px_per_inch

    def box(self, box: Box) -> Box:
        """A box on the piece in pixels."""
        return Box(self.x(box.left), self.y(box.top), self.x(box.right), self.y(box.bottom))

    @property
    def marks(self) -> tuple[IndiciumSeen, ...]:
        """The indicia whose place is known; other posts' marks are none."""
        return located(self.answer)

    @property
    def page(self) -> Box:
        """The piece, inches."""
        return Box(0.0, 0.0, self.piece.width.value, self.piece.height.value)

    def finding(self, *quantities: Quantity) -> PageFinding | None:
        """The most pressing finding that one of the quantities decided."""
        about = [one for one in self.answer.findings if one.finding.quantity in quantities]
        return min(about, key=lambda one: ORDER_OF_PRESSURE.index(standing(one.finding)), default=None)

    def look(self, *quantities: Quantity) -> Look:
        """How a thing looks whose quantities these are: as the most pressing of them that is not in order."""
        one = broken(self.finding(*quantities))
        return look_of(one) if one else Look.PASS

    def dimension(self, one: PageFinding, start: Point, end: Point, places: list[Point]) -> None:
        """A dimension line with what was measured, what is asked, and how much there is to spare."""
        look, finding = look_of(one), one.finding
        self.canvas.dimension(start, end, look)
        text = f"{MARKS[standing(finding)]}{measured(finding)} in\n{limit(finding)}{margin(finding)}"
        self.canvas.label(text, places, look, bold=standing(finding) == "fail")


def located(answer: Answer) -> tuple[IndiciumSeen, ...]:
    """The indicia of an answer whose place on the piece is known."""
    return tuple(one.mark for one in answer.indicia if one.mark is not None)


def broken(one: PageFinding | None) -> PageFinding | None:
    """The finding when it is a failure, of whatever weight."""
    return one if one is not None and standing(one.finding) in ("fail", "warns") else None
