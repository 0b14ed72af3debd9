"""Connected parts: of the ink of a mask, by its runs, and of things that are linked two by two."""

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled

Words = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]
Runs = npt.NDArray[np.int32]

_WORD = 64
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
"""A number of whose upper six bits, times any power of two, no two are alike."""
_PLACES = np.zeros(_WORD, dtype=np.intp)
_PLACES[(_DE_BRUIJN << np.arange(_WORD, dtype=np.uint64)) >> np.uint64(58)] = np.arange(_WORD)


def packed(inked: npt.NDArray[np.bool_]) -> Words:
    """H x V words of 64 pixels, a bit each, the first one lowest; past the last pixel stands paper."""
    height, width = inked.shape
    words = np.zeros((height, (width // _WORD + 1) * 8), dtype=np.uint8)
    words[:, : (width + 7) // 8] = np.packbits(inked, axis=1, bitorder="little")
    return words.view(np.uint64)


@compiled
def with_points(strong: Words, faint: Words) -> Words:
    """Strong ink, and faint ink that stands free: two pixels at least between it and strong ink.

    Args:
        strong: H x V.
        faint: H x V, strong ink as well.
    """
    height, words = strong.shape
    both = strong.copy()
    one, two, most, next_ = np.uint64(1), np.uint64(2), np.uint64(63), np.uint64(62)
    for row in range(height):
        for word in range(words):
            if not faint[row, word] & ~strong[row, word]:
                continue
            before = own = after = np.uint64(0)
            for other in range(max(0, row - 2), min(height, row + 3)):
                own |= strong[other, word]
                if word:
                    before |= strong[other, word - 1]
                if word + 1 < words:
                    after |= strong[other, word + 1]
            near = own | own << one | own << two | own >> one | own >> two
            near |= before >> most | before >> next_ | after << most | after << next_
            both[row, word] |= faint[row, word] & ~near
    return both


@compiled
def components(mask: Words) -> Floats:
    """Left, top, right and bottom sides, x and y of the middle, and area of N parts that hang together, 7 x N.

    Pixels hang together with all eight around them.

    Args:
        mask: H x V.
    """
    runs = _runs(mask)
    root, above = np.arange(len(runs)), 0
    for at in range(len(runs)):
        row, start, end = runs[at, 0], runs[at, 1], runs[at, 2]
        # The first run of the row above that may still reach to this one or a later one.
        while above < at and (runs[above, 0] < row - 1 or (runs[above, 0] == row - 1 and runs[above, 2] < start)):
            above += 1
        other = above
        while other < at and runs[other, 0] == row - 1 and runs[other, 1] <= end:
            join(root, other, at)
            other += 1
    number, count = numbered(root)
    found = np.zeros((7, count))
    found[0], found[1] = np.inf, np.inf
    for at in range(len(runs)):
        part, row, start, end = number[at], runs[at, 0], runs[at, 1], runs[at, 2]
        length = end - start
        found[0, part], found[1, part] = min(found[0, part], start), min(found[1, part], row)
        found[2, part], found[3, part] = max(found[2, part], end), max(found[3, part], row + 1)
        found[4, part] += 0.5 * (start + end) * length
        found[5, part] += (row + 0.5) * length
        found[6, part] += length
    found[4:6] /= found[6]
    return found


@compiled
def _runs(mask: Words) -> Runs:
    """Row, first column and the one after the last of every run of ink, row after row."""
    runs, count = np.empty((1024, 3), dtype=np.int32), 0
    none, one, most, rest = np.uint64(0), np.uint64(1), np.uint64(63), np.uint64(58)
    for row in range(mask.shape[0]):
        last, inside = none, False
        for word in range(mask.shape[1]):
            pixels = mask[row, word]
            # A bit wherever ink begins or ends.
            turns = pixels ^ (pixels << one | last)
            last = pixels >> most
            while turns != none:
                first = turns & (~turns + one)
                turns ^= first
                column = word * _WORD + _PLACES[first * _DE_BRUIJN >> rest]
                if inside:
                    runs[count, 2] = column
                    count += 1
                else:
                    if count == len(runs):
                        larger = np.empty((2 * count, 3), dtype=np.int32)
                        larger[:count] = runs
                        runs = larger
                    runs[count, 0], runs[count, 1] = row, column
                inside = not inside
    return runs[:count]


@compiled
def join(root: Numbers, one: int, other: int) -> None:
    """Take two things for one: each points to one with a lower number of its group, the lowest to itself."""
    one, other = root_of(root, one), root_of(root, other)
    root[max(one, other)] = min(one, other)


@compiled
def root_of(root: Numbers, one: int) -> int:
    """The lowest number of a thing's group."""
    while root[one] != one:
        root[one] = root[root[one]]
        one = root[one]
    return one


@compiled
def numbered(root: Numbers) -> tuple[Numbers, int]:
    """N numbers of groups, 0, 1, ... by their first members, and how many there are."""
    number, count = np.empty(len(root), dtype=np.intp), 0
    for at in range(len(root)):
        lowest = root_of(root, at)
        if lowest == at:
            number[at] = count
            count += 1
        else:
            number[at] = number[lowest]
    return number, count
