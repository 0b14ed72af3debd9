"""Intelligent Mail barcode: tracking and routing digits to 65 bars of four kinds (USPS-B-3200)."""

from collections.abc import Sequence

from indicia.errors import InputError
from indicia.geometry import Box
from indicia.spec import imb as spec
from indicia.symbology import dots


def _characters_with(bits_set: int, length: int) -> tuple[int, ...]:
    """Table I or II of USPS-B-3200 2.2.5: 13-bit characters with so many bits set.

    A character and its mirror image stand side by side from the front; those that mirror themselves fill the
    table from its end.
    """
    front: list[int] = []
    back: list[int] = []
    for value in range(1 << spec.CHARACTER_BITS):
        if value.bit_count() != bits_set:
            continue
        mirrored = int(f"{value:0{spec.CHARACTER_BITS}b}"[::-1], 2)
        if mirrored == value:
            back.append(value)
        elif mirrored > value:
            front += [value, mirrored]
    table = (*front, *reversed(back))
    if len(table) != length:
        raise AssertionError(f"{bits_set} of {spec.CHARACTER_BITS} gives {len(table)} characters, not {length}")
    return table


_CHARACTERS = _characters_with(spec.TABLE_I_BITS_SET, spec.TABLE_I_LENGTH) + _characters_with(
    spec.TABLE_II_BITS_SET, spec.TABLE_II_LENGTH
)


def _place(cell: str) -> tuple[int, int]:
    """Index of the character and its bit, from a cell such as `H2`."""
    return spec.CODEWORDS.index(cell[0]), int(cell[1:])


_BAR_BITS = tuple((_place(descender), _place(ascender)) for descender, ascender in map(str.split, spec.BAR_BITS))
_STATES = {(False, False): "T", (True, False): "D", (False, True): "A", (True, True): "F"}


def encode(tracking: str, routing: str = "") -> str:
    """The 65 bars, each `F` full, `A` ascender, `D` descender or `T` tracker, left to right.

    Raises:
        InputError: not 20 digits of tracking whose second is 0 to 4, or not 0, 5, 9 or 11 of routing.
    """
    value = _binary(tracking, routing)
    fcs = _frame_check_sequence(value)
    characters = _characters(_codewords(value, fcs), fcs)
    return "".join(
        _STATES[bool(characters[dc] >> db & 1), bool(characters[ac] >> ab & 1)] for (dc, db), (ac, ab) in _BAR_BITS
    )


def bars(tracking: str, routing: str = "", *, left: float, bottom: float, dpi: int) -> tuple[Box, ...]:
    """The 65 bars, left to right, every side on a whole dot.

    Args:
        tracking: 20 digits.
        routing: 0, 5, 9 or 11 digits.
        left: x of the left side of the first bar, inches; the row's one origin.
        bottom: y of the feet of full bars, inches.
        dpi: printer dots an inch.

    Raises:
        InputError: the digits cannot be encoded.
        UsageError: the resolution is too coarse for the bar's tolerances.
    """
    states = encode(tracking, routing)
    width = dots.whole_dots(
        spec.BAR_WIDTH - spec.BAR_WIDTH_TOLERANCE,
        spec.BAR_WIDTH + spec.BAR_WIDTH_TOLERANCE,
        dpi,
        "an Intelligent Mail bar's width",
    )
    spans = _spans(round(bottom * dpi), dpi)
    lefts = dots.offsets(range(spec.BARS), 1 / spec.BARS_PER_INCH, dpi)
    x = round(left * dpi)
    return tuple(
        dots.box(x + offset, spans[state][0], x + offset + width, spans[state][1], dpi=dpi)
        for offset, state in zip(lefts, states, strict=True)
    )


def _binary(tracking: str, routing: str) -> int:
    """USPS-B-3200 2.2.1: all digits as one number; the second digit counts in base 5."""
    if len(tracking) != spec.TRACKING_DIGITS or not _are_digits(tracking):
        raise InputError(f"Intelligent Mail takes {spec.TRACKING_DIGITS} digits of tracking, not {tracking!r}")
    if int(tracking[1]) > spec.BARCODE_ID_SECOND_DIGIT_MAX:
        raise InputError(f"the second digit of an Intelligent Mail tracking code is 0 to 4, not {tracking[1]}")
    if len(routing) not in spec.ROUTING_DIGITS or (routing and not _are_digits(routing)):
        raise InputError(f"an Intelligent Mail routing code has 0, 5, 9 or 11 digits, not {routing!r}")
    value = int(routing or "0") + spec.ROUTING_OFFSETS[len(routing)]
    value = value * 10 + int(tracking[0])
    value = value * (spec.BARCODE_ID_SECOND_DIGIT_MAX + 1) + int(tracking[1])
    rest = tracking[2:]
    return int(value * 10 ** len(rest) + int(rest))


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _frame_check_sequence(value: int) -> int:
    """USPS-B-3200 2.2.2: the remainder of 102 bits by the generator polynomial, 11 bits."""
    top = 1 << spec.FCS_BITS - 1
    fcs = spec.FCS_INITIAL
    for bit in range(spec.BINARY_BITS - 1, -1, -1):
        carry = bool(fcs & top) != bool(value >> bit & 1)
        fcs = (fcs << 1 ^ (spec.FCS_POLYNOMIAL if carry else 0)) & (2 * top - 1)
    return fcs


def _codewords(value: int, fcs: int) -> list[int]:
    """USPS-B-3200 2.2.3 and 2.2.4: ten codewords, orientation and first check bit put in."""
    value, last = divmod(value, spec.LAST_CODEWORD_BASE)
    codewords = [last * 2]
    for _ in spec.CODEWORDS[1:-1]:
        value, codeword = divmod(value, spec.CODEWORD_BASE)
        codewords.append(codeword)
    first_bit_set = fcs >> spec.FCS_BITS - 1 & 1
    codewords.append(value + spec.FCS_CODEWORD_OFFSET * first_bit_set)
    return codewords[::-1]


def _characters(codewords: Sequence[int], fcs: int) -> list[int]:
    """USPS-B-3200 2.2.5: a character each, inverted where its bit of the check sequence is set."""
    inverted = (1 << spec.CHARACTER_BITS) - 1
    return [_CHARACTERS[codeword] ^ (inverted if fcs >> index & 1 else 0) for index, codeword in enumerate(codewords)]


def _spans(bottom: int, dpi: int) -> dict[str, tuple[int, int]]:
    """Top and bottom of each kind of bar, dots; the tracker stands in the middle."""
    tracker = dots.whole_dots(spec.TRACKER_HEIGHT_MIN, spec.TRACKER_HEIGHT_MAX, dpi, "an Intelligent Mail tracker")
    half = dots.whole_dots(spec.HALF_HEIGHT_MIN, spec.HALF_HEIGHT_MAX, dpi, "an Intelligent Mail ascender")
    reach = half - tracker
    full = tracker + 2 * reach
    dots.require(spec.FULL_HEIGHT_MIN, spec.FULL_HEIGHT_MAX, full, dpi, "an Intelligent Mail full bar")
    top = bottom - full
    return {
        "F": (top, bottom),
        "A": (top, bottom - reach),
        "D": (top + reach, bottom),
        "T": (top + reach, bottom - reach),
    }
