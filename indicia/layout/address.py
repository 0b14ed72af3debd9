"""Placing what else the system prints: return address, delivery address, address barcode."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout import grid
from indicia.layout.arrange import Block, stack
from indicia.layout.ink_jet import line_of, room_over_bars
from indicia.layout.job import Job
from indicia.layout.marks import BarsMark, Text
from indicia.layout.misfit import Misfit
from indicia.spec import content, placement
from indicia.spec import imb as imb_spec
from indicia.spec.kinds import InkJet, Purpose, Role
from indicia.symbology import imb, postnet
from indicia.typeset import join, set_run

_DELIVERY_SIZES_PT = (12.0, 11.0, 10.0, 9.0, 8.0)
_RETURN_SIZES_PT = (9.0, 8.0, 7.0)
_LABEL_DELIVERY_SIZES_PT = (14.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_LINE_GAP_EM = 0.5
_DELIVERY_LEFT_SHARE = 0.42
_LABEL_DELIVERY_LEFT_SHARE = 1 / 8
"""This project's choice: where the delivery address begins, as a share of the page's width."""
_BLOCK_GAP = 0.35
"""Same: white between the return and the delivery address on a label, inches."""
_LEGEND_PT = 9.0
"""Same: type of the reply legend; the manual names no size."""
_LEGEND_GAP = 0.14
"""Same: white between the legend and the address, inches."""
_DEFAULT_TRACKING = "00" + "040" + "0" * 15
"""Intelligent Mail without tracking: barcode id 00, service 040 (no services), no mailer, no serial."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything beside the indicium."""

    addresses: tuple[Text, ...] = ()
    """Delivery and return address."""
    legend: tuple[Text, ...] = ()
    """Words above the address: of reply mail (DMM 604.4.9.4g), of a date correction by ink jet (4.9.1a)."""
    barcode: BarsMark | None = None
    """The address barcode."""

    @property
    def texts(self) -> tuple[Text, ...]:
        """All its lettering."""
        return (*self.addresses, *self.legend)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The ink of all of it."""
        return (*(text.ink_box for text in self.texts), *(self.barcode.bars if self.barcode else ()))


def place_surroundings(
    job: Job, boundary: Box, *, clearance: float, clear_zone: float = placement.INDICIUM_CLEAR_ZONE
) -> Surroundings | Misfit:
    """Addresses and barcode outside the clear zone of the indicium's `boundary`, or what does not fit."""
    if not job.carries_addresses:
        return Surroundings()
    clear = _clear_zone(job, boundary, clear_zone + clearance)
    sender = _return_address(job, clear)
    if isinstance(sender, Misfit):
        return sender
    recipient = _recipient(job, clear, sender)
    if isinstance(recipient, Misfit):
        return recipient
    legend, address = recipient
    return Surroundings((*sender, *address), legend=legend, barcode=place_barcode(job, address))


def place_sender(job: Job, *, right: float, bottom: float) -> tuple[Text, ...] | Misfit:
    """The return address in the upper left corner, left of `right` or, without zones, under `bottom`."""
    return _return_address(job, _ClearZone(left=right, bottom=bottom))


def least_return_width(job: Job) -> float:
    """Inches that the return address needs in its smallest type; 0 without one."""
    if not job.order.from_ or not job.carries_addresses:
        return 0.0
    return set_lines(job, job.order.from_, Role.RETURN_ADDRESS, _RETURN_SIZES_PT[-1]).width


def _clear_zone(job: Job, boundary: Box, depth: float) -> "_ClearZone":
    if job.order.media.corner == "lower-left":
        # The boundary is the indicium's own box, and the addresses stand above it (604.4.8.4b, this project's reading).
        return _ClearZone(left=job.width, bottom=0.0)
    return _ClearZone(left=boundary.left - depth, bottom=boundary.bottom + depth)


@dataclass(frozen=True, slots=True)
class _ClearZone:
    """Matter of the system stays left of `left` or under `bottom` (DMM 604.4.8.4b)."""

    left: float
    bottom: float


def _return_address(job: Job, clear: _ClearZone) -> tuple[Text, ...] | Misfit:
    if not job.order.from_:
        return ()
    left = top = grid.up(placement.RETURN_ADDRESS_FROM_EDGE, job.dpi)
    width = min(clear.left, job.width * placement.RETURN_ADDRESS_MAX_SHARE) - left
    blocks = [set_lines(job, job.order.from_, Role.RETURN_ADDRESS, size) for size in _RETURN_SIZES_PT]
    if job.zones is None:
        return _return_where_free(job, blocks, width, clear)
    height = job.zones.ocr.top - top
    fitting = next((block for block in blocks if block.width <= width and block.height <= height), None)
    if fitting is not None:
        return fitting.at(left, top, job.dpi)
    smallest = blocks[-1]
    if smallest.width > width:
        return Misfit("604.4.8.4-b-clear-left", "the return address", smallest.width, width)
    return Misfit("604.4.8.8-zones", "the return address above the OCR read area", smallest.height, height)


def _return_where_free(job: Job, blocks: Sequence[Block], width: float, clear: _ClearZone) -> tuple[Text, ...] | Misfit:
    """Without zones: in the upper left corner where it fits beside the indicium, else under its clear zone."""
    margin = grid.up(placement.RETURN_ADDRESS_FROM_EDGE, job.dpi)
    for block in blocks:
        if block.width <= width:
            return block.at(margin, margin, job.dpi)
    across = job.width - 2 * margin
    for block in blocks:
        if block.width <= across:
            return block.at(margin, grid.up(clear.bottom, job.dpi), job.dpi)
    return Misfit("604.4.8.4-b-clear-left", "the return address", blocks[-1].width, across)


def _recipient(
    job: Job, clear: _ClearZone, sender: Sequence[Text]
) -> tuple[tuple[Text, ...], tuple[Text, ...]] | Misfit:
    """What stands above the address, where anything does, and the delivery address."""
    if not job.order.to:
        return (), ()
    area = _delivery_area(job, clear, sender)
    sizes = _LABEL_DELIVERY_SIZES_PT if job.zones is None else _DELIVERY_SIZES_PT
    legend = _above_address(job)
    columns = (_Column(legend, set_lines(job, job.order.to, Role.DELIVERY_ADDRESS, size)) for size in sizes)
    fitting = next((c for c in columns if c.width <= area.width and c.height <= area.height), None)
    if fitting is None:
        smallest = _Column(legend, set_lines(job, job.order.to, Role.DELIVERY_ADDRESS, sizes[-1]))
        if smallest.width > area.width:
            return Misfit("202.2.1-ocr-address", "the delivery address", smallest.width, area.width)
        return Misfit("604.4.8.4-b-clear-below", "the delivery address", smallest.height, area.height)
    share = _LABEL_DELIVERY_LEFT_SHARE if job.label else _DELIVERY_LEFT_SHARE
    left = max(area.left, grid.down(min(job.width * share, area.right - fitting.width), job.dpi))
    top = max(area.top, min(job.height / 2 - fitting.height / 4, area.bottom - fitting.height))
    return fitting.at(left, top, job.dpi)


@dataclass(frozen=True, slots=True)
class _Column:
    """The delivery address with what stands above it."""

    legend: Block | None
    address: Block

    @property
    def width(self) -> float:
        return max(self.address.width, self.legend.width if self.legend else 0.0)

    @property
    def height(self) -> float:
        return self.address.height + (self.legend.height + _LEGEND_GAP if self.legend else 0.0)

    def at(self, left: float, top: float, dpi: int) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
        if self.legend is None:
            return (), self.address.at(left, top, dpi)
        below = top + self.legend.height + _LEGEND_GAP
        return self.legend.at(left, top, dpi), self.address.at(left, below, dpi)


def _above_address(job: Job) -> Block | None:
    """What reply mail says above its address (DMM 604.4.9.4g), or a date correction by ink jet (4.9.1a)."""
    if job.order.indicium.ink_jet is InkJet.ABOVE_ADDRESS:
        return line_of(job)
    if job.order.indicium.purpose is not Purpose.REPLY:
        return None
    runs = [set_run(job.face, line, role=Role.LEGEND, size_pt=_LEGEND_PT, bold=True) for line in content.REPLY_LEGEND]
    return stack([join([run], gap=0.0) for run in runs], gap_em=_LINE_GAP_EM)


def _delivery_area(job: Job, clear: _ClearZone, sender: Sequence[Text]) -> Box:
    """Where the delivery address may stand: the OCR read area, or the free page, under the clear zone."""
    zones = job.zones
    if zones is not None:
        top = max(zones.ocr.top, clear.bottom)
        # A dot is left for the rounding of each baseline.
        bottom = max(top, zones.ocr.bottom - room_over_bars(job) - 1 / job.dpi)
        return Box(grid.up(zones.ocr.left, job.dpi), top, zones.ocr.right, bottom)
    margin = placement.RETURN_ADDRESS_FROM_EDGE
    top = max([clear.bottom, *(text.ink_box.bottom + _BLOCK_GAP for text in sender)])
    room_below = placement.BARCODE_ZONE_HEIGHT + room_over_bars(job) if job.order.barcode else margin
    return Box(margin, top, job.width - margin, max(top, job.height - room_below))


def place_barcode(job: Job, recipient: Sequence[Text]) -> BarsMark | None:
    """The address barcode: in its clear zone, on pages without one under the `recipient`; None where none is asked."""
    asked = job.order.barcode
    digits = job.order.destination
    if asked is None or digits is None:
        return None
    left, bottom = _barcode_corner(job, asked.kind, recipient)
    if asked.kind == "postnet":
        bars = postnet.bars(digits, left=left, bottom=bottom, dpi=job.dpi)
        return BarsMark(kind=asked.kind, bars=bars, digits=digits)
    tracking = asked.tracking or _DEFAULT_TRACKING
    bars = imb.bars(tracking, digits, left=left, bottom=bottom, dpi=job.dpi)
    return BarsMark(kind=asked.kind, bars=bars, digits=tracking + digits)


def _barcode_corner(job: Job, kind: str, recipient: Sequence[Text]) -> tuple[float, float]:
    """The x of the first bar and y of the bars' feet."""
    if job.zones is None:
        block = union(text.ink_box for text in recipient)
        return block.left, block.bottom + room_over_bars(job) + _BLOCK_GAP
    nearest, farthest = placement.BARCODE_FIRST_BAR_FROM_RIGHT
    left = job.width - (nearest + farthest) / 2
    if kind == "postnet":
        return left, job.height - placement.POSTNET_BASE_FROM_BOTTOM
    low, high = placement.IMB_BAND_FROM_BOTTOM
    tall = (imb_spec.FULL_HEIGHT_MIN + imb_spec.FULL_HEIGHT_MAX) / 2
    return left, job.height - ((low + high) / 2 - tall / 2)


def set_lines(job: Job, lines: Sequence[str], role: Role, size_pt: float) -> Block:
    """Lines of an address in one type size, points."""
    return _set_lines(job.face, tuple(lines), role, size_pt)


@lru_cache(maxsize=256)
def _set_lines(face: Face, lines: tuple[str, ...], role: Role, size_pt: float) -> Block:
    """Kept, since the pieces of a batch come from few senders."""
    runs = [set_run(face, line, role=role, size_pt=size_pt, bold=False) for line in lines]
    return stack([join([run], gap=0.0) for run in runs], gap_em=_LINE_GAP_EM)
