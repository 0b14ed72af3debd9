"""Laying out a permit imprint (DMM 604.6.3), drawn from the text: Exhibit 6.3.10 is not at hand.

A thin ruled box with centred capitals in the upper right corner; without the box it is the optional format (6.3.11),
whose clear area is at least 1/2 x 1/2 in and reaches at most 1-1/2 in from the corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from indicia.compose.elements import Element
from indicia.geometry import Box, union
from indicia.layout import grid
from indicia.layout.address import place_surroundings
from indicia.layout.arrange import Block, Room
from indicia.layout.centred import SizeOf, centred_at, centred_block
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame, Text
from indicia.layout.misfit import LayoutRefused, Misfit
from indicia.layout.placed import Placed
from indicia.model.order import Order
from indicia.spec import permit
from indicia.spec.kinds import MailClass, Shape

# This project's choices, where the manual sets no number.
_FROM_EDGE = 1 / 4
"""Inches from the right and the top edge."""
_SIZES_PT = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
"""Type, the larger the better; the least is the manual's for the optional format (604.6.3.11e)."""
_READABLE_PT = 6.0
"""Smaller type comes last, when nothing else helps."""
_SPACINGS = ((0.5, 1 / 16), (0.2, 1 / 32))
"""White between two lines, in ems, and between the words and the box, inches: the comfortable and the tight."""
_LEADING_SHARE = 1.3
"""Type of the class over that of the rest, where it must be the more prominent (604.6.3.5a)."""
_AREA_WHITE = 1 / 16
"""White around the words of the optional format inside their clear area, inches."""
_LINE = 0.01
"""Thickness of the box, inches."""
_MAX_ROOM = Room(1.5, 1.25)
"""Largest imprint where no zone bounds it, inches."""
_CLEAR = 1 / 8
"""White around the imprint where the manual asks for none, inches."""
_CLEARANCES = (1 / 32, 1 / 64, 0.0)
"""Kept beyond the manual's least distances where there is room, inches."""


def lay_out_permit(job: Job) -> Layout:
    """The imprint in the upper right corner, the addresses around it.

    Raises:
        LayoutRefused: no type that the manual allows fits.
    """
    misfits: list[Misfit] = []
    readable = [size for size in _SIZES_PT if size >= _READABLE_PT]
    for sizes, clearance in product((readable, _SIZES_PT), _CLEARANCES):
        outcome = _attempt(job, sizes, clearance)
        if isinstance(outcome, Layout):
            return outcome
        misfits.append(outcome)
    raise LayoutRefused(min(misfits, key=lambda misfit: misfit.shortfall), job.piece)


def boxed(job: Job) -> bool:
    """Whether a rule stands around the imprint; without it the format is the optional one (604.6.3.11a)."""
    return job.order.indicium.boxed is not False


def expedited(order: Order) -> bool:
    """Whether the piece bears references to expedited handling: the order says so, or the company's name does."""
    name = order.indicium.company or ""
    return bool(order.indicium.expedited) or any(word in name.upper().split() for word in permit.EXPEDITED_WORDS)


def expedited_standard(job: Job) -> bool:
    """Whether 604.6.3.5 binds: Standard Mail with references to expedited handling, no postcard, no address label."""
    order = job.order
    standard = order.indicium.mail_class in {MailClass.STANDARD, MailClass.NONPROFIT}
    return expedited(order) and standard and order.shape is not Shape.CARD and not job.label


def imprint_ink(job: Job, placed: Placed) -> Box:
    """Words and box; in the optional format the words alone, since lines are decoration there (604.6.3.11f)."""
    return placed.ink if boxed(job) else union(text.ink_box for text in placed.lettering)


def imprint_area(job: Job, placed: Placed) -> Box:
    """The box of the imprint, or the clear area of the optional format, which is at least the manual's."""
    if boxed(job):
        return imprint_ink(job, placed)
    area = imprint_ink(job, placed).grown(_AREA_WHITE)
    return Box(
        min(area.left, area.right - permit.CLEAR_AREA_MIN),
        area.top,
        area.right,
        max(area.bottom, area.top + permit.CLEAR_AREA_MIN),
    )


def _attempt(job: Job, sizes: Sequence[float], clearance: float) -> Layout | Misfit:
    placed = _place(job, sizes, clearance)
    if isinstance(placed, Misfit):
        return placed
    clear = permit.EXPEDITED_CLEAR if expedited_standard(job) else _CLEAR
    around = place_surroundings(job, imprint_area(job, placed), clearance=clearance, clear_zone=clear)
    if isinstance(around, Misfit):
        rule = "604.6.3.5-clear" if expedited_standard(job) else "604.6.3.11-c-other"
        return replace(around, rule=rule) if around.rule.startswith("604.4") else around
    return Layout(job=job, choice=None, indicium=placed, surroundings=around, strict=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the imprint may stand: its outer right and top, and its largest extent, inches."""

    right: float
    top: float
    room: Room


@dataclass(frozen=True, slots=True)
class _Draft:
    """The words in one type size, not yet in their place."""

    block: Block
    around: float
    """Box and padding on one side, inches."""

    @property
    def width(self) -> float:
        return self.block.width + 2 * self.around

    @property
    def height(self) -> float:
        return self.block.height + 2 * self.around


def _place(job: Job, sizes: Sequence[float], clearance: float) -> Placed | Misfit:
    place = _room(job, clearance)
    room = place.room
    draft = None
    for draft in _drafts(job, sizes, room.width):
        if draft.width <= room.width and draft.height <= room.height:
            return _set(job, draft, place)
    if draft is None or draft.width > room.width:
        needed = draft.width if draft is not None else 2 * _around(job, _SPACINGS[-1][1])
        return Misfit("604.6.3.4-reserved", "a word of the permit imprint", needed, room.width)
    return Misfit("604.6.3.4-reserved", "the permit imprint", draft.height, room.height)


def _room(job: Job, clearance: float) -> _Place:
    """Beside the FIM clear zone and above the OCR read area; within 1-1/2 in of the corner in the optional format."""
    margin = (permit.EXPEDITED_CLEAR if expedited_standard(job) else _FROM_EDGE) + clearance
    right, top = grid.down(job.width - margin, job.dpi), grid.up(margin, job.dpi)
    left, bottom = max(margin, right - _MAX_ROOM.width), min(job.height - margin, top + _MAX_ROOM.height)
    zones = job.zones
    if zones is not None:
        left, bottom = max(left, zones.fim.right), min(bottom, zones.ocr.top)
    if not boxed(job):
        # The words stand clear inside their area, whose own sides are bound.
        left = max(left, job.width - permit.CORNER_MAX + _AREA_WHITE)
        bottom = min(bottom, permit.CORNER_MAX - _AREA_WHITE)
    # A dot is left for the rounding of the box and of each baseline.
    return _Place(right, top, Room(right - left - 1 / job.dpi, bottom - top - 1 / job.dpi))


def _around(job: Job, padding: float) -> float:
    """Box and padding on one side, inches."""
    return grid.up(padding, job.dpi) + _line(job) if boxed(job) else 0.0


def _line(job: Job) -> float:
    return max(1, round(_LINE * job.dpi)) / job.dpi


def _drafts(job: Job, sizes: Sequence[float], width: float) -> Iterator[_Draft]:
    leading = _LEADING_SHARE if expedited_standard(job) else 1.0
    for size, (gap, padding) in product(sizes, _SPACINGS):
        around = _around(job, padding)
        if width > 2 * around:
            size_of = _led(size, leading)
            block = centred_block(job.composition.units, job.face, size_of, width=width - 2 * around, gap_em=gap)
            yield _Draft(block, around)


def _led(size_pt: float, leading: float) -> SizeOf:
    """One size for all words, and a larger one for those of Standard Mail that must lead."""

    def size_of(element: Element) -> float:
        return size_pt * leading if element.string in permit.STANDARD_WORDS else size_pt

    return size_of


def _set(job: Job, draft: _Draft, place: _Place) -> Placed:
    width = grid.up(draft.width, job.dpi)
    lettering = centred_at(draft.block, place.right - width / 2, place.top + draft.around, job.dpi)
    if not boxed(job):
        return Placed(lettering)
    bottom = grid.up(_bottom(lettering) + draft.around, job.dpi)
    frame = Frame(Box(place.right - width, place.top, place.right, bottom), _line(job))
    return Placed(lettering, lines=(frame,))


def _bottom(texts: tuple[Text, ...]) -> float:
    return union(text.ink_box for text in texts).bottom
