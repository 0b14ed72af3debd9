"""Lines of words set one under the other, centred: imprints, postmarks, boxes of reply formats."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from indicia.compose.elements import Element, Unit
from indicia.faces import Face
from indicia.layout.arrange import Block, stack
from indicia.layout.marks import Text
from indicia.spec.kinds import Role
from indicia.typeset import Line, join, set_element
from indicia.units import inches

SizeOf = Callable[[Element], float]
"""Type size of an element, points."""

_HALVINGS = 12
"""Steps in which the lines of a broken unit are evened out; the last is a four-thousandth of the width."""


def one_size(size_pt: float) -> SizeOf:
    """The same type size for every element."""

    def size_of(element: Element) -> float:
        del element
        return size_pt

    return size_of


def size_by_role(sizes_pt: Mapping[Role, float], other_pt: float) -> SizeOf:
    """The sizes of some roles, and that of all others."""

    def size_of(element: Element) -> float:
        return sizes_pt.get(element.role, other_pt)

    return size_of


def centred_block(units: Sequence[Unit], face: Face, size_of: SizeOf, *, width: float, gap_em: float) -> Block:
    """The units, each on its own line; those wider than `width` in as few lines as it allows, evenly filled."""
    lines = [line for unit in units for line in _lines(unit, face, size_of, width)]
    return stack(lines, gap_em=gap_em)


def centred_at(block: Block, middle: float, top: float, dpi: int) -> tuple[Text, ...]:
    """The marks of a block whose lines have their middle there, each baseline on the next whole dot."""
    return tuple(
        text for y, line in block.on_dots(top, dpi) for text in line.at(middle - line.ink.width / 2 - line.ink.left, y)
    )


def set_unit(unit: Unit, face: Face, size_of: SizeOf) -> Line:
    """A unit on one line, a blank between its elements."""
    runs = [set_element(face, element, size_of(element)) for element in unit]
    return join(runs, gap=inches(runs[0].size_pt * face.advance(" ", bold=runs[0].bold)))


def _lines(unit: Unit, face: Face, size_of: SizeOf, width: float) -> Iterator[Line]:
    whole = set_unit(unit, face, size_of)
    if whole.ink.width <= width:
        yield whole
        return
    for element in unit:
        for part in _evenly(element, face, size_of, width):
            yield set_unit((part,), face, size_of)


def _evenly(element: Element, face: Face, size_of: SizeOf, width: float) -> list[Element]:
    """The element's words in as few lines as the width allows, in the narrowest width that needs no more."""
    parts = _greedily(element, face, size_of, width)
    low, high = 0.0, width
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        tried = _greedily(element, face, size_of, middle)
        widest = max(set_unit((part,), face, size_of).ink.width for part in tried)
        if len(tried) == len(parts) and widest <= middle:
            parts, high = tried, middle
        else:
            low = middle
    return parts


def _greedily(element: Element, face: Face, size_of: SizeOf, width: float) -> list[Element]:
    """As many words a line as the width allows; a word wider than it stands alone."""
    parts: list[Element] = []
    for word in element.string.split(" "):
        if parts:
            longer = replace(parts[-1], string=f"{parts[-1].string} {word}")
            if set_unit((longer,), face, size_of).ink.width <= width:
                parts[-1] = longer
                continue
        parts.append(replace(element, string=word))
    return parts
