"""Laws of the error correction."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from indicia.spec.ecc200 import SIZES
from verify.read.reedsolomon import correct, syndromes

CODES = sorted({(max(size.block_data_codewords), size.error_codewords // size.blocks) for size in SIZES})


@dataclass(frozen=True, slots=True)
class Case:
    """A block, and what became of it."""

    sent: npt.NDArray[np.uint8]
    received: npt.NDArray[np.uint8]
    check: int
    erased: list[int]


@st.composite
def cases(draw: st.DrawFn, *, beyond: bool) -> Case:
    """Twice the errors and the erasures are at most what checks, or up to half as much again."""
    data, check = draw(st.sampled_from(CODES))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    erasures = draw(st.integers(0, check))
    most = (check - erasures) // 2
    least, most = (most + 1, max(most + 1, 3 * check // 4 - erasures // 2)) if beyond else (0, most)
    errors = min(draw(st.integers(least, most)), data + check - erasures)
    block = np.append(rng.integers(0, 256, data, dtype=np.uint8), np.zeros(check, dtype=np.uint8))
    sent = correct(block, check, range(data, data + check))
    assert sent is not None
    hit = rng.choice(data + check, errors + erasures, replace=False)
    received = sent.copy()
    received[hit[:errors]] ^= rng.integers(1, 256, errors, dtype=np.uint8)
    received[hit[errors:]] = rng.integers(0, 256, erasures, dtype=np.uint8)
    return Case(sent, received, check, hit[errors:].tolist())


class TestWithinReach:
    """ISO/IEC 16022:2006 5.7.3: e + 2 t <= d - p, with e erasures and t errors."""

    @given(cases(beyond=False))
    def test_the_message_comes_back(self, case: Case) -> None:
        found = correct(case.received, case.check, case.erased)
        assert found is not None
        assert np.array_equal(case.sent, found)


class TestBeyondReach:
    """What comes back is a message of the code within reach of what was received, or nothing."""

    @given(cases(beyond=True))
    def test_nothing_is_made_up(self, case: Case) -> None:
        found = correct(case.received, case.check, case.erased)
        if found is not None:
            assert not syndromes(found[None], case.check).any()
            changed = np.setdiff1d(np.flatnonzero(found != case.received), case.erased)
            assert 2 * len(changed) + len(case.erased) <= case.check
