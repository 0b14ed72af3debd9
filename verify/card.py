"""The reflectance card of a command line: a picture of it and what is printed on its back."""

import re

from indicia.errors import UsageError
from verify.measure.reflectance import Card, card_of
from verify.scans import load

_WORDS = re.compile(r"(?P<file>.+)=(?P<light>[0-9]*\.?[0-9]+),(?P<dark>[0-9]*\.?[0-9]+)")


def card_from(words: str) -> Card:
    """The card that `FILE=LIGHT,DARK` names: its scan, and the reflectances of its two patches as fractions of 1.

    Raises:
        UsageError: the words have another form.
        InputError: the picture cannot be read, or shows no such card.
    """
    said = _WORDS.fullmatch(words)
    if said is None:
        raise UsageError(f"reflectance card {words!r}; allowed: FILE=LIGHT,DARK as card.png=0.90,0.04")
    scan = next(load(said["file"]))
    return card_of(scan.pixels, light=float(said["light"]), dark=float(said["dark"]))
