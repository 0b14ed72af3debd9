"""How evidence is written down."""

from collections.abc import Iterable

from indicia.rulebook.evidence import Measurement, Quantity
from verify.seen import Measured

Facts = dict[Quantity, Measurement]

UNREAD = "lettering is left there that could not be read for certain"
YES = Measurement(True)
NO = Measurement(False)


def measured(seen: Measured) -> Measurement:
    """A number with its uncertainty."""
    return Measurement(seen.value, seen.uncertainty)


def unknown(note: str) -> Measurement:
    """Sought, and not to be had."""
    return Measurement(None, note=note)


def cut(edges: Iterable[str]) -> Measurement:
    """Not to be had since edges of the piece lie outside the picture."""
    names = " and ".join(sorted(edges))
    return unknown(f"the {names} edge lies outside the picture")
