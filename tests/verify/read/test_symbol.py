"""Sampled modules to a message, or to nothing."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.symbols import symbol
from indicia.payload.codec import Payload, encode
from indicia.payload.profiles import Algorithm
from indicia.spec import encodation
from indicia.spec.ecc200 import BY_SHAPE, SIZES, SymbolSize
from indicia.symbology import datamatrix
from verify.read.codewords import places
from verify.read.doubt import ENOUGH_BITS, SURE_BITS
from verify.read.symbol import Understood, understood

SIZE = BY_SHAPE[44, 44]
DATA = bytes(range(100, 213))


@dataclass(slots=True)
class Sample:
    """What a sampler gives."""

    size: SymbolSize
    light: npt.NDArray[np.float32]
    margin: npt.NDArray[np.float32]

    def read(self) -> Understood | None:
        return understood(self.light, margin=self.margin, size=self.size)

    def spoil(self, words: list[int] | npt.NDArray[np.intp]) -> None:
        """Turn every module of some codewords over."""
        cells = places(self.size)[words]
        self.light.reshape(-1)[cells] = 1 - self.light.reshape(-1)[cells]

    def hide(self, words: list[int] | npt.NDArray[np.intp]) -> None:
        """Spoil codewords so that the sampler knows."""
        self.spoil(words)
        self.margin.reshape(-1)[places(self.size)[words]] = 0


def sampled(modules: npt.NDArray[np.bool_]) -> Sample:
    light = np.where(modules, 0.05, 0.95).astype(np.float32)
    return Sample(BY_SHAPE[modules.shape[0], modules.shape[1]], light, np.ones_like(light))


@pytest.fixture
def sample() -> Sample:
    return sampled(datamatrix.encode(DATA, SIZE))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_clean_symbol_of_every_size_is_read(size: SymbolSize) -> None:
    data = np.random.default_rng(8).integers(0, 256, datamatrix.capacity(size), dtype=np.uint8).tobytes()
    modules = datamatrix.encode(data, size)
    found = sampled(modules).read()
    assert found is not None
    assert (data, 0, 0, 1.0, 1.0) == (found.data, found.errors, found.erasures, found.agreement, found.unused)
    assert np.array_equal(modules, found.modules)
    assert not found.unsure.any()


def test_errors_are_corrected_and_outlined(sample: Sample) -> None:
    true = sampled(datamatrix.encode(DATA, SIZE)).light < 0.5
    sample.spoil([3, 60, 150])
    found = sample.read()
    assert found is not None
    assert (DATA, 3, 0) == (found.data, found.errors, found.erasures)
    assert np.array_equal(true, found.modules)
    assert sorted(places(SIZE)[[3, 60, 150]].reshape(-1)) == np.flatnonzero(found.unsure).tolist()
    assert 1 - 24 / 44**2 == pytest.approx(found.agreement)
    assert 1 - 6 / 56 == pytest.approx(found.unused)


def test_what_is_known_to_be_hidden_is_corrected_twice_as_far(sample: Sample) -> None:
    sample.hide(np.arange(0, 100, 2))
    found = sample.read()
    assert found is not None
    assert DATA == found.data
    assert SIZE.error_codewords // 2 < 50 <= found.errors + found.erasures
    assert SIZE.error_codewords >= 2 * found.errors + found.erasures
    assert found.unsure.reshape(-1)[places(SIZE)[np.arange(0, 100, 2)]].all()
    assert 1.0 == found.agreement


def test_hidden_and_wrong_codewords_share_the_correction(sample: Sample) -> None:
    sample.hide(np.arange(0, 60, 2))
    sample.spoil(np.arange(101, 109))
    found = sample.read()
    assert found is not None
    assert DATA == found.data
    assert 38 <= found.errors + found.erasures


def test_nothing_is_read_when_all_that_checks_is_spent(sample: Sample) -> None:
    # Four wrong codewords on top of 48 erased: within reach, but noise is as near to some message.
    sample.hide(np.arange(0, 96, 2))
    sample.spoil(np.arange(101, 105))
    assert sample.read() is None


def test_what_is_seen_of_erased_codewords_counts(sample: Sample) -> None:
    cells = places(SIZE)[np.arange(0, 96, 2), :3]
    sample.light.reshape(-1)[cells] = 0.5
    sample.spoil(np.arange(101, 105))
    found = sample.read()
    assert found is not None
    assert DATA == found.data


def test_pads_that_are_hidden_cost_nothing() -> None:
    short = sampled(symbol(range(66, 90), SIZE))
    short.hide(np.arange(40, 92))
    found = short.read()
    assert found is not None
    assert bytes(range(65, 89)) == found.data
    assert 400 < found.evidence_bits


@pytest.mark.parametrize(("shape", "most"), [((10, 10), 0), ((12, 12), 2), ((14, 14), 4), ((16, 16), 5), ((8, 18), 2)])
def test_small_symbols_are_not_corrected_as_far_as_they_could_be(shape: tuple[int, int], most: int) -> None:
    size = BY_SHAPE[shape]
    modules = datamatrix.encode(b"\xf0" * datamatrix.capacity(size), size)
    read = []
    for count in range(size.error_codewords // 2 + 1):
        damaged = sampled(modules)
        damaged.spoil(np.arange(count))
        read.append(damaged.read() is not None)
    assert [count <= most for count in range(len(read))] == read


def ibi(*, licensing_zip: int = 22202, mailing_date: int = 20051215) -> bytes:
    payload = Payload(
        algorithm=Algorithm.DSA_1024,
        certificate_serial=1,
        manufacturer="ZZ",
        model="01",
        psd_serial=7,
        ascending_register=1000,
        amount=370,
        destination=0,
        descending_register=5000,
        licensing_zip=licensing_zip,
        mailing_date=mailing_date,
    )
    return encode(payload, bytes(range(40)))


@pytest.mark.parametrize(
    ("data", "is_read"),
    [(ibi(), True), (ibi(licensing_zip=2**31), False), (ibi(mailing_date=20051399), False), (ibi()[:70], False)],
)
def test_an_ibi_that_is_barely_sure_must_make_sense(data: bytes, *, is_read: bool) -> None:
    size = BY_SHAPE[40, 40]
    barely = sampled(datamatrix.encode(data, size))
    barely.hide(np.arange(0, 42))
    found = barely.read()
    assert is_read == (found is not None)
    assert found is None or ENOUGH_BITS <= found.evidence_bits < SURE_BITS
    plain = sampled(datamatrix.encode(data, size)).read()
    assert plain is not None
    assert data == plain.data


def test_pads_are_not_guessed_where_too_few_are_seen() -> None:
    long = sampled(symbol(range(1, 129), SIZE))
    long.spoil(np.arange(0, 110, 3))
    long.hide(np.arange(110, 144))
    assert long.read() is None


def test_a_padded_message_is_read_beyond_what_its_code_corrects() -> None:
    short = sampled(symbol(range(66, 90), SIZE))
    short.spoil(np.arange(0, 120, 3))
    found = short.read()
    assert found is not None
    assert bytes(range(65, 89)) == found.data
    assert SIZE.error_codewords // 2 < 40 == found.errors + found.erasures
    assert SIZE.error_codewords >= 2 * found.errors


def test_pads_that_are_wrong_are_believed_only_in_plain_sight() -> None:
    words = [66, 67, encodation.PAD, *range(1, SIZE.data_codewords - 2)]
    plain = sampled(symbol(words, SIZE))
    assert plain.read() is not None
    plain.hide(np.arange(0, 100, 2))
    assert plain.read() is None


@pytest.mark.parametrize("first", [0, 250])
def test_a_symbol_that_breaks_the_standard_is_not_read(first: int) -> None:
    assert sampled(symbol([first, 66], SIZE)).read() is None


def test_a_symbol_of_no_bytes_is_not_read() -> None:
    assert sampled(symbol([], SIZE)).read() is None


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("light", [0.0, 0.5, 1.0])
def test_an_even_surface_is_not_read(size: SymbolSize, light: float) -> None:
    even = np.full((size.rows, size.columns), light, dtype=np.float32)
    assert understood(even, margin=np.ones_like(even), size=size) is None


def test_144_is_read_however_it_was_dealt_though_its_blocks_hold_the_same() -> None:
    size = BY_SHAPE[144, 144]
    standard = sampled(symbol([66] * size.data_codewords, size)).read()
    assert standard is not None
    assert (b"A" * size.data_codewords, 0) == (standard.data, standard.errors)
    # As many encoders do it: error correction is dealt on from the ninth block, where the data ended.
    words = standard.codewords.copy()
    words[size.data_codewords :] = np.roll(words[size.data_codewords :].reshape(-1, 10), 2, axis=1).reshape(-1)
    found = sampled(symbol_of(words, size)).read()
    assert found is not None
    assert (b"A" * size.data_codewords, 0) == (found.data, found.errors)


def symbol_of(words: npt.NDArray[np.uint8], size: SymbolSize) -> npt.NDArray[np.bool_]:
    modules = symbol([66], size)
    modules.reshape(-1)[places(size)] = np.unpackbits(words[:, None], axis=1)
    return modules
