"""Whether what was seen of a page asks for a look at the rest of it."""

from indicia.spec.kinds import Shape
from verify.answer import Answer
from verify.measure.placement import look_over

_ELSEWHERE = frozenset(
    {
        "604.4.8.13-complete",
        "604.4.8.13-month-year",
        "604.4.8.12-complete",
        "604.4.8.12-undated",
        "604.4.8.5-date",
    }
)
"""Reasons that something off the corner of the indicium may clear up."""
_BESIDE = frozenset({"604.4.8.2-scannable", "604.4.8.4-b-clear-below", "604.4.8.4-b-clear-left", "604.4.8.4-b-local"})
"""Reasons that a second symbol may clear up."""


def stands_elsewhere(answer: Answer) -> bool:
    """Whether lettering far from the indicium may clear up what speaks against it.

    A redate elsewhere on the page may say another day, a legend that it is reply mail.
    """
    return not _ELSEWHERE.isdisjoint(answer.reasons)


def stands_beside(answer: Answer) -> bool:
    """Whether something stands beside the first symbol, which alone was sought.

    Next to its original a redate or correction stands on flats alone (604.4.9.1b, 4.9.2b).
    """
    seen = answer.seen
    if not seen.symbols or seen.mailpiece is None:
        return False
    if seen.mailpiece.shape is not Shape.FLAT:
        return not _BESIDE.isdisjoint(answer.reasons)
    clear = look_over(seen.mailpiece.width.value, seen.mailpiece.height.value)
    return any(min(mark.clear_left.value, mark.clear_below.value) < clear for mark in seen.indicia)
