"""How sure each codeword is, and how much a reading is worth.

A module with reliability r (0 unknown, 1 plain) is taken to be wrong with probability 1 / (1 + exp(steepness r)). From
that comes the order in which codewords are erased, and the evidence for what was found.

Why a reading may be believed. The danger is a word near to another message than the true one, or to any message where
there is none. For one message c, let L(c) be the product over its codewords of how much likelier the modules are
under c than as coin tosses: (1 - b) * product(2 P(module | c)) + b, with b the chance that a codeword is spoiled
whatever its modules look like. Under coin tosses each factor has mean 1, so L(c) >= x has a chance of at most
1 / x (Markov). A code of k codewords has 256^k messages, so the chance that noise has *any* message with L >= x,
however it is looked for and in however many attempts, is at most 256^k / x. The evidence of a reading is log2 L - 8 k
bits: noise reaches E bits with a chance of at most 2^-E. A clean block has 8 (n - k) bits; a codeword erased unseen
takes 8, and a wrong one 8 and what b costs: in all about as the code's own bound 2 e + t <= n - k counts, at which
nothing is left: a decoder that erases n - k codewords accepts every word. What is seen of erased codewords counts,
for or against. Small symbols come out strict by themselves: 10x10 has 40 bits in all.

The other danger is a true symbol damaged beyond repair, taken for a neighbour of its message. The code holds its
messages apart, and damaged codewords are as random against a neighbour as noise is. Only what both messages
share, as pads, tells nothing between them: pads shorten the code and add no evidence.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.bool_]
Light = npt.NDArray[np.float32]

# UNSOURCED chosen by trial on simulated noise, scratches and blots (seed 1; figures are reported on seed 2): flat
# from 3.5 to 12.
_STEEPNESS = np.float32(5.5)
# UNSOURCED bits below which nothing is believed, and from which no questions are asked: noise reaches them on one grid
# in 10^9 and in 10^19.
ENOUGH_BITS = 30.0
SURE_BITS = 64.0
# UNSOURCED shares of codewords that are spoiled: the evidence is their mean, so that few and many are both foreseen.
_SPOILED = np.array((1 / 64, 1 / 12, 1 / 4), dtype=np.float32)
_USUALLY = 1
"""Which of them is taken where a single one must do."""


def reliability(light: Light, margin: Light) -> Light:
    """R x C: 0 for a module of which nothing is known, 1 for a plain one."""
    return np.asarray(np.clip(margin, 0.0, 1.0) * np.minimum(np.abs(2 * light - 1), 1.0), dtype=np.float32)


def doubt(reliabilities: Light) -> Light:
    """How doubtful each codeword is: one over the chance that all its modules are right.

    Args:
        reliabilities: ... x 8, of the modules of each codeword.
    """
    return np.asarray(np.prod(1 + np.exp(-_STEEPNESS * reliabilities), axis=-1))


def weights(reliabilities: Light, wrong: Bits) -> Light:
    """Bits by which each codeword speaks for a message rather than for coin tosses, for each of `_SPOILED`.

    Args:
        reliabilities: ... x 8.
        wrong: ... x 8, modules that are not as the message has them.

    Returns:
        ... x S.
    """
    against = np.where(wrong, _STEEPNESS, -_STEEPNESS) * reliabilities
    likelier = 256 / np.prod(1 + np.exp(against), axis=-1)
    return np.asarray(np.log2(likelier[..., None] * (1 - _SPOILED) + _SPOILED))


def evidence(weighed: Light, data_codewords: int) -> float:
    """Bits of evidence for one block: minus log2 of a bound on the chance that noise gives as much.

    Args:
        weighed: n x S, the block's rows of `weights`.
        data_codewords: Of the block, those that could have been anything.
    """
    totals = weighed.sum(axis=0, dtype=np.float64)
    return float(np.logaddexp2.reduce(totals)) - float(np.log2(len(_SPOILED))) - 8 * data_codewords


def known_tail(reliabilities: Light, wrong: Bits) -> int | None:
    """From which codeword on they all are what they are guessed to be, by what is seen of them.

    Args:
        reliabilities: K x 8.
        wrong: K x 8, modules that are not as guessed.

    Returns:
        The first of them; None where too little speaks for any.
    """
    # A codeword of which nothing is seen speaks against: where the guess may begin there, it begins later.
    bits = weights(reliabilities, wrong)[:, _USUALLY] - 0.5
    together = np.cumsum(bits[::-1])[::-1]
    start = int(np.argmax(together))
    return start if together[start] >= ENOUGH_BITS + np.log2(len(bits)) else None


@cache
def counts(check: int) -> tuple[int, ...]:
    """How many codewords to erase, attempt after attempt.

    Every second one would be all that generalised minimum distance decoding (Forney) knows; beyond twelve
    attempts nothing is gained (same trial).
    """
    step = max(2, check // 12)
    return tuple(range(0, check + 1, step))
