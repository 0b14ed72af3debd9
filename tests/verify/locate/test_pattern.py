"""Size, place and turn of a symbol from what is left of its finder and timing."""

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.symbols import symbol
from indicia.spec.ecc200 import BY_SHAPE, SIZES, SymbolSize
from verify.locate.pattern import LEAST_SCORE, Pattern, patterns

Many = npt.NDArray[np.float32]

TURNED = [(size, turns) for number, size in enumerate(SIZES) for turns in ((0, 1, 2, 3) if number % 6 == 0 else (0,))]


def dark(size: SymbolSize, seed: int = 1) -> Many:
    """1 dark, -1 light, of a symbol with any content."""
    words = np.random.default_rng(seed).integers(0, 256, size.data_codewords, dtype=np.uint8)
    return np.where(symbol(words.tolist(), size), 1, -1).astype(np.float32)


def on_paper(modules: Many, row: int, column: int, room: int = 12) -> Many:
    """The symbol on light paper, of which four modules are seen, its upper left module at (row, column)."""
    rows, columns = modules.shape
    picture = np.zeros((rows + 2 * room, columns + 2 * room), dtype=np.float32)
    picture[max(0, row - 4) : row + rows + 4, max(0, column - 4) : column + columns + 4] = -1
    picture[row : row + rows, column : column + columns] = modules
    return picture


def best(picture: Many) -> Pattern:
    return patterns(picture, (0, 0), 1)[0]


@pytest.mark.parametrize(("size", "turns"), TURNED, ids=str)
def test_every_size_is_found_in_every_turn(size: SymbolSize, turns: int) -> None:
    turned = np.rot90(dark(size), -turns)
    found = best(on_paper(turned, 5, 9))
    assert (size, 5, 9, turns) == (found.size, found.row, found.column, found.turns)
    assert (False, False) == (found.mirrored, found.light_on_dark)
    assert turned.shape == found.shape
    assert 1.0 == pytest.approx(found.agreement)


@pytest.mark.parametrize("shape", [(26, 64), (8, 18), (16, 48)])
@pytest.mark.parametrize("turns", range(4))
def test_a_rectangle_shows_that_it_is_seen_from_behind(shape: tuple[int, int], turns: int) -> None:
    turned = np.rot90(dark(BY_SHAPE[shape])[:, ::-1], turns)
    found = best(on_paper(turned, 6, 6))
    assert (BY_SHAPE[shape], True) == (found.size, found.mirrored)
    assert turned.shape == found.shape


def test_a_symbol_in_reverse_is_found() -> None:
    found = best(-on_paper(dark(BY_SHAPE[44, 44]), 3, 4))
    assert (BY_SHAPE[44, 44], True, 3, 4) == (found.size, found.light_on_dark, found.row, found.column)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(44, 44), (40, 40), (26, 64)])
def test_with_two_sides_lost_it_is_among_the_best(shape: tuple[int, int], seed: int) -> None:
    modules = dark(BY_SHAPE[shape], seed)
    rng = np.random.default_rng(seed)
    modules[-1] = rng.choice((-1, 1), shape[1])
    modules[:, 0] = -1
    found = patterns(on_paper(modules, 7, 5), (14, 14), 5)
    assert (BY_SHAPE[shape], 7, 5, 0) in [(one.size, one.row, one.column, one.turns) for one in found]


@pytest.mark.parametrize("side", ["left", "bottom", "top", "right"])
def test_a_small_symbol_may_lose_a_side(side: str) -> None:
    modules = dark(BY_SHAPE[20, 20])
    {"left": modules[:, 0], "bottom": modules[-1], "top": modules[0], "right": modules[:, -1]}[side][:] = -1
    found = patterns(on_paper(modules, 7, 5), (16, 16), 5)
    assert (BY_SHAPE[20, 20], 7, 5, 0) in [(one.size, one.row, one.column, one.turns) for one in found]


def test_damage_all_over_is_outvoted() -> None:
    rng = np.random.default_rng(2)
    modules = dark(BY_SHAPE[44, 44])
    modules[rng.random(modules.shape) < 0.25] *= -1
    found = best(on_paper(modules, 8, 8))
    assert (BY_SHAPE[44, 44], 8, 8, 0) == (found.size, found.row, found.column, found.turns)
    assert 0.3 < found.agreement < 0.7


def test_too_small_sizes_are_left_out() -> None:
    picture = on_paper(dark(BY_SHAPE[44, 44]), 4, 4)
    assert all(pattern.shape[0] >= 30 and pattern.shape[1] >= 25 for pattern in patterns(picture, (30, 25), 50))


def test_noise_hardly_reaches_the_least_score() -> None:
    rng = np.random.default_rng(5)
    scores = [
        pattern.score
        for _ in range(5)
        for pattern in patterns(rng.uniform(-1, 1, (60, 60)).astype(np.float32), (0, 0), 1)
    ]
    assert all(score < 1.2 * LEAST_SCORE for score in scores)
