"""From places on a grid to what a row of bars says: which places bear bars, how each looks, what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicia.spec import imb as imb_spec
from verify.compiled import compiled
from verify.locate.bargrid import BarGrid
from verify.locate.plane import Floats
from verify.read import imb, postnet
from verify.read.barprofile import SHARED_HALF, BarProfiles, Heights, bar_profiles, extenders, level
from verify.read.likely import CERTAIN
from verify.seen import BarcodeKind

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.intp]

SURE = 0.36
"""A depth so far from half a bar's is certain as far as a look can be."""
HEIGHTS_IN_PITCHES = (2.0, 5.4)
"""Height of full bars over the pitch: 2.5 to 4.0 by the tolerances, 5.5 on bars of before 2007; some renderings
keep the bars wide and stretch their height."""
ONE_SIDED = 0.3
"""Bars that reach out on one side by less than this share of the other are POSTNET's, which stand on one line."""
SPREAD = 1.5
"""Standard deviations to one median deviation."""
CLEAR_ENOUGH = 0.6
"""An extender of which so much stands between clear gaps is as good as a whole one."""
EDGE = 0.004
"""Inches at the end of the part that every bar has, where blur takes it."""
OUTSIDE = 3
"""Places beyond either end that must be paper: 1/8 in (DMM 708.4) is 2.5 places at least."""
FARTHER = 8
"""Places beyond either end where no three bars may follow one another."""
PRESENT_SHARE = 0.75
"""Share of a row's places that must show a bar."""
ALTERNATIVES = 3
"""Ends of a row that are tried: dirt at an end may look like one bar more."""
AS_GOOD = 8.0
"""Log-odds that ends may be worse than the best."""

_LENGTHS = np.array(sorted({imb_spec.BARS, *postnet.BARS}))


@dataclass(frozen=True, slots=True)
class BarsRead:
    """A row that says something."""

    kind: BarcodeKind
    digits: str
    """As `BarcodeSeen.digits`."""
    corrected: int
    """Bars that were read against their look."""
    upside_down: bool
    """The row stands on its head on the piece as it lies."""
    bars: slice
    """Places of the grid that bear its bars."""
    up: Flags
    """Which bars reach up, as they lie."""
    down: Flags
    """Which reach down."""
    profiles: BarProfiles
    """Level."""
    heights: Heights


def read_bars(grid: BarGrid) -> BarsRead | None:
    """What the bars on a grid say; None when they say nothing for sure."""
    profiles = bar_profiles(grid)
    if profiles is None:
        return None
    for bars in _rows(profiles):
        moved, heights = level(profiles, bars)
        read = _read(moved, bars, heights)
        if read is not None:
            return read
    return None


def _rows(profiles: BarProfiles) -> Iterator[slice]:
    """Places that may be a whole row, the likeliest first: so many bars in a stretch with paper at both ends."""
    seen, trust = profiles.mean(-SHARED_HALF, SHARED_HALF)
    odds = np.clip(12 * (seen - 0.5), -4, 4) * trust
    shown = (seen > 0.5) | (trust < 0.5)
    scores, places = _likeliest(odds, _LENGTHS, OUTSIDE, ALTERNATIVES)
    for score, (first, count) in zip(scores.tolist(), places.tolist(), strict=True):
        enough = np.mean(seen[first : first + count] > 0.5) >= PRESENT_SHARE
        # A row that seems to begin or end with paper is a shorter one, of another code.
        if enough and shown[first] and shown[first + count - 1] and score > scores[0] - AS_GOOD:
            yield slice(first, first + count)


@compiled
def _likeliest(odds: Floats, lengths: Numbers, outside: int, most: int) -> tuple[Floats, Numbers]:
    """Log-odds of the likeliest rows, falling, and M x 2 first place and length of each.

    Args:
        odds: K log-odds that a place bears a bar.
        lengths: Bars that a row may have, no two alike.
        outside: Places beyond either end that must be paper.
        most: How many rows.
    """
    sums = np.zeros(len(odds) + 1)
    for place in range(len(odds)):
        sums[place + 1] = sums[place] + odds[place]
    scores, places = np.full(most + 1, -np.inf), np.zeros((most + 1, 2), dtype=np.intp)
    for length in lengths:
        for first in range(len(odds) - length + 1):
            end = first + length
            beside = sums[first] - sums[max(first - outside, 0)] + sums[min(end + outside, len(odds))] - sums[end]
            at = most
            while at > 0 and sums[end] - sums[first] - beside >= scores[at - 1]:
                scores[at], places[at] = scores[at - 1], places[at - 1]
                at -= 1
            scores[at], places[at, 0], places[at, 1] = sums[end] - sums[first] - beside, first, length
    known = scores[:most] > -np.inf
    return scores[:most][known], places[:most][known]


def _read(profiles: BarProfiles, bars: slice, heights: Heights) -> BarsRead | None:
    """What the bars at these places say."""
    pitch = profiles.grid.pitch
    reach = max(heights.up, heights.down)
    if not HEIGHTS_IN_PITCHES[0] <= heights.height / pitch <= HEIGHTS_IN_PITCHES[1]:
        return None
    if min(heights.up, heights.down) < ONE_SIDED * reach:
        return _postnet(profiles, bars, heights)
    return _imb(profiles, bars, heights) if bars.stop - bars.start == imb_spec.BARS else None


def _imb(profiles: BarProfiles, bars: slice, heights: Heights) -> BarsRead | None:
    up, down = _odds(profiles, bars, heights)
    found = imb.decode(down, up)
    if found is None:
        return None
    against = ((up > 0) != found.up) | ((down > 0) != found.down)
    return BarsRead(
        kind=BarcodeKind.IMB,
        digits=found.tracking + found.routing,
        corrected=int(np.count_nonzero(against)),
        upside_down=found.upside_down,
        bars=bars,
        up=found.up,
        down=found.down,
        profiles=profiles,
        heights=heights,
    )


def _postnet(profiles: BarProfiles, bars: slice, heights: Heights) -> BarsRead | None:
    if bars.stop - bars.start not in postnet.BARS or not _ends(profiles, bars):
        return None
    up, down = _odds(profiles, bars, heights)
    upside_down = heights.down > heights.up
    odds = down[::-1] if upside_down else up
    found = postnet.decode(odds)
    if found is None:
        return None
    tall = found.tall[::-1] if upside_down else found.tall
    none = np.zeros(len(tall), dtype=np.bool_)
    return BarsRead(
        kind=BarcodeKind.POSTNET,
        digits=found.digits,
        corrected=int(np.count_nonzero((odds > 0) != found.tall)),
        upside_down=upside_down,
        bars=bars,
        up=none if upside_down else tall,
        down=tall if upside_down else none,
        profiles=profiles,
        heights=heights,
    )


def _ends(profiles: BarProfiles, bars: slice) -> bool:
    """Whether the row surely ends here: POSTNET cut short may say another thing.

    The check digit lets one in ten of such rows pass; Intelligent Mail needs all of its bars.
    """
    seen = profiles.present
    for outside in (seen[: bars.start][::-1], seen[bars.stop :]):
        if len(outside) < OUTSIDE or outside[: OUTSIDE - 1].max() > 0.35:
            return False
        farther = outside[:FARTHER] > 0.5
        if (farther[:-2] & farther[1:-1] & farther[2:]).any():
            return False
    return True


def _odds(profiles: BarProfiles, bars: slice, heights: Heights) -> tuple[Floats, Floats]:
    """Natural log-odds that each bar reaches up, and down.

    Where the bar itself is gone, what reached out of it may be gone with it.
    """
    middle = profiles.mean(-SHARED_HALF, SHARED_HALF)
    halves = (heights.shared_top, 0.0), (0.0, heights.shared_bottom)
    both = []
    for (depth, trust), (top, bottom) in zip(extenders(profiles, heights), halves, strict=True):
        there = np.minimum(_there(*middle), _there(*profiles.mean(top + EDGE, bottom - EDGE)))
        enough = np.minimum(1, trust / CLEAR_ENOUGH)
        both.append(_certainty(depth[bars]) * enough[bars] * there[bars])
    return both[0], both[1]


def _there(depth: Floats, trust: Floats) -> Floats:
    """How surely a part that every bar has was printed: 0 where paper shows instead; dark ink only hides it."""
    return 1 - trust * (1 - np.clip((depth - 0.25) / 0.35, 0, 1))


@compiled
def _certainty(depth: Floats) -> Floats:
    """Log-odds of N depths, by how narrowly the row's own keep to their two values, near 0 and 1."""
    high = depth > 0.5
    if not high.any() or high.all():
        return np.clip(CERTAIN / SURE * (depth - 0.5), -CERTAIN, CERTAIN)
    # Neighbours that reach out darken the gaps beside a bar that does not: it is lighter than they, not equal.
    low, top = float(np.median(depth[~high])), float(np.median(depth[high]))
    share = (depth - low) / (top - low)
    noise = SPREAD * float(np.median(np.abs(share - high)))
    scale = min(CERTAIN / SURE, 1 / max(noise, 1e-3) ** 2)
    return np.clip(scale * (share - 0.5), -CERTAIN, CERTAIN)
