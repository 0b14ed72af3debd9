"""Reading POSTNET bars from evidence."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.bars import postnet_bars
from verify.read import postnet
from verify.read.likely import CERTAIN

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "vectors"


def evidence(bars: str) -> npt.NDArray[np.float64]:
    return np.array([CERTAIN if bar == "1" else -CERTAIN for bar in bars])


def said(odds: npt.NDArray[np.float64]) -> str | None:
    read = postnet.decode(odds)
    return None if read is None else read.digits


def test_bars_are_those_of_zip_codes_with_check_digit() -> None:
    assert frozenset({32, 52, 62}) == postnet.BARS


@pytest.mark.skipif(not VECTORS.is_dir(), reason="../shared/data is not beside the project")
def test_published_examples_are_read() -> None:
    listed = json.loads((VECTORS / "zint_postal.json").read_text())["vectors"]
    known = [one for one in listed if one["symbology"] == "BARCODE_POSTNET"]
    lawful = [one for one in known if len(one["rows"][0][::2]) in postnet.BARS]
    assert lawful
    for one in lawful:
        assert one["input"] == said(evidence(one["rows"][0][::2]))


@pytest.mark.parametrize("seed", range(30))
def test_random_codes_are_read(seed: int) -> None:
    digits, bars = postnet_bars(np.random.default_rng([25, seed]))
    read = postnet.decode(evidence(bars))
    assert read is not None
    assert (digits, bars) == (read.digits, "".join("1" if tall else "0" for tall in read.tall))


@pytest.mark.parametrize("digits", [5, 9, 11])
@pytest.mark.parametrize("place", range(6))
def test_one_digit_that_is_lost_follows_from_the_check_digit(digits: int, place: int) -> None:
    rng = np.random.default_rng([26, digits, place])
    said_digits, bars = next(found for found in iter(lambda: postnet_bars(rng), None) if len(found[0]) == digits)
    odds = evidence(bars)
    odds[1 + 5 * place : 6 + 5 * place] = 0
    assert said_digits == said(odds)


@pytest.mark.parametrize("place", range(32))
def test_one_bar_that_looks_wrong_is_corrected(place: int) -> None:
    rng = np.random.default_rng([27, place])
    digits, bars = next(found for found in iter(lambda: postnet_bars(rng), None) if len(found[0]) == 11)
    odds = evidence(bars)
    odds[2 * place % 62] *= -1
    assert said(odds) in ({digits} if 2 * place % 62 not in {0, 61} else {digits, None})


def test_two_lost_digits_are_not_guessed() -> None:
    for seed in range(40):
        digits, bars = postnet_bars(np.random.default_rng([28, seed]))
        odds = evidence(bars)
        odds[1:11] = 0
        assert said(odds) is None, digits


def test_a_wrong_check_digit_is_no_code() -> None:
    _, bars = postnet_bars(np.random.default_rng(29))
    body = bars[1:-1]
    groups = [body[i : i + 5] for i in range(0, len(body), 5)]
    changed = next(i for i, (one, other) in enumerate(pairwise(groups)) if one != other)
    groups[changed] = groups[changed + 1]
    assert said(evidence(f"1{''.join(groups)}1")) is None


def test_planet_is_not_postnet() -> None:
    for seed in range(40):
        _, bars = postnet_bars(np.random.default_rng([30, seed]))
        body = bars[1:-1].translate(str.maketrans("01", "10"))
        assert said(evidence(f"1{body}1")) is None


@pytest.mark.parametrize("bars", sorted(postnet.BARS))
def test_meaningless_bars_are_read_no_oftener_than_chance_says(bars: int) -> None:
    rng = np.random.default_rng([31, bars])
    rows = 600
    read = sum(said(rng.choice((-CERTAIN, CERTAIN), bars)) is not None for _ in range(rows))
    assert read <= rows * postnet.CHANCE_MAX
