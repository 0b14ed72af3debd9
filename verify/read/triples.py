"""C40, Text and X12 (ISO/IEC 16022:2006 5.2.5 to 5.2.7): what each value says, with its shifts."""

from dataclasses import dataclass

from indicia.spec import encodation as spec


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The character sets of one encodation."""

    basic: bytes
    """Characters of the last values of the basic set, up to 39."""
    shifted: tuple[bytes, ...]
    """Characters of the sets that the values 0, 1, 2 of the basic set shift to; none in X12."""


TRIPLES = {
    spec.LATCH_C40: Alphabet(spec.BASIC_C40, (spec.SHIFT_1, spec.SHIFT_2, spec.SHIFT_3_C40)),
    spec.LATCH_TEXT: Alphabet(spec.BASIC_TEXT, (spec.SHIFT_1, spec.SHIFT_2, spec.SHIFT_3_TEXT)),
    spec.LATCH_X12: Alphabet(spec.X12, ()),
}
"""By their latches."""


class Shifting:
    """The state between one value and the next."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._shift: int | None = None
        self._adds = 0

    def character(self, value: int) -> bytes | None:
        """What a value from 0 to 39 says: one byte, nothing for a shift, None for a value that is not used."""
        shift, self._shift = self._shift, None
        if shift is None:
            if value < len(self._alphabet.shifted):
                self._shift = value
                return b""
            return self._said(self._alphabet.basic, value - len(self._alphabet.shifted))
        if shift == 1 and value == spec.SHIFT_2_UPPER:
            self._adds = spec.UPPER_SHIFT_ADDS
            return b""
        if shift == 1 and value == spec.SHIFT_2_FNC1:
            return spec.FNC1_SEPARATOR
        return self._said(self._alphabet.shifted[shift], value)

    def _said(self, characters: bytes, place: int) -> bytes | None:
        if place >= len(characters):
            return None
        said = bytes((characters[place] + self._adds,))
        self._adds = 0
        return said
