"""Doubt of codewords, and what a reading is worth."""

import numpy as np
import pytest

from verify.read import doubt


def seen(*reliabilities: float, words: int = 1) -> doubt.Light:
    """Codewords whose eight modules are alike."""
    return np.tile(np.array(reliabilities, dtype=np.float32)[:, None], (words, 8))


def test_a_module_is_as_sure_as_it_is_far_from_the_threshold_and_in_view() -> None:
    light = np.array([[0.0, 1.0, 0.5, 0.75, 1.4, 0.0]], dtype=np.float32)
    margin = np.array([[1.0, 1.0, 1.0, 1.0, 1.0, 0.0]], dtype=np.float32)
    assert [[1.0, 1.0, 0.0, 0.5, 1.0, 0.0]] == doubt.reliability(light, margin).tolist()


def test_one_doubtful_module_makes_a_codeword_doubtful() -> None:
    words = seen(1.0, 1.0)
    words[1, 3] = 0.1
    plain, doubtful = doubt.doubt(words)
    assert plain < doubtful < doubt.doubt(seen(0.1))[0]


def test_what_was_not_seen_speaks_neither_for_nor_against() -> None:
    for wrong in (False, True):
        assert np.allclose(0.0, doubt.weights(seen(0.0), np.full((1, 8), wrong)), atol=1e-5)


def test_what_was_seen_is_worth_at_most_its_eight_bits() -> None:
    right = doubt.weights(seen(1.0), np.zeros((1, 8), dtype=np.bool_))
    assert np.all((right > 7.0) & (right < 8.0))


def test_a_spoiled_codeword_costs_no_more_than_its_share() -> None:
    wrong = doubt.weights(seen(1.0), np.ones((1, 8), dtype=np.bool_))
    assert np.allclose([[-6.0, -np.log2(12), -2.0]], wrong, atol=1e-3)


@pytest.mark.parametrize("sure", [0.1, 0.5, 1.0])
def test_noise_speaks_for_a_message_once_in_as_many_times_as_the_evidence_says(sure: float) -> None:
    # The bound for one message: of N trials at most N / 2^E have E bits, but for chance.
    rng = np.random.default_rng(11)
    trials = 40_000
    wrong = rng.integers(0, 2, (trials, 3, 8)).astype(np.bool_)
    weights = doubt.weights(np.full((trials, 3, 8), sure, dtype=np.float32), wrong)
    bits = np.array([doubt.evidence(each, 0) for each in weights])
    for least in (1, 3, 6, 9):
        allowed = trials / 2**least
        assert allowed + 4 * np.sqrt(allowed) >= np.count_nonzero(bits >= least)


@pytest.mark.parametrize("check", [5, 12, 28, 56, 68])
def test_attempts_start_without_erasures_and_stay_within_what_checks(check: int) -> None:
    counts = doubt.counts(check)
    assert 0 == counts[0]
    assert check >= counts[-1] > check - 7
    assert sorted(set(counts)) == list(counts)


def test_a_known_tail_begins_where_it_is_seen() -> None:
    words = seen(*[1.0] * 30)
    words[[5, 20]] = 0.0  # unseen: one where the tail might begin, one within it
    wrong = np.zeros((30, 8), dtype=np.bool_)
    wrong[:5, ::2] = True
    wrong[25, 3] = True
    assert 6 == doubt.known_tail(words, wrong)


def test_a_tail_too_short_to_be_sure_is_not_known() -> None:
    wrong = np.zeros((30, 8), dtype=np.bool_)
    wrong[:27, ::2] = True
    assert doubt.known_tail(seen(*[1.0] * 30), wrong) is None
