"""The destination in a payload: the digits of the delivery address as one decimal number, 0 for none."""

from indicia.errors import InputError

# Leading zeros are lost in the number: up to 99999 it reads as five digits, up to 999999999 as nine,
# else as eleven. No ZIP Code begins with 0000, so five and nine digits never meet.
_LENGTHS = (5, 9, 11)
LARGEST_DESTINATION = 10 ** _LENGTHS[-1] - 1
WRITTEN_DIGITS = 9
"""At most so many digits are written; a delivery point is cut to its ZIP+4."""


def encode_destination(digits: str | None) -> int:
    """The number for 5, 9 or 11 digits of a ZIP Code, or none.

    Raises:
        InputError: another number of digits, or digits that would not read back.
    """
    if not digits:
        return 0
    written = digits[:WRITTEN_DIGITS]
    plain = digits.isascii() and digits.isdigit() and len(digits) in _LENGTHS
    if not plain or decode_destination(int(written)) != written:
        raise InputError(f"destination: found {digits!r}; allowed: 5, 9 or 11 digits of a ZIP Code, or null")
    return int(written)


def decode_destination(number: int) -> str | None:
    """The digits, None for none; a number above `LARGEST_DESTINATION` comes back as it stands."""
    if number == 0:
        return None
    length = next((n for n in _LENGTHS if number < 10**n), 0)
    return f"{number:0{length}d}"
