"""Laying out courtesy and business reply formats (Publication 25, chapters 6 and 7; DMM 507).

Business reply, on every card and letter:

    ┌──────────────────────────────────────────────┐
    │ return address          ║║ ║║ ║   ┌────────┐ │   FIM B, with a barcode FIM C
    │                                  │ NO     │ │
    │    ┌─────────────────────┐       │ POSTAGE│ │
    │    │ BUSINESS REPLY MAIL │       └────────┘ │
    │    │ FIRST-CLASS MAIL …  │       ══════════ │
    │    └─────────────────────┘       ══════════ │
    │    POSTAGE WILL BE PAID …        ══════════ │   bars, down to the delivery address line
    │    address                       ══════════ │
    │                         ıılıılıılıılıılı    │
    └──────────────────────────────────────────────┘

Courtesy reply: FIM A, a barcode, a reminder in the place of the stamp, and the addresses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicia.compose.elements import Unit
from indicia.geometry import Box, union
from indicia.layout import grid
from indicia.layout.address import Surroundings, place_barcode, place_sender, place_surroundings, set_lines
from indicia.layout.arrange import Block, Room
from indicia.layout.centred import centred_at, centred_block, one_size, set_unit, size_by_role
from indicia.layout.facing import place_fim
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame, Rule, Text
from indicia.layout.misfit import LayoutRefused, Misfit
from indicia.layout.placed import Placed
from indicia.layout.zones import Zones
from indicia.spec import reply
from indicia.spec.kinds import Role
from indicia.units import points

# This project's choices, where the sources set no number. Inches, type in points.
_FROM_EDGE = 1 / 4
"""Everything from the edges of the piece."""
_CLEAR = 1 / 8
"""White between parts."""
_LINE = 0.01
"""Thickness of the boxes."""
_PADDING = 0.05
"""White inside a box."""
_BOX_SIZES_PT = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_BOX_GAP_EM = 0.3
_STAMP = Room(3 / 4, 7 / 8)
"""The reminder's box: an ordinary stamp."""
_ENDORSEMENT_FLOOR = 1.2
"""Lowest bottom of the postage endorsement, so that the bars below it have room."""
_LEGEND_HEIGHT = 0.195
"""Of the legend's capitals."""
_LEGEND_GAP_EM = 0.6
_PERMIT_SIZES_PT = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_PAID_PT = 8.0
_ADDRESS_SIZES_PT = (12.0, 11.0, 10.0, 9.0, 8.0)
_COLUMN_SHARE = 0.2
"""Where legend and address begin, of the piece's width."""
_COLUMN_TOP_SHARE = 0.3
"""Same, of its height."""
_BAR_LENGTH = 1 + 1 / 32
_BAR = 3 / 32
"""Thickness of the horizontal bars, and the white between them."""
_MAX_BARS = 9


def lay_out_courtesy_reply(job: Job) -> Layout:
    """FIM A, reminder box, addresses, barcode.

    Raises:
        LayoutRefused: something does not fit.
    """
    zones = _zones(job)
    right, top = _corner(job)
    height = min(_STAMP.height, zones.ocr.top - top - 1 / job.dpi)
    frame = _frame(job, Box(right - _STAMP.width, top, right, top + height))
    inner = frame.box.grown(-frame.line - _PADDING)
    words = _fitting(job, job.composition.units, Room(inner.width, inner.height))
    middle = inner.center[1] - words.height / 2
    lettering = centred_at(words, inner.center[0], middle, job.dpi)
    placed = Placed(lettering, fim=place_fim(job), lines=(frame,))
    kept = union([frame.box, zones.fim])
    around = place_surroundings(job, kept, clearance=0.0, clear_zone=_CLEAR)
    if isinstance(around, Misfit):
        raise LayoutRefused(_renamed(around), job.piece)
    return Layout(job=job, choice=None, indicium=placed, surroundings=around, strict=True)


def lay_out_business_reply(job: Job) -> Layout:
    """FIM B or C, postage endorsement, legend, horizontal bars, address, barcode.

    Raises:
        LayoutRefused: something does not fit.
    """
    zones = _zones(job)
    endorsement = _endorsement(job)
    bar_left = endorsement.frame.box.right - grid.up(_BAR_LENGTH, job.dpi)
    sender = place_sender(job, right=zones.fim.left - _CLEAR, bottom=zones.fim.bottom)
    if isinstance(sender, Misfit):
        raise LayoutRefused(_renamed(sender), job.piece)
    top = max([zones.fim.bottom, *(text.ink_box.bottom for text in sender)]) + _CLEAR
    column = _column(job, zones, top=top, right=bar_left - _CLEAR)
    bars = _bars(job, Box(bar_left, endorsement.frame.box.bottom, endorsement.frame.box.right, _last_bar(column)))
    placed = Placed(
        (*endorsement.words, *column.words), fim=place_fim(job), lines=(endorsement.frame, column.frame, *bars)
    )
    barcode = place_barcode(job, column.address)
    around = Surroundings((*sender, *column.address), barcode=barcode)
    return Layout(job=job, choice=None, indicium=placed, surroundings=around, strict=True)


@dataclass(frozen=True, slots=True)
class _Boxed:
    """Words in a box."""

    frame: Frame
    words: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """Legend in its box, the words under it, the address."""

    frame: Frame
    words: tuple[Text, ...]
    address: tuple[Text, ...]


def _zones(job: Job) -> Zones:
    if job.zones is None:
        raise LayoutRefused(Misfit("708.9.0-reply-fim", "a reply format on a letter or card", 1.0, 0.0), job.piece)
    return job.zones


def _corner(job: Job) -> tuple[float, float]:
    """The outer right and top of what stands in the upper right corner."""
    return grid.down(job.width - _FROM_EDGE, job.dpi), grid.up(_FROM_EDGE, job.dpi)


def _frame(job: Job, box: Box) -> Frame:
    line = max(1, round(_LINE * job.dpi)) / job.dpi
    whole = Box(grid.down(box.left, job.dpi), box.top, box.right, grid.up(box.bottom, job.dpi))
    return Frame(whole, line)


def _fitting(job: Job, units: Sequence[Unit], room: Room) -> Block:
    """The words in the largest type that fits."""
    blocks = [_boxed_block(job, units, size, room.width) for size in _BOX_SIZES_PT]
    fitting = next((block for block in blocks if room.holds(block)), None)
    if fitting is None:
        raise LayoutRefused(Misfit("507-postage-box", "the postage box", blocks[-1].height, room.height), job.piece)
    return fitting


def _boxed_block(job: Job, units: Sequence[Unit], size_pt: float, width: float) -> Block:
    return centred_block(units, job.face, one_size(size_pt), width=width, gap_em=_BOX_GAP_EM)


def _endorsement(job: Job) -> _Boxed:
    """NO POSTAGE NECESSARY IF MAILED IN THE UNITED STATES, clear of the FIM clear zone."""
    right, top = _corner(job)
    zones = _zones(job)
    units = [unit for unit in job.composition.units if unit[0].role is Role.POSTAGE_BOX]
    around = _PADDING + max(1, round(_LINE * job.dpi)) / job.dpi
    widest = right - max(zones.fim.right, job.width - reply.POSTAGE_BOX_REACH) - 1 / job.dpi
    floor = max(zones.fim.bottom + _CLEAR, min(zones.ocr.top, _ENDORSEMENT_FLOOR))
    block = _fitting(job, units, Room(widest - 2 * around, floor - top - 2 * around))
    frame = _frame(job, Box(right - block.width - 2 * around, top, right, top + block.height + 2 * around))
    return _Boxed(frame, centred_at(block, frame.box.center[0], top + around, job.dpi))


def _column(job: Job, zones: Zones, *, top: float, right: float) -> _Column:
    """Legend, words and address above the barcode clear zone, left of the bars, in the largest type that fits."""
    bottom = zones.ocr.bottom - 1 / job.dpi
    misfits: list[Misfit] = []
    for draft in _drafts(job):
        left = min(max(_FROM_EDGE, job.width * _COLUMN_SHARE), right - draft.width)
        if left < _FROM_EDGE:
            misfits.append(Misfit("507-legend", "the legend of business reply mail", draft.width, right - _FROM_EDGE))
        elif top + draft.height > bottom:
            misfits.append(Misfit("507-legend", "legend and address", draft.height, bottom - top))
        else:
            start = max(top, min(job.height * _COLUMN_TOP_SHARE, bottom - draft.height))
            return draft.at(job, grid.up(left, job.dpi), grid.up(start, job.dpi), zones.ocr.left)
    raise LayoutRefused(min(misfits, key=lambda misfit: misfit.shortfall), job.piece)


@dataclass(frozen=True, slots=True)
class _Draft:
    """The column in one type size, not yet in its place."""

    legend: Block
    """Legend and permit line."""
    paid: Block
    """The words under the box."""
    address: Block
    around: float
    """Box and padding on one side, inches."""

    @property
    def width(self) -> float:
        boxed = self.legend.width + 2 * self.around
        return max(boxed, self.paid.width, self.address.width + _FROM_EDGE)

    @property
    def height(self) -> float:
        return self.legend.height + 2 * self.around + self.paid.height + self.address.height + 2 * _CLEAR

    def at(self, job: Job, left: float, top: float, address_left: float) -> _Column:
        """The column with its top left corner there; the address begins at `address_left` or right of it."""
        box = Box(left, top, grid.up(left + self.legend.width + 2 * self.around, job.dpi), top)
        legend = centred_at(self.legend, box.center[0], top + self.around, job.dpi)
        bottom = union(text.ink_box for text in legend).bottom + self.around
        frame = _frame(job, Box(box.left, top, box.right, bottom))
        paid = self.paid.at(left, frame.box.bottom + _CLEAR / 2, job.dpi)
        below = union(text.ink_box for text in paid).bottom + _CLEAR
        address = self.address.at(max(left, grid.up(address_left, job.dpi)), below, job.dpi)
        return _Column(frame, (*legend, *paid), address)


def _drafts(job: Job) -> Iterator[_Draft]:
    by_role = {unit[0].role: unit for unit in job.composition.units}
    unit = by_role[Role.LEGEND]
    legend_pt = _LEGEND_HEIGHT / set_unit(unit, job.face, one_size(points(1.0))).ink.height * points(1.0)
    around = _PADDING + max(1, round(_LINE * job.dpi)) / job.dpi
    paid = _boxed_block(job, [by_role[Role.OTHER]], _PAID_PT, job.width)
    for address_pt in _ADDRESS_SIZES_PT:
        for permit_pt in _PERMIT_SIZES_PT:
            sizes = size_by_role({Role.LEGEND: legend_pt}, permit_pt)
            boxed = (unit, by_role[Role.PERMIT_NUMBER])
            legend = centred_block(boxed, job.face, sizes, width=job.width, gap_em=_LEGEND_GAP_EM)
            address = set_lines(job, job.order.to or (), Role.DELIVERY_ADDRESS, address_pt)
            yield _Draft(legend, paid, address, around)


def _last_bar(column: _Column) -> float:
    """The delivery address line, the one over city, state and ZIP Code: no bar stands below it."""
    lines = column.address
    return (lines[-2] if len(lines) > 1 else lines[-1]).ink_box.bottom


def _bars(job: Job, area: Box) -> tuple[Rule, ...]:
    """Horizontal bars of one length, evenly spaced, under the postage endorsement."""
    thick = max(1, round(_BAR * job.dpi)) / job.dpi
    top = grid.up(area.top + _CLEAR, job.dpi)
    count = min(_MAX_BARS, int((area.bottom - top + thick) / (2 * thick)))
    if count < 1:
        raise LayoutRefused(Misfit("507-bars", "the horizontal bars", thick, area.bottom - top), job.piece)
    tops = [top + 2 * thick * i for i in range(count)]
    return tuple(Rule(Box(area.left, y, area.right, y + thick)) for y in tops)


def _renamed(misfit: Misfit) -> Misfit:
    """The misfit under the rule of reply formats: their FIM clear zone is what the return address runs into."""
    if not misfit.rule.startswith("604.4"):
        return misfit
    return Misfit("708.9.0-reply-clear", misfit.what, misfit.needed, misfit.available)
