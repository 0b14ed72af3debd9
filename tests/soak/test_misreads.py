"""Modules that say nothing, or not enough: no message is made up. 100,000 grids at full size."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
import zint

from fixtures.symbols import symbol
from indicia.payload.codec import Payload, encode
from indicia.payload.profiles import Algorithm
from indicia.spec.ecc200 import BY_SHAPE, SIZES, SymbolSize
from indicia.symbology import datamatrix
from verify.read.codewords import modules_of, places
from verify.read.symbol import understood

FULL = os.environ.get("INDICIA_SOAK") == "full"
TRIALS = 100_000 if FULL else 1_500
Floats = npt.NDArray[np.float32]
Bits = npt.NDArray[np.bool_]
# Small symbols are where chance is nearest, those up to 48x48 are what mailpieces bear; larger ones are slow and safe.
USUAL = [size for size in SIZES if size.data_codewords <= 174]
SMALL = [size for size in USUAL if size.data_codewords <= 18]
IBI_SIZES = [BY_SHAPE[shape] for shape in ((40, 40), (44, 44), (26, 64), (48, 48), (24, 64))]
OTHERS = [
    zint.Symbology.QRCODE,
    zint.Symbology.AZTEC,
    zint.Symbology.PDF417,
    zint.Symbology.HANXIN,
    zint.Symbology.DOTCODE,
    zint.Symbology.CODABLOCKF,
    zint.Symbology.CODEONE,
]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a sampler might give."""

    size: SymbolSize
    light: Floats
    margin: Floats
    truth: bytes | None = None
    """What may be read, if anything is; None where nothing may."""


def any_size(rng: np.random.Generator) -> SymbolSize:
    sizes = SMALL if rng.random() < 0.5 else USUAL
    return sizes[rng.integers(len(sizes))]


def margins(shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Nothing hidden, some modules hidden, or every module seen in its own degree."""
    hidden = rng.choice([0.0, 0.05, 0.3])
    if rng.random() < 0.3:
        return rng.random(shape, dtype=np.float32)
    return np.asarray(rng.random(shape) >= hidden, dtype=np.float32)


def noise(rng: np.random.Generator) -> Trial:
    size = any_size(rng)
    shape = (size.rows, size.columns)
    light = rng.random(shape) if rng.random() < 0.5 else rng.random(shape) < rng.uniform(0.05, 0.95)
    return Trial(size, light.astype(np.float32), margins(shape, rng))


def framed_noise(rng: np.random.Generator) -> Trial:
    """Random codewords in a right frame."""
    size = any_size(rng)
    count = size.data_codewords + size.error_codewords
    modules = modules_of(rng.integers(0, 256, count, dtype=np.uint8), size)
    return Trial(size, (~modules).astype(np.float32), margins(modules.shape, rng))


def pattern(rng: np.random.Generator) -> Trial:
    """Stripes, checks, a slope of light, blots, with some noise: what lettering and pictures look like from near."""
    size = any_size(rng)
    y, x = np.mgrid[0 : size.rows, 0 : size.columns]
    across, down = rng.uniform(-2.0, 2.0, 2)
    wave = np.sin(x * across + y * down + rng.uniform(0, 6)) + rng.choice([0.0, 1.0]) * np.sin(x * down - y * across)
    light = 0.5 + wave * rng.uniform(0.1, 1.0) + rng.normal(0, rng.choice([0.0, 0.05, 0.3]), wave.shape)
    return Trial(size, light.astype(np.float32), margins(light.shape, rng))


def other_symbology(rng: np.random.Generator) -> Trial:
    size = any_size(rng)
    modules = np.zeros((0, 0), dtype=np.bool_)
    while modules.size == 0:
        made = zint.Symbol()
        made.symbology = OTHERS[rng.integers(len(OTHERS))]
        made.encode("".join(map(str, rng.integers(0, 10, rng.integers(60, 300)))).encode())
        packed = np.asarray(made.encoded_data, dtype=np.uint8)[: made.rows]
        modules = np.unpackbits(packed, axis=1, count=made.width, bitorder="little").astype(np.bool_)
    return Trial(size, window(modules, size, rng), margins((size.rows, size.columns), rng))


def window(modules: Bits, size: SymbolSize, rng: np.random.Generator) -> Floats:
    """Some part of a picture of modules, which goes on by itself, in the shape of a symbol."""
    top, left = rng.integers(0, modules.shape)
    rows, columns = np.arange(top, top + size.rows), np.arange(left, left + size.columns)
    part = modules[np.ix_(rows % modules.shape[0], columns % modules.shape[1])]
    return np.asarray(~part, dtype=np.float32)


def wrong_grid(rng: np.random.Generator) -> Trial:
    """A true symbol a module off, turned, turned over, or taken for another size."""
    size = any_size(rng)
    true = datamatrix.encode(rng.bytes(datamatrix.capacity(size)), size)
    kind = rng.integers(4)
    if kind == 0:
        seen = np.roll(true, rng.choice([-1, 1]), axis=rng.integers(2))
    elif kind == 1:
        seen = true[::-1, ::-1]
    elif kind == 2:
        seen = true[::-1]
    else:
        other = any_size(rng)
        while other is size:
            other = any_size(rng)
        return Trial(other, window(true, other, rng), margins((other.rows, other.columns), rng))
    return Trial(size, (~seen).astype(np.float32), margins(true.shape, rng))


def ibi(rng: np.random.Generator) -> bytes:
    payload = Payload(
        algorithm=int(rng.choice([Algorithm.DSA_1024, Algorithm.ECDSA_P256])),
        certificate_serial=int(rng.integers(2**32)),
        manufacturer="ZZ",
        model=f"{rng.integers(100):02d}",
        psd_serial=int(rng.integers(10**6)),
        ascending_register=int(rng.integers(10**9)),
        amount=int(rng.integers(10**5)),
        mailing_date=20051200 + int(rng.integers(1, 29)),
        licensing_zip=int(rng.integers(10**5)),
        destination=int(rng.integers(10**11)),
        descending_register=int(rng.integers(10**7)),
    )
    return encode(payload, rng.bytes(40 if payload.algorithm == Algorithm.DSA_1024 else 64))


def garbled_ibi(rng: np.random.Generator) -> Trial:
    """A true indicium with more codewords replaced than errors alone could be; the sampler knows of some of them."""
    data = ibi(rng)
    size = IBI_SIZES[rng.integers(len(IBI_SIZES))]
    while datamatrix.capacity(size) < len(data):
        size = IBI_SIZES[rng.integers(len(IBI_SIZES))]
    return _garbled(data, datamatrix.encode(data, size), size, rng)


def garbled_text(rng: np.random.Generator) -> Trial:
    """The same with short padded text in symbols of any size."""
    size = any_size(rng)
    words = rng.integers(34, 123, rng.integers(1, size.data_codewords + 1)).tolist()
    return _garbled(bytes(word - 1 for word in words), symbol(words, size), size, rng)


def _garbled(data: bytes, modules: Bits, size: SymbolSize, rng: np.random.Generator) -> Trial:
    count = size.data_codewords + size.error_codewords
    reach = size.error_codewords // 2
    spoiled = rng.choice(count, rng.integers(reach + 1, min(count, 3 * reach) + 1), replace=False)
    light, margin = (~modules).astype(np.float32), np.ones(modules.shape, dtype=np.float32)
    cells = places(size)[spoiled]
    light.reshape(-1)[cells] = rng.integers(0, 2, cells.shape)
    known = cells[: rng.integers(len(cells) + 1)]
    margin.reshape(-1)[known] = rng.choice([0.0, 0.3]) * rng.random(known.shape)
    return Trial(size, light, margin, data)


KINDS: tuple[Callable[[np.random.Generator], Trial], ...] = (
    noise,
    framed_noise,
    pattern,
    other_symbology,
    wrong_grid,
    garbled_ibi,
    garbled_text,
)


@pytest.mark.soak
def test_no_message_is_made_up(pytestconfig: pytest.Config) -> None:
    rng = np.random.default_rng(16022)
    counts: Counter[tuple[str, str]] = Counter()
    for number in range(TRIALS):
        kind = KINDS[number % len(KINDS)]
        trial = kind(rng)
        found = understood(trial.light, margin=trial.margin, size=trial.size)
        assert found is None or trial.truth == found.data, (number, kind.__name__, trial.size, found)
        counts[kind.__name__, "nothing" if found is None else "the truth"] += 1
    told = ", ".join(f"{kind}: {answer} {count}" for (kind, answer), count in sorted(counts.items()))
    pytestconfig.get_terminal_writer().line(f"{TRIALS} grids, none misread; {told}")
    assert counts["garbled_ibi", "the truth"] > 0
