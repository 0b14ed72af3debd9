"""Placing letterpress indicia: the printing die with its boundary, the ad plate beside it (DMM 604.4.8.4a).

On cards and letters they stand on either side of the FIM clear zone, above the OCR read area:

    ┌ ad plate ────┐ ├─ FIM clear zone ─┤ ┌─────────────────┐ ├ 1/4 ┤
    │ SPRING SALE  │                      │   US POSTAGE    │
    │ ROE SUPPLY   │                      │     $0.199      │
    └──────────────┘                      │ ─────────────── │
                                          │   STAMFORD CT   │ …

elsewhere the plate stands directly beside the die.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indicia.compose.elements import Composition, Unit
from indicia.geometry import Box
from indicia.layout import grid
from indicia.layout.ad_plate import place_plate
from indicia.layout.arrange import Block, Room, arrangements
from indicia.layout.centred import centred_at
from indicia.layout.elsewhere import lower_left_room, original_of
from indicia.layout.job import Job
from indicia.layout.marks import Frame, Rule
from indicia.layout.misfit import Misfit
from indicia.layout.placed import Placed
from indicia.layout.upright import ocr_floor
from indicia.layout.zones import Zones
from indicia.spec import placement
from indicia.spec.kinds import Purpose, Role, Technology
from indicia.spec.letterpress import DIE_EXTENT

_FRAME_LINE = 1 / 64
"""This project's choice: thickness of the die's boundary, inches; likewise all that follows."""
_RULE_LINE = 1 / 128
"""Of the rules that part the groups of a die."""
_PADDING = 3 / 64
"""White between the boundary and the lettering, inches."""
_RULE_WHITE = 1 / 32
"""White above and below a rule, inches."""
_SLACK = 1e-9
_HEAD = frozenset({Role.US_POSTAGE, Role.AMOUNT, Role.USPS})
_DEVICE = frozenset({Role.SERIAL, Role.PROVIDER, Role.ENDORSEMENT})
_CORRECTING = frozenset({Purpose.REDATE, Purpose.POSTAGE_CORRECTION})


def place_letterpress(job: Job, *, clearance: float, strict: bool) -> Placed | Misfit:
    """The die in its place.

    Args:
        job: what is laid out.
        clearance: inches kept beyond the manual's least distances, for the printer's tolerance.
        strict: stay above the OCR read area.
    """
    media, zones = job.order.media, job.zones
    if zones is not None and media.corner == "lower-left":
        return _in_lower_left(job, zones, clearance=clearance)
    on_page = zones is None and media.side == "address" and not job.label
    if on_page and job.order.indicium.purpose in _CORRECTING:
        return _next_to_original(job, clearance=clearance)
    return _in_corner(job, clearance=clearance, strict=strict)


def with_plate(job: Job, placed: Placed) -> Placed | Misfit:
    """The same with the ad plate beside its die: of indicia in the upper right corner of the address side."""
    asked, media = job.order.indicium.ad_plate, job.order.media
    elsewhere = job.order.indicium.purpose in _CORRECTING or media.side == "nonaddress"
    if asked is None or elsewhere or job.order.indicium.technology is not Technology.LETTERPRESS:
        return placed
    plate = place_plate(job, asked, die=placed.ink)
    return plate if isinstance(plate, Misfit) else replace(placed, plate=plate)


# --- Places -----------------------------------------------------------------------------------------


def _in_corner(job: Job, *, clearance: float, strict: bool) -> Placed | Misfit:
    """The upper right corner, right of the FIM clear zone where there is one."""
    zones = job.zones
    left = job.printable.left if zones is None else zones.fim.right
    floor = job.printable.bottom if zones is None else ocr_floor(zones, strict=strict)
    top = grid.up(placement.INDICIUM_FROM_TOP + clearance, job.dpi)
    right = grid.down(job.width - placement.INDICIUM_FROM_RIGHT - clearance, job.dpi)
    die = _die(job, _at_most_a_die(Room(right - left, floor - top)), lowest=not strict)
    return die if isinstance(die, Misfit) else die.at(right - die.width, top, job.dpi)


def _in_lower_left(job: Job, zones: Zones, *, clearance: float) -> Placed | Misfit:
    """The lower left corner of a letter, under the OCR read area: a low, wide die."""
    left, room = lower_left_room(job, zones, clearance=clearance)
    die = _die(job, room)
    return die if isinstance(die, Misfit) else die.at(left, grid.up(zones.ocr.bottom, job.dpi), job.dpi)


def _next_to_original(job: Job, *, clearance: float) -> Placed | Misfit:
    """Left of the original and its ad plate: where they are known to stand, or where this engine would print them."""
    original = job.original
    if original is None:
        ordinary = original_of(job)
        die = _in_corner(ordinary, clearance=clearance, strict=True)
        plated = die if isinstance(die, Misfit) else with_plate(ordinary, die)
        if isinstance(plated, Misfit):
            return plated
        original = plated.occupied
    top = grid.up(placement.INDICIUM_FROM_TOP + clearance, job.dpi)
    right = grid.down(original.left - placement.INDICIUM_CLEAR_ZONE - clearance, job.dpi)
    room = Room(right - placement.INDICIUM_FROM_RIGHT, job.height - placement.INDICIUM_FROM_TOP - top)
    beside = _die(job, _at_most_a_die(room))
    if isinstance(beside, Misfit):
        return beside
    return replace(beside.at(right - beside.width, top, job.dpi), original=original)


def _at_most_a_die(room: Room) -> Room:
    return Room(min(room.width, DIE_EXTENT[0]), min(room.height, DIE_EXTENT[1]))


# --- The die ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Die:
    """Groups of lines with rules between them inside a frame; (0, 0) is its outer top left corner."""

    groups: tuple[tuple[float, Block], ...]
    """Top of the ink of each group, inches from the top of the die, and its lines."""
    width: float
    """Outer, inches; whole dots."""
    height: float
    """Outer, inches; whole dots."""

    def fits(self, room: Room) -> bool:
        """Whether there is room for it."""
        return self.width <= room.width + _SLACK and self.height <= room.height + _SLACK

    def at(self, left: float, top: float, dpi: int) -> Placed:
        """The die with its corner there, which is on the dot grid; every line is centred."""
        outer = Box(left, top, left + self.width, top + self.height)
        middle = outer.center[0]
        texts = tuple(text for y, group in self.groups for text in centred_at(group, middle, top + y, dpi))
        rules = [_rule(outer, grid.up(top + y - _RULE_WHITE, dpi), dpi) for y, _ in self.groups[1:]]
        return Placed(texts, lines=(Frame(outer, grid.up(_FRAME_LINE, dpi)), *rules))


def _rule(outer: Box, bottom: float, dpi: int) -> Rule:
    inset = _margin(dpi)
    return Rule(Box(outer.left + inset, bottom - grid.up(_RULE_LINE, dpi), outer.right - inset, bottom))


def _margin(dpi: int) -> float:
    """From the outer edge of the die to its lettering, whole dots."""
    return grid.up(_FRAME_LINE, dpi) + grid.up(_PADDING, dpi)


def _die(job: Job, room: Room, *, lowest: bool = False) -> _Die | Misfit:
    """The most generous die that fits, or the lowest; or by how much the lowest does not fit."""
    inner = room.width - 2 * _margin(job.dpi)
    if inner <= 0:
        return Misfit("604.4.8.3-fim-zone", "the printing die", DIE_EXTENT[0], room.width)
    dies = list(_dies(job, inner))
    fitting = [die for die in dies if die.fits(room)]
    if fitting:
        return min(fitting, key=lambda die: die.height) if lowest else fitting[0]
    least = min(dies, key=lambda die: (die.width > room.width + _SLACK, die.height))
    if least.width > room.width + _SLACK:
        return Misfit("604.4.8.6-other", "the printing die", least.width, room.width)
    return Misfit(job.height_rule, "the printing die", least.height, room.height)


def _dies(job: Job, width: float) -> Iterator[_Die]:
    """Dies whose lettering is set in a width, the most generous first: with two rules, then with one."""
    paid, where, device = _grouped(job.composition.units)
    for parts in ((paid, where, device), (paid, where + device)):
        sets = [arrangements(Composition(units), job.face, width) for units in parts if units]
        for blocks in zip(*sets, strict=True):
            yield _stacked(blocks, job.dpi)


def _grouped(units: Sequence[Unit]) -> tuple[tuple[Unit, ...], tuple[Unit, ...], tuple[Unit, ...]]:
    """What is paid; where and when; by which device."""
    paid = tuple(unit for unit in units if unit[0].role in _HEAD)
    device = tuple(unit for unit in units if unit[0].role in _DEVICE)
    return paid, tuple(unit for unit in units if unit not in (*paid, *device)), device


def _stacked(blocks: Sequence[Block], dpi: int) -> _Die:
    margin = _margin(dpi)
    parting = 2 * _RULE_WHITE + grid.up(_RULE_LINE, dpi)
    y = margin
    groups: list[tuple[float, Block]] = []
    for block in blocks:
        groups.append((y, block))
        y += block.height + parting
    # A dot for the baselines, each of which is brought down to the next whole one.
    height = grid.up(y - parting + margin + 1 / dpi, dpi)
    # Its longest dimension is parallel to the address (604.4.8.3).
    width = max(height, grid.up(max(block.width for block in blocks), dpi) + 2 * margin)
    return _Die(tuple(groups), width, height)
