"""A run of lettering in words, and how nearly words spell a phrase."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from indicia.spec.legibility import CONFIDENCE_MIN
from verify.seen import GlyphSeen, TextSeen

SURE = CONFIDENCE_MIN
"""Confidence from which on a character is taken at its word."""
TWINS = frozenset("Il|")
"""Characters of one form: which of them it is, a picture of one alone can hardly tell, and it does not matter."""
_ONE_FORM = str.maketrans("|L", "II")
_LIKELY = 0.5
"""Confidence that is enough of a character with twins."""
_LETTERS_AN_ERROR = 6
"""This project's choice: one doubtful character in so many may differ from a phrase, a certain one counts twice. So
REDATE may have one doubtful letter and FIRST-CLASS MAIL one wrong one, while AUTO and USPS must be read as they are."""


class Token(NamedTuple):
    """One word as it was read."""

    string: str
    doubtful: tuple[bool, ...]
    """Which of its characters are not sure."""


def is_sure(glyph: GlyphSeen) -> bool:
    """Whether a character is taken at its word."""
    return glyph.confidence >= SURE or (glyph.character in TWINS and glyph.confidence >= _LIKELY)


def tokens(run: TextSeen) -> tuple[Token, ...]:
    """The words of a run, in order; none where string and characters do not go together."""
    words = run.string.split()
    if sum(map(len, words)) != len(run.glyphs):
        return ()
    doubtful = [not is_sure(glyph) for glyph in run.glyphs]
    ends = list(accumulate(map(len, words)))
    return tuple(
        Token(word, tuple(doubtful[start:end])) for word, start, end in zip(words, [0, *ends], ends, strict=False)
    )


def squeezed(words: str) -> str:
    """Words as they are compared: capitals, no blanks, one letter for those that a small l may be."""
    return "".join(words.split()).upper().translate(_ONE_FORM)


def spells(read: Sequence[Token], phrase: str) -> bool:
    """Whether words say a (squeezed) phrase, but for a few characters that are not sure."""
    said = squeezed("".join(token.string for token in read))
    return said == phrase or (may_spell(len(said), phrase) and spells_nearly(said, doubts(read), phrase))


def doubts(read: Sequence[Token]) -> tuple[bool, ...]:
    """Which characters of some words are not sure."""
    return tuple(doubt for token in read for doubt in token.doubtful)


def may_spell(length: int, phrase: str) -> bool:
    """Whether a reading of so many characters may say a (squeezed) phrase with a few errors."""
    allowed = len(phrase) // _LETTERS_AN_ERROR
    return allowed > 0 and abs(length - len(phrase)) * 2 <= allowed


def spells_nearly(said: str, doubtful: tuple[bool, ...], phrase: str) -> bool:
    """Whether characters differ from a (squeezed) phrase by no more than is allowed."""
    allowed = len(phrase) // _LETTERS_AN_ERROR
    return len(doubtful) == len(said) and _distance(said, doubtful, phrase) <= allowed


@lru_cache(maxsize=4096)
def _distance(said: str, doubtful: tuple[bool, ...], phrase: str) -> int:
    """The least sum of errors that makes the phrase of what was read: a doubtful character costs 1, all else 2."""
    row = [2 * j for j in range(len(phrase) + 1)]
    for i, (character, doubt) in enumerate(zip(said, doubtful, strict=True), 1):
        above, row = row, [2 * i]
        for j, wanted in enumerate(phrase, 1):
            other = 0 if character == wanted else 1 if doubt else 2
            row.append(min(above[j - 1] + other, above[j] + 2, row[j - 1] + 2))
    return row[-1]
