"""Reading Intelligent Mail bars from evidence."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.bars import imb_bars
from indicia.spec import imb as spec
from verify.read import imb
from verify.read.likely import CERTAIN

Floats = npt.NDArray[np.float64]

# USPS-B-3200: the examples of its appendix C.
EXAMPLES = {
    ("01234567094987654321", ""): "ATTFATTDTTADTAATTDTDTATTDAFDDFADFDFTFFFFFTATFAAAATDFFTDAADFTFDTDT",
    ("01234567094987654321", "01234"): "DTTAFADDTTFTDTFTFDTDDADADAFADFATDDFTAAAFDTTADFAAATDFDTDFADDDTDFFT",
    ("01234567094987654321", "012345678"): "ADFTTAFDTTTTFATTADTAAATFTFTATDAAAFDDADATATDTDTTDFDTDATADADTDFFTFA",
    ("01234567094987654321", "01234567891"): "AADTFFDFTDADTAADAATFDTDDAAADDTDTTDAFADADDDTFFFDDTTTADFAAADFTDAADA",
}
VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "vectors"
absent = pytest.mark.skipif(not VECTORS.is_dir(), reason="../shared/data is not beside the project")


def evidence(bars: str, odds: float = CERTAIN) -> tuple[Floats, Floats]:
    """Log-odds down and up that are as sure as can be."""
    return tuple(np.array([odds if bar in kinds else -odds for bar in bars]) for kinds in ("DF", "AF"))  # type: ignore[return-value]  # two kinds


def said(down: Floats, up: Floats) -> str | None:
    read = imb.decode(down, up)
    return None if read is None else read.tracking + read.routing


@pytest.mark.parametrize(("digits", "bars"), EXAMPLES.items())
def test_examples_of_the_standard_are_read(digits: tuple[str, str], bars: str) -> None:
    read = imb.decode(*evidence(bars))
    assert read is not None
    assert (*digits, False) == (read.tracking, read.routing, read.upside_down)


@absent
def test_published_examples_are_read() -> None:
    published = json.loads((VECTORS / "imb_vectors.json").read_text())
    rows = [*published["usps_b3200_appendix_c"], *published["usps_civp_installation_verification"]]
    expected = [(one["tracking"] + one["routing"], one["bars"]) for one in rows if one["bars"]]
    zint = json.loads((VECTORS / "zint_imail.json").read_text())["vectors"]
    expected += [(one["input"].replace("-", ""), one["fadt"]) for one in zint]
    assert 9 == len(expected)
    for digits, bars in expected:
        assert digits == said(*evidence(bars))


@absent
def test_codewords_numbers_and_check_sequences_are_the_published_ones() -> None:
    for one in json.loads((VECTORS / "imb_vectors.json").read_text())["usps_b3200_appendix_c"]:
        codewords = np.array([one["codewords"]])
        codewords[0, -1] *= 2
        codewords[0, 0] += spec.FCS_CODEWORD_OFFSET * (one["fcs"] >> spec.FCS_BITS - 1)
        limbs = imb._numbers(codewords)
        assert int(one["binary_hex"], 16) == sum(int(limb) << 32 * i for i, limb in enumerate(limbs[0]))
        assert [one["fcs"]] == imb._frame_check(limbs).tolist()


def test_a_row_on_its_head_is_read_and_says_so() -> None:
    (tracking, routing), bars = next(iter(EXAMPLES.items()))
    down, up = evidence(bars)
    read = imb.decode(up[::-1], down[::-1])
    assert read is not None
    assert (tracking, routing, True) == (read.tracking, read.routing, read.upside_down)
    assert ((up > 0)[::-1].tolist(), (down > 0)[::-1].tolist()) == (read.down.tolist(), read.up.tolist())


@pytest.mark.parametrize("lost", range(spec.BARS))
def test_any_lost_bar_is_found_again(lost: int) -> None:
    digits, bars = list(EXAMPLES.items())[lost % len(EXAMPLES)]
    down, up = evidence(bars)
    down[lost] = up[lost] = 0
    assert "".join(digits) == said(down, up)


@pytest.mark.parametrize("wrong", range(0, 2 * spec.BARS, 3))
def test_a_bar_that_looks_like_another_is_corrected(wrong: int) -> None:
    digits, bars = list(EXAMPLES.items())[wrong % len(EXAMPLES)]
    both = evidence(bars)
    both[wrong % 2][wrong // 2] *= -1
    assert "".join(digits) == said(*both)


@pytest.mark.parametrize(("lost", "least"), [(2, 28), (4, 26), (6, 12), (12, 0)])
def test_lost_bars_are_found_again_or_nothing_is_said(lost: int, least: int) -> None:
    rng = np.random.default_rng([3200, lost])
    read = 0
    for _ in range(30):
        digits, bars = imb_bars(rng)
        down, up = evidence(bars)
        at = rng.choice(spec.BARS, lost, replace=False)
        down[at] = up[at] = 0
        answer = said(down, up)
        assert answer in {digits, None}
        read += answer is not None
    assert read >= least


def test_two_bits_changed_within_a_character_are_never_believed() -> None:
    """Such a word stands in the tables; only the frame check tells."""
    rng = np.random.default_rng(3201)
    for _ in range(40):
        digits, bars = imb_bars(rng)
        down, up = evidence(bars)
        halves = np.concatenate((down, up))
        at = rng.choice(2 * spec.BARS, 2, replace=False)
        halves[at] *= -1
        assert said(halves[: spec.BARS], halves[spec.BARS :]) in {digits, None}


def test_meaningless_bars_are_not_read() -> None:
    rng = np.random.default_rng(3202)
    for _ in range(150):
        halves = rng.choice((-CERTAIN, CERTAIN), (2, spec.BARS))
        assert said(*halves) is None


def test_a_million_meaningless_rows_hold_no_more_words_than_chance_says() -> None:
    rng = np.random.default_rng(3203)
    rows = rng.integers(0, 1 << spec.CHARACTER_BITS, (1_000_000, len(spec.CODEWORDS)))
    assert 0 == np.count_nonzero(imb.meaningful(rows))
    # 0.0037 are due among those; words of the tables alone are enough for a count.
    characters = imb._table()[0]
    rows = characters[rng.integers(0, len(characters), rows.shape)]
    due = len(rows) * imb.CHANCE / 2 * (2**spec.CHARACTER_BITS / len(characters)) ** len(spec.CODEWORDS)
    assert 200 < due < 240
    assert abs(np.count_nonzero(imb.meaningful(rows)) - due) < 4 * due**0.5


def test_nothing_known_says_nothing() -> None:
    assert said(np.zeros(spec.BARS), np.zeros(spec.BARS)) is None
