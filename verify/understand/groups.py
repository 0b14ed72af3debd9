"""Lettering that stands together, and which of it is a postage mark."""

from collections.abc import Iterable, Sequence

from indicia.geometry import Box, union
from verify.seen import TextSeen
from verify.understand.elements import elements
from verify.understand.marks import is_postage, stands_elsewhere

NEAR = 0.15
"""Inches: lettering nearer than this belongs together. Well under the 1/2-in clear zone of an indicium, above the white
between the lines of one."""


def postage_groups(texts: Iterable[TextSeen]) -> list[tuple[Box, bool]]:
    """The boxes of all lettering that is a postage mark, and whether it is a redate or correction."""
    found = []
    for group in groups(texts):
        said = elements(group)
        if is_postage(said):
            found.append((union(run.box for run in group), stands_elsewhere(said)))
    return found


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


def outside(texts: Sequence[TextSeen], boxes: Sequence[Box]) -> list[TextSeen]:
    """The lettering that touches none of some boxes."""
    return [text for text in texts if not any(_meet(text.box, box) for box in boxes)]
