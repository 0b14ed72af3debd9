"""Lettering that stands together, and which of it is a postage mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicia.geometry import Box, union
from indicia.units import inches
from verify.seen import TextSeen
from verify.understand.elements import elements
from verify.understand.marks import is_ink_jet_line, is_postage

NEAR = 0.25
"""Inches: lettering nearer than this belongs together. Half the clear zone of an indicium (604.4.8.4b), and above the
white between the lines of one, also where a line is missing."""

_SPACE = 0.5
"""Em of white between two words, at most: a space is 0.28, with bearings and spread 0.4."""
_ONE_SIZE = 0.03
"""Share by which the sizes of words of one run may differ: short words' are known no better."""
_LEVEL = 0.7
"""Share of the lower of two words that lies beside the other."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lettering that is a postage mark."""

    box: Box
    """All of it."""
    alone: bool
    """The one line of an ink-jet date correction: what stands near it is not its own."""


def postage_groups(texts: Sequence[TextSeen]) -> list[Group]:
    """All lettering that is a postage mark."""
    lines = _ink_jet_lines(texts)
    rest = [text for text in texts if not any(text in line for line in lines)]
    found = [group for group in groups(rest) if is_postage(elements(group))]
    return [
        *(Group(union(run.box for run in group), alone=False) for group in found),
        *(Group(union(run.box for run in line), alone=True) for line in lines),
    ]


def _ink_jet_lines(texts: Sequence[TextSeen]) -> list[list[TextSeen]]:
    """Date corrections by ink jet, each with the asterisks before it."""
    lines = []
    for text in texts:
        if is_ink_jet_line(elements([text])):
            reach = text.box.grown(NEAR)
            before = [other for other in texts if other.box.right <= text.box.left and _level(other.box, reach)]
            lines.append([*before, text])
    return lines


def _level(box: Box, reach: Box) -> bool:
    return box.right > reach.left and reach.top < box.center[1] < reach.bottom - NEAR


def groups(texts: Iterable[TextSeen]) -> list[list[TextSeen]]:
    """Lettering in groups with more than `NEAR` of white between them."""
    made: list[list[TextSeen]] = []
    for text in texts:
        reach = text.box.grown(NEAR)
        near = [group for group in made if any(_meet(reach, other.box) for other in group)]
        made = [group for group in made if group not in near]
        made.append([text, *(other for group in near for other in group)])
    return made


def _meet(one: Box, other: Box) -> bool:
    return min(one.overlap(other)) > 0


def rejoined(texts: Iterable[TextSeen]) -> list[TextSeen]:
    """The runs with those as one that a space parts and nothing tells apart: a phrase may have been read in pieces."""
    made: list[TextSeen] = []
    for text in sorted(texts, key=lambda text: text.box.left):
        before = next((other for other in made if _goes_on(other, text)), None)
        if before is None:
            made.append(text)
        else:
            made[made.index(before)] = _one(before, text)
    return made


def _goes_on(text: TextSeen, after: TextSeen) -> bool:
    """Whether a run is the next word of another."""
    sizes = text.size_pt.value, after.size_pt.value
    gap = after.box.left - text.box.right
    level = text.box.overlap(after.box)[1] >= _LEVEL * min(text.box.height, after.box.height)
    alike = abs(sizes[0] - sizes[1]) <= _ONE_SIZE * max(sizes) and False not in (text.arial, after.arial)
    return level and alike and 0 < gap <= inches(_SPACE * max(sizes)) and text.bold == after.bold


def _one(text: TextSeen, after: TextSeen) -> TextSeen:
    """Two runs as one, measured by the longer."""
    longer = max(text, after, key=lambda run: len(run.glyphs))
    return replace(
        longer,
        string=f"{text.string} {after.string}",
        box=union((text.box, after.box)),
        glyphs=(*text.glyphs, *after.glyphs),
        contrast=min(text.contrast, after.contrast),
        broken=max(text.broken, after.broken),
        filled=max(text.filled, after.filled),
    )


def outside(texts: Sequence[TextSeen], boxes: Sequence[Box]) -> list[TextSeen]:
    """The lettering that touches none of some boxes."""
    return [text for text in texts if not any(_meet(text.box, box) for box in boxes)]
