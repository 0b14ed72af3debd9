"""Data codewords to bytes and text (ISO/IEC 16022:2006 5.2): every encodation, None for what is none of them."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indicia.spec import encodation as spec
from indicia.spec.ecc200 import SIZES
from verify.read.triples import TRIPLES, Alphabet, Shifting

Bytes = npt.NDArray[np.uint8]

_LINES = frozenset(b"\t\n\r\x04\x1c\x1d\x1e\x1f")
"""Controls that lettering in a symbol has: ends of lines, separators of ISO/IEC 15434."""
_MOST_WORDS = max(size.data_codewords for size in SIZES)
_BASE256 = (spec.BASE256_FACTOR * np.arange(1, _MOST_WORDS + 1) % spec.BASE256_MODULUS + 1).astype(np.uint8)
"""What Base 256 adds to a codeword by its place."""


@dataclass(frozen=True, slots=True)
class Message:
    """What data codewords say."""

    data: bytes
    """Every byte, without FNC1 at the start; header and trailer of a macro written out."""
    text: str | None
    """By its ECIs, or as ISO/IEC 8859-1 where no ECI stands; None for what is no lettering."""
    codewords: int
    """Data codewords up to the first pad."""
    padded: bool
    """Pads are as the standard makes them; true when there are none."""


class _MalformedError(Exception):
    """Codewords that mean nothing; never leaves this module."""


def message(words: Bytes) -> Message | None:
    """What the data codewords of a symbol, in their order, say; None when they break the standard."""
    reading = _Reading(words)
    try:
        reading.run()
    except _MalformedError:
        return None
    return Message(bytes(reading.said), reading.text(), reading.end, _padded(words, reading.end))


@cache
def pads(count: int) -> Bytes:
    """What each of so many data codewords is when it is a pad, but not the first one."""
    made = spec.PAD + spec.PAD_FACTOR * np.arange(1, count + 1) % spec.PAD_MODULUS + 1
    return np.where(made > spec.PAD_LARGEST, made - spec.PAD_LARGEST, made).astype(np.uint8)


def _padded(words: Bytes, end: int) -> bool:
    """Whether what follows the message are pads."""
    if end == len(words):
        return True
    return bool(words[end] == spec.PAD and np.array_equal(words[end + 1 :], pads(len(words))[end + 1 :]))


class _Reading:
    """One pass over the codewords."""

    def __init__(self, words: Bytes) -> None:
        self._array = words
        self._words: list[int] = words.tolist()
        self._at = 0
        self._ecis: list[tuple[int, int]] = []
        """Where in what is said each ECI begins to hold."""
        self._start = 0
        """First codeword of the message proper, after what heads a part of several symbols."""
        self._trailer = b""
        self._lettering = True
        """No byte beyond ASCII came as a bare byte."""
        self.said = bytearray()
        self.end = len(words)

    def run(self) -> None:
        if self._words[0] == spec.STRUCTURED_APPEND:
            self._start = self._at = 1 + spec.STRUCTURED_APPEND_CODEWORDS
        while self._at < len(self._words):
            word = self._next()
            if word == spec.PAD:
                self.end = self._at - 1
                break
            self._ascii(word)
        self.said += self._trailer

    def _next(self) -> int:
        if self._at >= len(self._words):
            raise _MalformedError
        self._at += 1
        return self._words[self._at - 1]

    def _left(self) -> int:
        return len(self._words) - self._at

    def _ascii(self, word: int) -> None:
        """One codeword of the ASCII encodation, and all of another encodation when it is a latch."""
        if spec.ASCII_FIRST <= word <= spec.ASCII_LAST:
            self.said.append(word - spec.ASCII_FIRST)
        elif spec.DIGITS_FIRST <= word <= spec.DIGITS_LAST:
            self.said += b"%02d" % (word - spec.DIGITS_FIRST)
        elif word in TRIPLES:
            self._triples(TRIPLES[word])
        elif word == spec.LATCH_BASE256:
            self._base256()
        elif word == spec.LATCH_EDIFACT:
            self._edifact()
        elif word == spec.UPPER_SHIFT:
            self._upper()
        elif word == spec.ECI:
            self._ecis.append((len(self.said), self._eci()))
        else:
            self._function(word)

    def _function(self, word: int) -> None:
        """A codeword that is no character and latches nothing."""
        place = self._at - 1 - self._start
        if word == spec.FNC1:
            self.said += b"" if place == 0 or self._heads_an_industry(place) else spec.FNC1_SEPARATOR
        elif word == spec.READER_PROGRAMMING and self._at == 1:
            pass  # What is said is meant for a reader: reported all the same, never obeyed.
        elif word in spec.MACRO_HEADER and self._at == 1:
            self.said += spec.MACRO_HEADER[word]
            self._trailer = spec.MACRO_TRAILER
        elif not (word == spec.UNLATCH and self._left() == 0):
            # An unlatch stands last where C40, Text or X12 have but one codeword left, which counts as ASCII.
            raise _MalformedError

    def _heads_an_industry(self, place: int) -> bool:
        """Whether FNC1 in the second place stands behind an industry's letter or two digits (5.2.4.6)."""
        first = self._words[self._start]
        is_letter = spec.ASCII_FIRST <= first <= spec.ASCII_LAST and chr(first - spec.ASCII_FIRST).isalpha()
        return place == 1 and (is_letter or spec.DIGITS_FIRST <= first <= spec.DIGITS_LAST)

    def _upper(self) -> None:
        word = self._next()
        if not spec.ASCII_FIRST <= word <= spec.ASCII_LAST:
            raise _MalformedError
        self.said.append(word - spec.ASCII_FIRST + spec.UPPER_SHIFT_ADDS)

    def _triples(self, alphabet: Alphabet) -> None:
        """C40, Text or X12, up to the unlatch or the end; a codeword that is left alone is ASCII."""
        state = Shifting(alphabet)
        while self._left() >= 2:
            first = self._next()
            if first == spec.UNLATCH:
                return
            value = first * 256 + self._next() - 1
            base = spec.TRIPLE_BASE
            if not 0 <= value < base**3:
                raise _MalformedError
            for part in (value // base**2, value // base % base, value % base):
                character = state.character(part)
                if character is None:
                    raise _MalformedError
                self.said += character

    def _edifact(self) -> None:
        """Four values in three codewords, up to the unlatch; up to two codewords that are left are ASCII."""
        while self._left() > 2:
            start = self._at
            packed = int.from_bytes(bytes(self._words[start : start + 3]), "big")
            for number in range(4):
                value = packed >> 6 * (3 - number) & 0x3F
                if value == spec.EDIFACT_UNLATCH:
                    # What remains of the codeword is filled up.
                    self._at = start + min(3, number + 1)
                    return
                self.said.append(value if value & spec.EDIFACT_LOWER_BIT else value | spec.EDIFACT_BIT)
            self._at = start + 3

    def _base256(self) -> None:
        """Bytes by their count, which is nought for all that are left."""
        count = self._plain()
        if count == 0:
            count = self._left()
        elif count > 249:
            count = 250 * (count - 249) + self._plain()
        if count > self._left():
            raise _MalformedError
        taken = (self._array[self._at : self._at + count] - _BASE256[self._at : self._at + count]).tobytes()
        self._at += count
        self._lettering &= taken.isascii()
        self.said += taken

    def _plain(self) -> int:
        """The next codeword of Base 256 without the number that its place adds."""
        word = self._next()
        return (word - int(_BASE256[self._at - 1])) % 256

    def _eci(self) -> int:
        first = self._next()
        if 1 <= first <= spec.ECI_ONE_LAST:
            return first - 1
        base = spec.ECI_BASE
        if spec.ECI_ONE_LAST < first <= spec.ECI_TWO_LAST:
            return (first - spec.ECI_ONE_LAST - 1) * base + self._eci_digit() + spec.ECI_TWO_OFFSET
        if spec.ECI_TWO_LAST < first <= spec.ECI_THREE_LAST:
            high = (first - spec.ECI_TWO_LAST - 1) * base + self._eci_digit()
            return high * base + self._eci_digit() + spec.ECI_THREE_OFFSET
        raise _MalformedError

    def _eci_digit(self) -> int:
        word = self._next()
        if not 1 <= word <= spec.ECI_BASE:
            raise _MalformedError
        return word - 1

    def text(self) -> str | None:
        """What is said as lettering."""
        marks = [(0, spec.ECI_DEFAULT), *self._ecis, (len(self.said), spec.ECI_DEFAULT)]
        if not self._ecis and not self._lettering:
            return None
        parts = [_lettering(bytes(self.said[a:b]), eci) for (a, eci), (b, _) in pairwise(marks)]
        whole = [part for part in parts if part is not None]
        return "".join(whole) if self.said and len(whole) == len(parts) else None


def _lettering(part: bytes, eci: int) -> str | None:
    """Bytes in a character set; None for a set that is not known, for bytes that it has not, and for controls."""
    if eci not in spec.CHARSETS:
        return None if part else ""
    try:
        text = part.decode(spec.CHARSETS[eci])
    except UnicodeDecodeError:
        return None
    return text if all(c.isprintable() or ord(c) in _LINES or c == "\xa0" for c in text) else None
