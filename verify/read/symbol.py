"""From sampled modules to a message, or an honest nothing: the whole reading of one symbol once its grid is known."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indicia.payload.codec import Payload, decode, unlawful, why_not_ibi
from indicia.spec.ecc200 import SymbolSize
from verify.read import doubt
from verify.read.codewords import codewords, deal, dealings, modules_of, places
from verify.read.message import Message, message, pads
from verify.read.reedsolomon import corrections, syndromes

Bits = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Indices = npt.NDArray[np.intp]
Light = npt.NDArray[np.float32]

HOPELESS_BITS = -64.0
"""Evidence for one block at which pads, were it full of them, would not save it: the other blocks are let be."""
CONFIDENT = 0.5
"""Reliability from which a module counts for `Understood.agreement`."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What the modules of one symbol say."""

    data: bytes
    """The message."""
    text: str | None
    """The message where it is lettering."""
    errors: int
    """Codewords that were wrong and not known to be doubtful."""
    erasures: int
    """Codewords that were doubtful and filled in, right or wrong as they may have been."""
    codewords: Bytes
    """K codewords as corrected, data then error correction."""
    modules: Bits
    """R x C, the symbol as it should be, True is dark."""
    agreement: float
    """Share of the plainly seen modules that are as they should be, finder and timing among them."""
    unsure: Bits
    """R x C: modules of corrected and erased codewords."""
    evidence_bits: float
    """Of the weakest block: noise gives as much with a chance of at most 2 to the minus this, see `doubt`."""
    unused: float
    """Share of the error correction that was left over, in the worst block."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The modules of one symbol."""

    size: SymbolSize
    dark: Bits
    """R x C."""
    sure: Light
    """R x C reliabilities."""
    words: Bytes
    """K codewords."""
    word_sure: Light
    """K x 8 reliabilities of their modules."""


@dataclass(frozen=True, slots=True)
class _Block:
    """One block, as corrected."""

    words: Bytes
    """n codewords."""
    changed: Bits
    """n: those that were wrong."""
    erased: Bits
    """n: those that were taken as unknown."""
    weights: Light
    """n x S, see `doubt.weights`."""

    @property
    def used(self) -> int:
        """Error correction codewords that went into it: one for an erasure, two for an error."""
        return int(np.count_nonzero(self.erased) + 2 * np.count_nonzero(self.changed & ~self.erased))


def understood(light: Light, *, margin: Light, size: SymbolSize) -> Understood | None:
    """What the modules of a symbol say; None for noise, and for what is too much damaged to be sure.

    Whether a grid is worth a closer look is told faster by `codewords.errors`.

    Args:
        light: R x C reflectances, 0 dark to 1 light, 0.5 at the local threshold.
        margin: R x C, how well each module is seen whatever its reflectance: 0 for one under a scratch, a
            postmark, a hole or outside the picture, 1 for one in plain view. How far its reflectance lies from the
            threshold is not to be in it; that is taken from `light`.
        size: Of the symbol.
    """
    dark, sure = light < 0.5, doubt.reliability(light, margin)
    seen = _Seen(size, dark, sure, codewords(dark, size), sure.reshape(-1)[places(size)])
    best: Understood | None = None
    for dealing in dealings(size):
        reading = _read(seen, seen.words, dealing)
        if reading is None and (guessed := _with_pads(seen)) is not None:
            reading = _read(seen, guessed, dealing)
        # Where blocks hold the same, the wrong way of dealing is right but for some codewords.
        if reading is not None and (best is None or reading.unused > best.unused):
            best = reading
        if best is not None and best.errors == best.erasures == 0:
            break
    return best


def _with_pads(seen: _Seen) -> Bytes | None:
    """The codewords with every pad as it should be; None where there are no pads to be seen, or none is wrong.

    A message that leaves room shortens its code by as much: what is known needs no correction.
    """
    data = seen.size.data_codewords
    made = pads(data)
    start = doubt.known_tail(seen.word_sure[:data], _as_bits(made ^ seen.words[:data]))
    if start is None or np.array_equal(made[start:], seen.words[start:data]):
        return None
    return np.concatenate((seen.words[:start], made[start:], seen.words[data:]))


def _read(seen: _Seen, taken: Bytes, dealing: Indices) -> Understood | None:
    """The reading of codewords taken to be `taken`, dealt in one way."""
    # What a shorter block is thought to start with is sure.
    sure = np.append(seen.word_sure, np.ones((1, 8), dtype=np.float32), axis=0)[dealing]
    words, as_seen = deal(taken, dealing), deal(seen.words, dealing)
    found = syndromes(words, seen.size.error_codewords // seen.size.blocks)
    blocks: list[_Block] = []
    for number, block in enumerate(words):
        best = _best(block, found[number], as_seen[number], sure[number])
        if best is None or best.words[dealing[number] == len(taken)].any():
            return None
        blocks.append(best)
    return _believed(seen, blocks, dealing)


def _best(block: Bytes, found: Bytes, as_seen: Bytes, sure: Light) -> _Block | None:
    """The message of a block for which most speaks, among those that erasing finds."""
    guessed = block != as_seen
    if not found.any():
        return _block(block, as_seen, guessed, sure)
    order = np.argsort(np.where(guessed, 0.0, -doubt.doubt(sure)), kind="stable")
    best, most = None, HOPELESS_BITS
    for count, words in corrections(block, found, order.tolist(), doubt.counts(len(found))):
        erased = guessed.copy()
        erased[order[:count]] = True
        candidate = _block(words, as_seen, erased, sure)
        bits = doubt.evidence(candidate.weights, len(block) - len(found))
        if bits > most:
            best, most = candidate, bits
        if bits >= doubt.SURE_BITS:
            break
    return best


def _block(words: Bytes, as_seen: Bytes, erased: Bits, sure: Light) -> _Block:
    change = words ^ as_seen
    return _Block(words, change != 0, erased, doubt.weights(sure, _as_bits(change)))


def _as_bits(words: Bytes) -> Bits:
    """... x 8."""
    return np.unpackbits(words[:, None], axis=1).astype(np.bool_)


def _believed(seen: _Seen, blocks: list[_Block], dealing: Indices) -> Understood | None:
    """The reading, when it means something and enough speaks for it."""
    size = seen.size
    words = _dealt_back([block.words for block in blocks], dealing, size)
    said = message(words[: size.data_codewords])
    if said is None or not said.data:
        return None
    bits = min(_evidence(block, own, said, size) for block, own in zip(blocks, dealing, strict=True))
    if bits < doubt.ENOUGH_BITS or (bits < doubt.SURE_BITS and not (said.padded and _makes_sense(said.data))):
        return None
    changed = _dealt_back([block.changed for block in blocks], dealing, size)
    erased = _dealt_back([block.erased for block in blocks], dealing, size)
    modules = modules_of(words, size)
    unsure = np.zeros((size.rows, size.columns), dtype=np.bool_)
    unsure.reshape(-1)[places(size)[changed | erased]] = True
    return Understood(
        data=said.data,
        text=said.text,
        errors=int(np.count_nonzero(changed & ~erased)),
        erasures=int(np.count_nonzero(erased)),
        codewords=words,
        modules=modules,
        agreement=_agreement(modules, seen),
        unsure=unsure,
        evidence_bits=bits,
        unused=max(0.0, 1 - max(block.used for block in blocks) * size.blocks / size.error_codewords),
    )


def _dealt_back(blocks: list[npt.NDArray[Any]], dealing: Indices, size: SymbolSize) -> npt.NDArray[Any]:
    """K values in the order of the codewords, from those of each block."""
    count = size.data_codewords + size.error_codewords
    values = np.zeros(count + 1, dtype=blocks[0].dtype)
    values[dealing] = blocks
    return values[:count]


def _evidence(block: _Block, own: Indices, said: Message, size: SymbolSize) -> float:
    """Bits that speak for a block, given where pads begin.

    Noise can only be near to a padded message by luck, so right pads would be evidence against it, less the choice
    of where they begin. They are none against a neighbour of the true message, which has the same pads. The less
    of both counts.
    """
    check = size.error_codewords // size.blocks
    free = len(own) - check
    if not said.padded:
        return doubt.evidence(block.weights, free)
    known = (own > said.codewords) & (own < size.data_codewords)
    count = int(np.count_nonzero(known))
    if not count:
        return doubt.evidence(block.weights, free)
    given = doubt.evidence(block.weights[known], 0) - float(np.log2(size.data_codewords))
    return doubt.evidence(block.weights[~known], free - count) + min(0.0, given)


def _makes_sense(data: bytes) -> bool:
    """Whether a message that looks like an IBI payload is whole and lawful; others cannot be asked."""
    if why_not_ibi(data) is not None:
        return True
    said = decode(data)
    return said.missing_bytes == 0 and not (isinstance(said.payload, Payload) and unlawful(said.payload))


def _agreement(modules: Bits, seen: _Seen) -> float:
    """Share of the plainly seen modules that are as they should be."""
    plain = seen.sure >= CONFIDENT
    return float((modules == seen.dark)[plain].mean()) if plain.any() else 0.0
