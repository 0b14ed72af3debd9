"""Intelligent Mail barcode: what 65 bars say, as far as they can be told (USPS-B-3200, backwards).

Evidence is a log-odds for each of the 130 half bars. The ten characters are looked up in the tables, the words
that fit best are tried in the order of their likelihood, and one is taken only when all of these hold:

- its frame check sequence and the range of its number are right;
- a row of bars that is no Intelligent Mail barcode would hardly pass by chance. Of all 2**130 rows of bars
  5.05e30 say something: 3.7e-9 of them, 7.4e-9 with both ways up. A word that is the c-th likeliest row for the
  evidence is found in meaningless bars with a chance of at most c * 7.4e-9, however it was found; `CHANCE_MAX`
  bounds that. No other postal code has 65 bars, so that less than one in a hundred rows that come here (65 bars
  counted between two clear ends, extending both ways) is another thing: 1e-6 in all;
- given that the row says something, all other readings together are less than `DOUBT_MAX` as likely as this one.
  Words that were tried and failed are impossible; of those not tried, 1 in 2**11 would have passed the frame check.
  The bound is for the worst row that is taken: over damaged rows the mean of these shares is below 1e-6, as a long
  run showed (1e-7; clean rows 4e-10).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec import imb as spec
from verify.read.likely import Floats, by_likelihood, farthest_within

Words = npt.NDArray[np.int64]

CHANCE_MAX = 1e-4
"""Most likely chance that a row of 65 meaningless bars is read at all."""
DOUBT_MAX = 1e-5
"""Most likely share of all other readings."""
TRIED = 4096
"""Words that are tried, the likeliest first."""
BEYOND = 12.0
"""Words are tried that cost so much more than one may that is taken: what was tried and failed is no other reading."""

_TRACKING_LEAD = 10 * (spec.BARCODE_ID_SECOND_DIGIT_MAX + 1)
_TRACKING_REST = 10 ** (spec.TRACKING_DIGITS - 2)
MEANINGS = (max(spec.ROUTING_OFFSETS.values()) + 10 ** max(spec.ROUTING_DIGITS)) * _TRACKING_LEAD * _TRACKING_REST
"""How many different things an Intelligent Mail barcode can say."""
CHANCE = 2 * MEANINGS / 2 ** (2 * spec.BARS)
"""That a row of meaningless bars says something, one way up or the other."""
_PASSING = 0.5**spec.FCS_BITS
_LIMB_BITS = 32
_LIMBS = 4
_BYTES = 13
"""The 102 bits of data, two zeros in front."""


@dataclass(frozen=True, slots=True)
class ImbRead:
    """What an Intelligent Mail barcode says."""

    tracking: str
    """20 digits."""
    routing: str
    """0, 5, 9 or 11 digits."""
    down: npt.NDArray[np.bool_]
    """65, from the left as seen: the bar reaches below the tracker, as seen."""
    up: npt.NDArray[np.bool_]
    """Likewise above."""
    upside_down: bool
    """The row stands on its head."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """The likeliest words for one way up."""

    costs: Floats
    """Log-likelihood lost against the likeliest row of bars, ascending."""
    characters: Words
    """N x 10 13-bit characters."""
    mass: float
    """Log of the likelihood of all words of the tables together, against the likeliest row of bars."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that says something."""

    cost: float
    """Log-likelihood lost against the likeliest row of bars."""
    characters: Words
    """10."""
    upside_down: bool


@cache
def _places() -> tuple[Words, Words]:
    """For each bar the place (13 times the character, and the bit) of its descender, then of its ascender."""
    cells = [tuple(cell.split()) for cell in spec.BAR_BITS]
    at = [[spec.CODEWORDS.index(c[0]) * spec.CHARACTER_BITS + int(c[1:]) for c in pair] for pair in cells]
    places = np.array(at, dtype=np.int64)
    return places[:, 0], places[:, 1]


@cache
def _bits() -> npt.NDArray[np.bool_]:
    """8192 x 13: the bits of every character, the least first."""
    return (np.arange(1 << spec.CHARACTER_BITS)[:, None] >> np.arange(spec.CHARACTER_BITS) & 1).astype(np.bool_)


@cache
def _meanings() -> tuple[Words, npt.NDArray[np.bool_]]:
    """Codeword of every 13-bit character, -1 for those in no table, and whether it is an inverted one."""
    bits = _bits()
    weight, value = bits.sum(axis=1), np.arange(len(bits))
    mirrored = bits[:, ::-1] @ (1 << np.arange(spec.CHARACTER_BITS))
    codeword = np.full(len(bits), -1, dtype=np.int64)
    first = 0
    for count, length in (
        (spec.TABLE_I_BITS_SET, spec.TABLE_I_LENGTH),
        (spec.TABLE_II_BITS_SET, spec.TABLE_II_LENGTH),
    ):
        members = value[weight == count]
        # A character and its mirror image stand together, in the order of the lesser; those that are their own
        # mirror image fill the table from its end.
        alone = members[mirrored[members] == members]
        paired = members[mirrored[members] != members]
        paired = paired[np.lexsort((paired, np.minimum(paired, mirrored[paired])))]
        codeword[np.concatenate((paired, alone[::-1]))] = first + np.arange(length)
        first += length
    inverted = codeword[::-1] >= 0
    codeword[inverted] = codeword[::-1][inverted]
    return codeword, inverted


@cache
def _table() -> tuple[Words, Floats]:
    """The characters that mean something, and their bits as 0 and 1."""
    characters = np.flatnonzero(_meanings()[0] >= 0)
    return characters, _bits()[characters].astype(np.float64)


def decode(down: Floats, up: Floats) -> ImbRead | None:
    """What the bars say; None when that cannot be said for sure.

    Args:
        down: 65 natural log-odds, left to right, that each bar reaches below the tracker.
        up: Likewise above.
    """
    farthest = farthest_within(np.concatenate((down, up)), CHANCE_MAX / CHANCE)
    best, doubt = _best(down, up, farthest)
    if best is not None and doubt > DOUBT_MAX:
        best, doubt = _best(down, up, farthest + BEYOND)
    if best is None or best.cost > farthest or doubt > DOUBT_MAX:
        return None
    return _read(best.characters, upside_down=best.upside_down)


def _best(down: Floats, up: Floats, farthest: float) -> tuple[_Word | None, float]:
    """The likeliest word that says something, and how likely all others are beside it.

    Args:
        down: As for `decode`.
        up: Likewise.
        farthest: Log-likelihood that a word may lose against the likeliest row of bars, to be tried.
    """
    ways = ((False, down, up), (True, up[::-1], down[::-1]))
    tried = [(flipped, _likeliest(lower, upper, farthest)) for flipped, lower, upper in ways]
    found = [
        _Word(float(words.costs[i]), words.characters[i], flipped)
        for flipped, words in tried
        for i in np.flatnonzero(meaningful(words.characters))
    ]
    if not found:
        return None, 0.0
    best = min(found, key=lambda word: word.cost)
    return best, _others([word.cost for word in found], [words for _, words in tried], best.cost)


def _likeliest(down: Floats, up: Floats, farthest: float) -> _Tried:
    """The words of the tables that fit the evidence best."""
    halves = np.empty(len(spec.CODEWORDS) * spec.CHARACTER_BITS)
    descender, ascender = _places()
    halves[descender], halves[ascender] = down, up
    odds = halves.reshape(len(spec.CODEWORDS), spec.CHARACTER_BITS)
    characters, bits = _table()
    costs = np.maximum(odds, 0).sum(axis=1)[:, None] - odds @ bits.T
    total, chosen = by_likelihood(np.maximum(costs, 0), farthest, TRIED)
    return _Tried(total, characters[chosen], float(np.log(np.exp(-costs).sum(axis=1)).sum()))


def _others(valid: list[float], tried: list[_Tried], cost: float) -> float:
    """Likelihood of all other readings over that of the word with this cost."""
    also = sum(np.exp(cost - other) for other in valid) - 1
    untried = sum(max(0.0, np.exp(words.mass + cost) - np.exp(cost - words.costs).sum()) for words in tried)
    return float(also + untried * _PASSING)


def meaningful(characters: Words) -> npt.NDArray[np.bool_]:
    """Which of N x 10 characters stand in the tables, with a right frame check sequence and number."""
    codeword, inverted = _meanings()
    codewords = codeword[characters]
    flipped = codewords[:, -1] & 1
    good = (codewords >= 0).all(axis=1) & (flipped == 0)
    good &= codewords[:, -1] < 2 * spec.LAST_CODEWORD_BASE
    good &= codewords[:, 0] < 2 * spec.FCS_CODEWORD_OFFSET
    able = np.flatnonzero(good)
    limbs = _numbers(codewords[able])
    right = (_frame_check(limbs) == _seen_check(codewords[able], inverted[characters[able]])) & _below(limbs, MEANINGS)
    good[able] = right
    return np.asarray(good)


def _seen_check(codewords: Words, inverted: npt.NDArray[np.bool_]) -> Words:
    """USPS-B-3200 2.2.4, 2.2.5: the check sequence that N words carry beside their number."""
    low = inverted @ (1 << np.arange(len(spec.CODEWORDS)))
    high = codewords[:, 0] >= spec.FCS_CODEWORD_OFFSET
    return np.asarray(low | high.astype(np.int64) << spec.FCS_BITS - 1)


def _numbers(codewords: Words) -> npt.NDArray[np.uint64]:
    """USPS-B-3200 2.2.3: N x 4 limbs of 32 bits, the least first, of the numbers that the codewords stand for."""
    limbs = np.zeros((len(codewords), _LIMBS), dtype=np.uint64)
    digits = codewords.copy()
    digits[:, 0] %= spec.FCS_CODEWORD_OFFSET
    digits[:, -1] //= 2
    bases = [1, *[spec.CODEWORD_BASE] * (len(spec.CODEWORDS) - 2), spec.LAST_CODEWORD_BASE]
    mask, shift = np.uint64((1 << _LIMB_BITS) - 1), np.uint64(_LIMB_BITS)
    for place, base in enumerate(bases):
        carry = digits[:, place].astype(np.uint64)
        for limb in range(_LIMBS):
            product = limbs[:, limb] * np.uint64(base) + carry
            limbs[:, limb], carry = product & mask, product >> shift
    return limbs


def _below(limbs: npt.NDArray[np.uint64], bound: int) -> npt.NDArray[np.bool_]:
    """Which numbers are less than `bound`."""
    less = np.zeros(len(limbs), dtype=np.bool_)
    for limb in range(_LIMBS):
        part = np.uint64(bound >> _LIMB_BITS * limb & (1 << _LIMB_BITS) - 1)
        less = (limbs[:, limb] < part) | ((limbs[:, limb] == part) & less)
    return less


@cache
def _remainders() -> Words:
    """What each value of the register's upper eight bits brings to the check sequence, eight steps on."""
    top, full = 1 << spec.FCS_BITS - 1, (1 << spec.FCS_BITS) - 1
    register = np.arange(256, dtype=np.int64) << spec.FCS_BITS - 8
    for _ in range(8):
        register = np.where(register & top, register << 1 ^ spec.FCS_POLYNOMIAL, register << 1) & full
    return register


@cache
def _register_start() -> int:
    """The register that is `FCS_INITIAL` after the two zero bits in front of the data, which are no data."""
    register = spec.FCS_INITIAL
    for _ in range(8 * _BYTES - spec.BINARY_BITS):
        register = (register ^ spec.FCS_POLYNOMIAL) >> 1 | 1 << spec.FCS_BITS - 1 if register & 1 else register >> 1
    return register


def _frame_check(limbs: npt.NDArray[np.uint64]) -> Words:
    """USPS-B-3200 2.2.2: the frame check sequences of N numbers, byte by byte."""
    octets = np.ascontiguousarray(limbs.astype("<u4")).view(np.uint8).reshape(len(limbs), 4 * _LIMBS)
    register = np.full(len(limbs), _register_start(), dtype=np.int64)
    table, full = _remainders(), (1 << spec.FCS_BITS) - 1
    for place in range(_BYTES - 1, -1, -1):
        index = register >> spec.FCS_BITS - 8 ^ octets[:, place]
        register = (register << 8 & full) ^ table[index]
    return register


def _read(characters: Words, *, upside_down: bool) -> ImbRead:
    """USPS-B-3200 2.2.1: the digits of a word that says something."""
    limbs = _numbers(_meanings()[0][characters][None])[0]
    number = sum(int(limb) << _LIMB_BITS * place for place, limb in enumerate(limbs))
    number, rest = divmod(number, _TRACKING_REST)
    number, second = divmod(number, spec.BARCODE_ID_SECOND_DIGIT_MAX + 1)
    number, first = divmod(number, 10)
    length = max(n for n, offset in spec.ROUTING_OFFSETS.items() if offset <= number)
    routing = f"{number - spec.ROUTING_OFFSETS[length]:0{length}d}" if length else ""
    bits = _bits()[characters].reshape(-1)
    descender, ascender = _places()
    down, up = bits[descender], bits[ascender]
    if upside_down:
        down, up = up[::-1], down[::-1]
    return ImbRead(f"{first}{second}{rest:0{spec.TRACKING_DIGITS - 2}d}", routing, down, up, upside_down)
