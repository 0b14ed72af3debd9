"""Arranging the human-readable block: which words share a line, in which sizes, how close the lines stand.

The engine tries arrangements from the most generous to the tightest; the first that fits its room wins.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise, product

from indicia.compose.elements import Composition, Element
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout import grid
from indicia.layout.marks import Text
from indicia.spec.kinds import Role
from indicia.typeset import Line, join, set_element, set_run
from indicia.units import inches

# This project's own choice of type, from roomy to tight; 604.4.8.6 sets only the least sizes, and US POSTAGE must
# stand out from everything but the amount.
_STYLES_PT: tuple[tuple[float, float, float], ...] = (
    (13.0, 15.0, 9.0),
    (12.0, 14.0, 9.0),
    (12.0, 14.0, 8.5),
    (12.0, 14.0, 8.0),
    (11.0, 12.0, 8.0),
    (10.5, 11.0, 8.0),
    (10.0, 10.0, 8.0),
    (9.0, 10.0, 8.0),
)
"""Type sizes of US POSTAGE, of the amount, of everything else."""
_GAPS_EM = ((0.50, 0.38), (0.28, 0.20, 0.14))
"""White between the ink of two lines, in ems of the smaller type: the comfortable, tried in every size before the
tight."""
_LEAST_WHITE_EM = 0.08
"""White under a descender, in ems of the smaller type."""
_WHOLE_ROLES = frozenset({Role.US_POSTAGE, Role.AMOUNT, Role.DATE, Role.SPECIAL})
"""Elements that are read as one: their words are never broken into lines."""
_WORD_GAP_EM = 0.55
"""White between two elements on one line, in ems of the smaller type."""
_WIDER_BY = 1 / 64
"""A block that must be wider than high is so by at least this: baselines move to whole dots; inches."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Lines one under the other, flush left; (0, 0) is the top left corner of its ink. Kept by what it is, not says."""

    lines: tuple[tuple[float, Line], ...]
    """Baseline (y, inches from the top of the ink) and the line."""
    width: float
    """Ink, inches."""
    height: float
    """Ink, inches."""

    def at(self, left: float, top: float, dpi: int) -> tuple[Text, ...]:
        """The marks of the block with its ink's top left corner there, each baseline on a whole dot."""
        return _marks(self, left, top, dpi)

    def on_dots(self, top: float, dpi: int) -> Iterator[tuple[float, Line]]:
        """Each line with its baseline on the next whole dot when the block's ink begins at `top`.

        A line that would come to touch what hangs from the one above goes down by the dots that it takes: on a
        coarse grid two roundings can eat up the white between them.
        """
        floor = float("-inf")
        for y, line in self.lines:
            baseline = grid.up(max(top + y, floor - line.ink.top), dpi)
            floor = baseline + line.ink.bottom
            yield baseline, line


@lru_cache(maxsize=256)
def _marks(block: Block, left: float, top: float, dpi: int) -> tuple[Text, ...]:
    """Kept, since the pieces of a batch say much alike in the same place."""
    return tuple(text for y, line in block.on_dots(top, dpi) for text in line.at(left - line.ink.left, y))


@dataclass(frozen=True, slots=True)
class Room:
    """The largest extent that a block may have, inches."""

    width: float
    height: float
    wide: bool = False
    """The longest dimension must be the width (604.4.8.3)."""

    def holds(self, block: Block) -> bool:
        """Whether the block fits."""
        height = min(self.height, block.width - _WIDER_BY) if self.wide else self.height
        return block.width <= self.width + 1e-9 and block.height <= height + 1e-9


def best_block(composition: Composition, face: Face, room: Room) -> Block | None:
    """The most generous arrangement that fits, or None."""
    return next((block for block in arrangements(composition, face, room.width) if room.holds(block)), None)


def tightest_block(composition: Composition, face: Face, width: float) -> Block:
    """The arrangement of least height in a room of `width`, for saying by how much it does not fit."""
    return min(arrangements(composition, face, width), key=lambda block: (block.width > width, block.height))


def stack(lines: Sequence[Line], *, gap_em: float) -> Block:
    """Lines one under the other with `gap_em` of white between them.

    The white is counted from the baseline, so that descenders do not spread the lines; what hangs below the
    baseline keeps `_LEAST_WHITE_EM` of its own.
    """
    y = -lines[0].ink.top
    baselines = [y]
    for above, line in pairwise(lines):
        em = inches(min(above.size_pt, line.size_pt))
        y += max(gap_em * em, above.ink.bottom + _LEAST_WHITE_EM * em) - line.ink.top
        baselines.append(y)
    boxes = [line.ink.moved(-line.ink.left, baseline) for line, baseline in zip(lines, baselines, strict=True)]
    extent = Box(0.0, 0.0, max(b.right for b in boxes), max(b.bottom for b in boxes))
    return Block(tuple(zip(baselines, lines, strict=True)), extent.width, extent.height)


@lru_cache(maxsize=256)
def _blocks_cached(composition: Composition, face: Face, width: float) -> tuple[Block, ...]:
    return tuple(_generate(composition, face, width))


def arrangements(composition: Composition, face: Face, width: float) -> tuple[Block, ...]:
    """All arrangements in a width, the most generous first; those of two compositions go together one by one."""
    return _blocks_cached(composition, face, width)


def _generate(composition: Composition, face: Face, width: float) -> Iterator[Block]:
    sets = [_lines_of(face, composition, style, width) for style in _STYLES_PT]
    for gaps in _GAPS_EM:
        for split, joined in sets:
            for lines, gap_em in product((split, joined), gaps):
                yield stack(lines, gap_em=gap_em)


def _lines_of(
    face: Face, composition: Composition, style: tuple[float, float, float], width: float
) -> tuple[list[Line], list[Line]]:
    """The composition in one style: every unit on its own line, and on as few lines as the width allows."""
    us_pt, amount_pt, other_pt = style
    sizes = {Role.US_POSTAGE: us_pt, Role.AMOUNT: amount_pt}
    units: list[Line] = []
    whole: set[int] = set()
    for unit in composition.units:
        parts = list(_broken(face, unit, width, sizes.get(unit[0].role, other_pt)))
        if len(parts) == 1:
            whole.add(len(units))
        units += [_set_unit(face, part, sizes, other_pt) for part in parts]
    return units, _joined(units, whole, width)


def _set_unit(face: Face, unit: tuple[Element, ...], sizes: dict[Role, float], other_pt: float) -> Line:
    runs = [set_element(face, element, sizes.get(element.role, other_pt)) for element in unit]
    return join(runs, gap=inches(runs[0].size_pt * face.advance(" ", bold=runs[0].bold)))


def _broken(face: Face, unit: tuple[Element, ...], width: float, size_pt: float) -> Iterator[tuple[Element, ...]]:
    """A unit in parts that fit the width: first between its elements, then at the blanks of each."""
    if _set_unit(face, unit, {}, size_pt).ink.width <= width:
        yield unit
        return
    for element in unit:
        words = [element.string] if element.role in _WHOLE_ROLES else element.string.split(" ")
        while words:
            count = next((n for n in range(len(words), 1, -1) if _width(face, element, words[:n], size_pt) <= width), 1)
            yield (replace(element, string=" ".join(words[:count])),)
            words = words[count:]


def _width(face: Face, element: Element, words: Sequence[str], size_pt: float) -> float:
    size = element.size_pt(size_pt)
    return set_run(face, " ".join(words), role=element.role, size_pt=size, bold=element.bold).ink.width


def _joined(units: Sequence[Line], whole: Set[int], width: float) -> list[Line]:
    """The units on as few lines as the width allows, each line and the lines among themselves in reading order.

    Only `whole` units share a line: the parts of a broken one are read one after the other. US POSTAGE and the
    amount share one with each other only, so that nothing takes from their prominence (DMM 604.4.8.6).
    """
    remaining = list(range(len(units)))
    lines: list[Line] = []
    while remaining:
        first = remaining[0]
        rest = [i for i in remaining[1:] if i in whole and _is_head(units[i]) == _is_head(units[first])]
        chosen = _fullest(units, first, rest, width) if first in whole else (first,)
        lines.append(_merge([units[i] for i in chosen]))
        remaining = [i for i in remaining if i not in chosen]
    return lines


def _is_head(unit: Line) -> bool:
    return unit.runs[0][1].role in {Role.US_POSTAGE, Role.AMOUNT}


def _fullest(units: Sequence[Line], first: int, rest: Sequence[int], width: float) -> tuple[int, ...]:
    """Of the sets with `first` that fit, the one that leaves the least white; fewer and earlier units on a tie."""
    candidates = [(first, *more) for count in range(min(len(rest), 2) + 1) for more in combinations(rest, count)]
    fitting = [c for c in candidates if len(c) == 1 or _merge([units[i] for i in c]).ink.width <= width]
    return max(fitting, key=lambda c: (round(_merge([units[i] for i in c]).ink.width, 6), [-i for i in c]))


def _merge(lines: Sequence[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    gap = inches(_WORD_GAP_EM * min(line.size_pt for line in lines))
    placed = []
    x = 0.0
    for line in lines:
        placed += [(x + dx, run) for dx, run in line.runs]
        x += max(dx + run.advance for dx, run in line.runs) + gap
    return Line(tuple(placed))
