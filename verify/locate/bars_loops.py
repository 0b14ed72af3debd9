"""The loops of `bars` and `bargrid`: how evenly spaced the strokes along lines of grey are, and in which phase."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled, summing

Pixels = npt.NDArray[np.uint8]
Singles = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32]


@compiled
def likeness(grid: Pixels, waves: Singles, turns: Singles, least: float) -> Singles:
    """H x S: the greatest share of the changes along each stretch that one of the waves has; 0 for faint ones.

    A stretch is two halves, and begins where the second half of the one before it does.

    Args:
        grid: H x W lines; changes are between the samples before and after each, the first and last have none.
        waves: 2 F x B: cosines, then sines, over a half of B samples; it divides W.
        turns: 2 F: cosine, then sine of the turn of each from one half to the next.
        least: Sum of the squared changes of a stretch that is looked at.
    """
    height, width = grid.shape
    count, size = len(waves) // 2, waves.shape[1]
    halves = width // size
    share = np.zeros((height, halves - 1), dtype=np.float32)
    changes, energy = np.zeros(width, dtype=np.int32), np.empty(halves, dtype=np.int32)
    answers, known = np.empty((halves, 2 * count), dtype=np.float32), np.empty(halves, dtype=np.bool_)
    for line in range(height):
        for at in range(1, width - 1):
            changes[at] = np.int32(grid[line, at + 1]) - np.int32(grid[line, at - 1])
        for half in range(halves):
            total = np.int32(0)
            for at in range(half * size, (half + 1) * size):
                total += changes[at] * changes[at]
            energy[half], known[half] = total, False
        for first in range(halves - 1):
            both = energy[first] + energy[first + 1]
            # Most of a page is blank.
            if both < least:
                continue
            for half in (first, first + 1):
                if not known[half]:
                    _answer(changes[half * size : (half + 1) * size], waves, answers[half])
                    known[half] = True
            most = np.float32(0)
            for wave in range(count):
                cos, sin = turns[wave], turns[count + wave]
                # The phase of the second half is turned back to that of the first.
                next_real, next_imaginary = answers[first + 1, wave], answers[first + 1, count + wave]
                real = answers[first, wave] + next_real * cos - next_imaginary * sin
                imaginary = answers[first, count + wave] + next_imaginary * cos + next_real * sin
                most = max(most, real * real + imaginary * imaginary)
            share[line, first] = most / np.float32(size) / np.float32(max(both, 1))
    return share


@summing
def _answer(changes: Numbers, waves: Singles, answer: Singles) -> None:
    """Fill the products of one half of a stretch with every wave."""
    for wave in range(len(waves)):
        total = np.float32(0)
        for at in range(len(changes)):
            total += np.float32(changes[at]) * waves[wave, at]
        answer[wave] = total


@compiled
def stretches_of(share: Singles, least: float, numbered: tuple[Numbers, int], box: tuple[int, int, int, int]) -> Floats:
    """2 x C: for each column of a part its greatest share, 0 where it has none, and the middle line of the greatest.

    Args:
        share: H x S.
        least: Smaller shares do not count.
        numbered: H x S numbers of parts, and the part.
        box: Left, top, width and height of the part.
    """
    numbers, part = numbered
    left, top, width, height = box
    found = np.zeros((2, width))
    for column in range(width):
        most = np.float32(0)
        for row in range(top, top + height):
            if numbers[row, left + column] == part and share[row, left + column] >= least:
                most = max(most, share[row, left + column])
        weight, moment = np.float32(0), 0.0
        for row in range(top, top + height):
            one = share[row, left + column]
            # Grain beside the row is likely too, now and then, but never as much.
            if numbers[row, left + column] == part and one >= least and one > np.float32(0.8) * most:
                weight += one
                moment += row * one
        found[0, column] = most
        found[1, column] = moment / weight if most > 0 else 0.0
    return found


@summing
def powers(pixels: Singles, frequency: float, window: int) -> Singles:
    """S x V: how much of the strokes of one frequency each row has along each stretch of two windows.

    Args:
        pixels: V x U grey; the window divides U.
        frequency: Strokes a sample.
        window: Samples of half a stretch.
    """
    height, width = pixels.shape
    halves = width // window
    cos, sin = _wave(frequency, 0.0, width)
    answers, power = np.empty((2, halves), dtype=np.float32), np.empty((halves - 1, height), dtype=np.float32)
    for row in range(height):
        mean = pixels[row].mean()
        for half in range(halves):
            real, imaginary = np.float32(0), np.float32(0)
            for at in range(half * window, (half + 1) * window):
                real += (pixels[row, at] - mean) * cos[at]
                imaginary += (pixels[row, at] - mean) * sin[at]
            answers[0, half], answers[1, half] = real, imaginary
        for first in range(halves - 1):
            real = answers[0, first] + answers[0, first + 1]
            imaginary = answers[1, first] + answers[1, first + 1]
            power[first, row] = real * real + imaginary * imaginary
    return power


@compiled
def _wave(frequency: float, offset: float, count: int) -> tuple[Singles, Singles]:
    """Cosines and sines of a wave that turns backwards, at the middles of so many samples; in turns at the start."""
    cos, sin = np.empty(count, dtype=np.float32), np.empty(count, dtype=np.float32)
    for at in range(count):
        turn = -2 * math.pi * (frequency * (at + 0.5) + offset)
        cos[at], sin[at] = math.cos(turn), math.sin(turn)
    return cos, sin


@compiled
def middles(power: Singles, v: Floats) -> Floats:
    """S: where across each stretch its strokes have their middle; NaN for stretches with few strokes.

    Args:
        power: S x V.
        v: V.
    """
    best = np.empty(len(power), dtype=np.float32)
    for at in range(len(power)):
        best[at] = power[at].max()
    enough = np.float32(0.15) * _upper_third(best)
    found = np.full(len(power), np.nan)
    for at in range(len(power)):
        if best[at] > enough:
            weight, moment = np.float32(0), 0.0
            for row in range(len(v)):
                if power[at, row] > np.float32(0.5) * best[at]:
                    weight += power[at, row]
                    moment += v[row] * power[at, row]
            found[at] = moment / weight
    return found


@compiled
def _upper_third(values: npt.NDArray[np.floating[Any]]) -> float:
    """The value that a third of them reach."""
    at = len(values) - (len(values) + 2) // 3
    return float(np.partition(values, at)[at])


@summing
def phases(signal: Singles, frequency: float, window: int) -> tuple[Floats, Floats]:
    """Middles of the stretches that have strokes of one frequency, samples, and how their troughs drift, turns.

    Args:
        signal: U grey along the row; the window divides U.
        frequency: Strokes a sample.
        window: Samples of half a stretch.
    """
    halves = len(signal) // window
    cos, sin = _wave(frequency, 0.0, len(signal))
    mean = signal.mean()
    parts = np.zeros((2, halves))
    for half in range(halves):
        for at in range(half * window, (half + 1) * window):
            # Dark bars are the troughs: half a turn.
            parts[0, half] -= (signal[at] - mean) * cos[at]
            parts[1, half] -= (signal[at] - mean) * sin[at]
    strength = np.empty(halves - 1)
    for first in range(halves - 1):
        strength[first] = math.hypot(parts[0, first] + parts[0, first + 1], parts[1, first] + parts[1, first + 1])
    enough = 0.3 * _upper_third(strength)
    where, turns, count = np.empty(halves - 1), np.empty(halves - 1), 0
    for first in range(halves - 1):
        if strength[first] > enough:
            imaginary, real = parts[1, first] + parts[1, first + 1], parts[0, first] + parts[0, first + 1]
            turn = math.atan2(imaginary, real) / (2 * math.pi)
            where[count] = (first + 1) * window
            turns[count] = turn - round(turn - turns[count - 1]) if count else turn
            count += 1
    return where[:count], turns[:count]


@summing
def lean(pixels: Singles, frequency: float, offset: float) -> tuple[Floats, Floats]:
    """Rows that have strokes of one frequency, and how their phase turns from each to the next, turns.

    Args:
        pixels: V x U grey.
        frequency: Strokes a sample.
        offset: Turns at the first sample.
    """
    height, width = pixels.shape
    cos, sin = _wave(frequency, offset, width)
    answers = np.empty((3, height))
    for row in range(height):
        mean = pixels[row].mean()
        real = imaginary = np.float32(0)
        for at in range(width):
            real += (mean - pixels[row, at]) * cos[at]
            imaginary += (mean - pixels[row, at]) * sin[at]
        answers[0, row], answers[1, row] = real, imaginary
        answers[2, row] = real * real + imaginary * imaginary
    enough = 0.1 * answers[2].max()
    rows, turns, count = np.empty(height), np.empty(height), 0
    for row in range(height):
        if answers[2, row] > enough:
            turn = math.atan2(answers[1, row], answers[0, row]) / (2 * math.pi)
            rows[count] = row
            turns[count] = turn - round(turn - turns[count - 1]) if count else turn
            count += 1
    return rows[:count], turns[:count]
