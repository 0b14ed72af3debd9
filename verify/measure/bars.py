"""Rows of postal bars on a piece: found, read and measured (DMM 708.4.0 of 2005, USPS-B-3200)."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from indicia.geometry import Box
from indicia.spec.postnet import BARS_PER_INCH
from verify.locate.bargrid import STRIP_DPI, bar_grid
from verify.locate.bars import LEAST_SWING, bar_courses
from verify.locate.edges import Pixels, least_squares, middle
from verify.locate.ink import Levels
from verify.locate.plane import Floats, Plane, mapped
from verify.read.barprofile import SHARED_HALF, dark_stretch
from verify.read.barprofile_loops import sides
from verify.read.bars import BarsRead, read_bars
from verify.seen import BarcodeSeen, Measured

SWING_SHARE = 0.08
"""Amplitude of bars over the difference of paper and ink: bars of nearly half the pitch give 0.6 of half of it,
blur at 150 dpi and faint ink take the more part."""
OVERLAP_SHARE = 0.3
"""Rows that share so much of their area are one row that was found twice."""
WIDTH_REACH = 0.5
"""How far a bar's sides are searched from its middle, in pitches."""
WIDTH_STEPS = 12
"""Samples from a bar's middle to that of the gap."""
EDGE_PX = 0.5
"""Uncertainty of a width or a height, pixels of the scan: half of it at either edge."""
NEAR_END = 0.008
"""Inches around the ends of bars where other ink hides them."""
LEAST_ANGLE_OFF_DEG = 0.02
"""The strip itself is laid to a tenth of a pixel over the length of a row."""
PICTURE_MARGIN = 0.5
"""Inches of paper that are put around a picture of bars alone."""
PICTURE_ROWS = 64
"""Rows of a picture that its commonest spacing is looked for in."""
LEAST_PX = 16
"""A picture that is smaller has no row of bars."""
LEAST_PITCH_PX = 4.0
"""Bars that stand closer cannot be told apart."""
LEAST_BARS = 30
"""Strokes across the whole picture: the least POSTNET barcode has 32 bars."""


def find_bars(
    plane: Plane, regions: Sequence[Box] | None = None, levels: Levels | None = None
) -> tuple[BarcodeSeen, ...]:
    """Every row of postal bars that decodes, the clearest first.

    Args:
        plane: The piece.
        regions: Where to look, inches. Without, the whole piece: bars may stand in the barcode clear zone, in the
            address block as high as 4 inches from the bottom edge, on flats anywhere (Quick Service Guide 201a,
            DMM 302), and which way up a piece without indicium lies is a guess.
        levels: Grey of ink and paper, when known.
    """
    where = tuple(regions) if regions is not None else (Box(0.0, 0.0, plane.width, plane.height),)
    least = LEAST_SWING if levels is None else max(LEAST_SWING, SWING_SHARE * (levels.light - levels.dark))
    seen: list[BarcodeSeen] = []
    for course in bar_courses(plane, where, least):
        grid = bar_grid(plane, course)
        read = read_bars(grid) if grid is not None else None
        if read is not None:
            found = measure_bars(plane, read)
            if not any(_same(found.box, other.box) for other in seen):
                seen.append(found)
    return tuple(seen)


def read_picture(pixels: Pixels, dpi: float | None = None) -> tuple[BarcodeSeen, ...]:
    """Rows of bars in a picture without a piece, upright or on its head; boxes are inches from its top left corner.

    Args:
        pixels: H x W grey.
        dpi: Its resolution. Without, the commonest spacing of strokes in it is taken for 22 an inch.
    """
    scale = dpi or _dpi_of(pixels)
    if scale is None:
        return ()
    margin = round(PICTURE_MARGIN * scale)
    paper = int(np.partition(pixels.reshape(-1), -(pixels.size // 4) - 1)[-(pixels.size // 4) - 1])
    padded = np.pad(pixels, margin, constant_values=paper)
    height, width = padded.shape
    offset = margin / scale
    to_piece = np.array([(1 / scale, 0, 0), (0, 1 / scale, 0), (0, 0, 1)])
    plane = Plane(padded, to_piece, np.linalg.inv(to_piece), width / scale, height / scale, scale)
    return tuple(_moved(seen, -offset) for seen in find_bars(plane))


def measure_bars(plane: Plane, read: BarsRead) -> BarcodeSeen:
    """The row in inches."""
    left, right = _sides(read).T
    width = middle(right - left)
    pitch, of_pitch = _pitch((left + right) / 2)
    strip, profiles = read.profiles.grid.strip, read.profiles
    along = np.array([profiles.grid.centers[read.bars][place] for place in (0, -1)])
    bend = np.array([profiles.bend[read.bars][place] for place in (0, -1)])
    (x0, y0), (x1, y1) = mapped(strip.to_piece, np.column_stack((along, bend)))
    # Blur and noise shift an edge by a part of a pixel; where it is fitted to many bars that part averages out.
    of_side = EDGE_PX / plane.dpi
    return BarcodeSeen(
        kind=read.kind,
        digits=read.digits,
        box=_box(read, width),
        corrected=read.corrected,
        angle_deg=Measured(
            -math.degrees(math.atan2(y1 - y0, x1 - x0)), math.degrees(profiles.bend_slope_off) + LEAST_ANGLE_OFF_DEG
        ),
        bars_per_inch=Measured(1 / pitch, of_pitch / pitch**2),
        bar_width=Measured(width, of_side),
        full_height=Measured(_full_height(read), of_side + _hidden(read)),
    )


def _sides(read: BarsRead) -> Floats:
    """N x 2: u of both sides of each bar, half-way between its ink and the paper."""
    profiles, grid = read.profiles, read.profiles.grid
    strip, centers = grid.strip, grid.centers[read.bars]
    rows = profiles.bend[read.bars] * STRIP_DPI + len(strip.pixels) / 2
    reach = WIDTH_REACH * grid.pitch * STRIP_DPI, WIDTH_STEPS, round(2 * SHARED_HALF * STRIP_DPI)
    found = sides(strip.pixels, np.column_stack((centers * STRIP_DPI, rows)), profiles.paper[read.bars], reach)
    return np.asarray(found / STRIP_DPI, dtype=np.float64)


def _pitch(centers: Floats) -> tuple[float, float]:
    """Centre to centre of neighbouring bars and its uncertainty, inches."""
    numbers = np.arange(len(centers), dtype=np.float64)
    _, pitch = least_squares(numbers, centers)
    off = centers - centers.mean() - pitch * (numbers - numbers.mean())
    return pitch, 2 * float(np.std(off)) / (float(np.std(numbers)) * math.sqrt(len(numbers)))


def _full_height(read: BarsRead) -> float:
    """Height of the bars that reach both ways, or up (down) where none reaches the other way."""
    full = (read.up | ~read.up.any()) & (read.down | ~read.down.any())
    top, bottom = dark_stretch(read.profiles.v, np.median(read.profiles.depth[:, read.bars][:, full], axis=1))
    return (bottom - top) * math.hypot(1, read.profiles.grid.slant)


def _hidden(read: BarsRead) -> float:
    """How far the ends of the bars may be hidden in other ink, as an underline, inches."""
    profiles, heights = read.profiles, read.heights
    ends = [profiles.mean(end - NEAR_END, end + NEAR_END)[1][read.bars] for end in (heights.top, heights.bottom)]
    return sum(4 * NEAR_END * (1 - float(np.median(trust))) for trust in ends)


def _box(read: BarsRead, width: float) -> Box:
    """Around all bars, upright on the piece; each reaches as high and low as it was read."""
    grid, heights = read.profiles.grid, read.heights
    tops = np.where(read.up, heights.top, heights.shared_top)
    bottoms = np.where(read.down, heights.bottom, heights.shared_bottom)
    bend = read.profiles.bend[read.bars]
    corners = [
        np.column_stack((grid.centers[read.bars] + grid.slant * ends + side, ends + bend))
        for ends in (tops, bottoms)
        for side in (-width / 2, width / 2)
    ]
    on_piece = mapped(grid.strip.to_piece, np.concatenate(corners))
    (left, top), (right, bottom) = on_piece.min(axis=0), on_piece.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _same(first: Box, second: Box) -> bool:
    """Whether two boxes are of one row."""
    across, down = first.overlap(second)
    return min(across, down) > 0 and across * down > OVERLAP_SHARE * min(first.area, second.area)


def _dpi_of(pixels: Pixels) -> float | None:
    """Pixels an inch, if the commonest spacing of strokes along the rows of a picture is a postal bar's."""
    height, width = pixels.shape
    if min(height, width) < LEAST_PX:
        return None
    rows = pixels[:: max(1, height // PICTURE_ROWS)].astype(np.float32)
    changes = np.diff(rows, axis=1) * np.hanning(width - 1).astype(np.float32)
    power = (np.abs(np.fft.rfft(changes, 8 * width, axis=1)) ** 2).sum(axis=0)
    periods = 8 * width / np.maximum(1, np.arange(len(power)))
    power[(periods < LEAST_PITCH_PX) | (periods > width / LEAST_BARS)] = 0
    return float(periods[power.argmax()]) * BARS_PER_INCH if power.any() else None


def _moved(seen: BarcodeSeen, by: float) -> BarcodeSeen:
    return replace(seen, box=seen.box.moved(by, by))
