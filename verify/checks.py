"""What a caller may ask to be checked: each check has its stages of looking and its rows; the others cost nothing."""

import enum
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from indicia.errors import UsageError
from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import Row


class Check(enum.StrEnum):
    """A part of the whole verification, as the command line names it."""

    SYMBOL = "symbol"
    """Is there an indicium whose symbol reads and says something?"""
    SIGNATURE = "signature"
    """Is the message the device's, and the certificate good?"""
    PERIOD = "period"
    """Does it lie within its mailing period? By the message's date where lettering is not read."""
    DUPLICATE = "duplicate"
    """Was the indicium seen before? Needs a ledger."""
    PLACEMENT = "placement"
    """Where do indicium and FIM stand, and what stands too near? Of a page that is taken for one with postage."""
    LETTERING = "lettering"
    """What do the words say, how are they printed, do they agree with the message? And all special indicia."""
    BARS = "bars"
    """Where is the piece going by its bars?"""
    REFLECTANCE = "reflectance"
    """How dark is the ink, how light the paper?"""
    GRADE = "grade"
    """How well is the symbol printed (ISO/IEC 15415)?"""


EVERY_CHECK = frozenset(Check)

_QUANTITIES: Mapping[Check, frozenset[Quantity]] = MappingProxyType(
    {
        Check.SYMBOL: frozenset(
            {
                Quantity.INDICIUM,
                Quantity.SYMBOL,
                Quantity.SCANNABLE,
                Quantity.MIRRORED,
                Quantity.PAYLOAD,
                Quantity.POSTAGE,
                Quantity.IMI_DATE,
            }
        ),
        Check.SIGNATURE: frozenset(
            {
                Quantity.CERTIFICATE,
                Quantity.ALGORITHM,
                Quantity.CERTIFICATE_BEGUN,
                Quantity.CERTIFICATE_CURRENT,
                Quantity.CERTIFICATE_REVOKED,
                Quantity.SIGNATURE,
            }
        ),
        Check.PERIOD: frozenset({Quantity.PERIOD, Quantity.ANY_DAY}),
        Check.DUPLICATE: frozenset(
            {Quantity.DUPLICATE, Quantity.DUPLICATE_CONFLICT, Quantity.REFUNDED, Quantity.REGISTERS_AGREE}
        ),
        Check.PLACEMENT: frozenset(
            {
                Quantity.UPPER_RIGHT_SHARE,
                Quantity.SIDE,
                Quantity.RIGHT_EDGE,
                Quantity.TOP_EDGE,
                Quantity.FIM_ZONE_INTRUSION,
                Quantity.BARCODE_ZONE_INTRUSION,
                Quantity.OCR_ZONE_INTRUSION,
                Quantity.ADDRESS_ANGLE,
                Quantity.CLEAR_LEFT,
                Quantity.CLEAR_BELOW,
                Quantity.FIM_RIGHT,
                Quantity.FIM_TOP,
                Quantity.FIM_BOTTOM,
                Quantity.FIM_PRESENT,
                Quantity.FIM_KIND,
                Quantity.FIM_BAR_WIDTH,
                Quantity.FIM_BAR_HEIGHT,
                Quantity.FIM_PITCH,
                Quantity.FIM_SLANT,
                Quantity.FIM_PRD,
                Quantity.FIM_COVERED,
            }
        ),
        Check.BARS: frozenset({Quantity.MATCH_DESTINATION}),
        Check.REFLECTANCE: frozenset(
            {Quantity.PRD_RED, Quantity.PRD_GREEN, Quantity.BACKGROUND_RED, Quantity.BACKGROUND_GREEN}
        ),
        Check.GRADE: frozenset({Quantity.SYMBOL_GRADE}),
    }
)
"""What each check finds out; everything else is told by words, which is `Check.LETTERING`."""
_CHECK_OF: Mapping[Quantity, Check] = MappingProxyType(
    {quantity: check for check, quantities in _QUANTITIES.items() for quantity in quantities}
)


def check_of(quantity: Quantity) -> Check:
    """The check that finds out a quantity."""
    return _CHECK_OF.get(quantity, Check.LETTERING)


def answered(rows: Iterable[Row], checks: frozenset[Check]) -> tuple[Row, ...]:
    """The rows all of whose questions some checks answer."""
    return tuple(row for row in rows if all(check_of(quantity) in checks for quantity, _ in row.asks))


def parse_checks(named: Iterable[Check | str] | str | None) -> frozenset[Check]:
    """The checks of a list of names, or of names between commas; all of them for None.

    Raises:
        UsageError: a name that there is not, or no name at all.
    """
    if named is None:
        return EVERY_CHECK
    words = [word.strip() for word in named.split(",")] if isinstance(named, str) else list(named)
    allowed = f"allowed, with commas between: {', '.join(Check)}"
    if not words or words == [""]:
        raise UsageError(f"no checks are named; {allowed}")
    for word in words:
        if word not in tuple(Check):
            raise UsageError(f"check {str(word)!r}; {allowed}")
    return frozenset(map(Check, words))
