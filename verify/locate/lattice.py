"""The lattice of modules in a small window, from the spectrum of its edges: pitch, directions and phase.

Edges of a matrix symbol lie on the lines of a lattice, whatever it says and whatever has become of its border:
the strength of edges, a positive quantity, therefore has two spectral lines at right angles.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.edges import Floats, Pixels

Many = npt.NDArray[np.float32]

WINDOW_PX = 64
"""Side of a window, 10 to 20 modules."""
LEAST_PITCH_PX, MOST_PITCH_PX = 3.0, 7.2
"""Module sizes that show in a window; a level of half the size takes over well before the larger."""
REACH = 21
"""Waves a window at the smallest pitch."""
TURN_WEIGHT = 4.0
"""How sharply a pitch direction is expected along the edges' directions: a factor 1 / e at 15 degrees off."""
RIGHT_ANGLE = 0.2
"""Shift of spectral lines that perspective may cause, in waves a window times the line's own number."""
MOST_LINE = 150.0
"""A line that stands out more is no more certain: half-empty windows have little else."""
RIDGE = np.float32(0.5)
"""A line is at least as strong as this times the mean of the waves beside one a quarter as short, to stand out."""
LEAST_STRENGTH = 6.0
"""UNSOURCED windows below are not worth a look: paper and noise lie below, modules in any state above."""


@dataclass(frozen=True, slots=True)
class Lattices:
    """What the windows around N points show."""

    strength: Many
    """N: how far the spectral lines of a lattice stand out; comparable between windows."""
    points_px: npt.NDArray[np.intp]
    """N x 2 (x, y)."""
    enlarge: int
    """Pixels of a window per pixel of the picture."""
    energy: Many
    """N x 64 x 64 strength of edges."""
    lines: npt.NDArray[np.intp]
    """N x 2: waves a window (x, y) of the stronger spectral line, roughly."""

    def pitch_px(self, number: int) -> float:
        """Pixels a module, roughly; a part of it where an overtone was found."""
        return WINDOW_PX / self.enlarge / float(np.hypot(*self.lines[number]))

    def to_px(self, number: int) -> Floats | None:
        """3 x 3 from modules to pixels around one point, whole numbers on module edges and 0 near the point.

        None where the two lines turn out to be one.
        """
        matrix = _matrix(self.energy[number], self.lines[number])
        if matrix is None:
            return None
        x, y = self.points_px[number] + 0.5
        return np.array([(1 / self.enlarge, 0, x), (0, 1 / self.enlarge, y), (0, 0, 1)]) @ matrix


def lattices(gray: Pixels, points_px: npt.NDArray[np.intp], enlarge: int = 1) -> Lattices:
    """The lattice around each of N points (x, y).

    Args:
        gray: H x W.
        points_px: N x 2.
        enlarge: 2 looks at windows of half the side, for modules of 1.5 to 3.6 pixels.
    """
    energy, turn = _edges(_windows(gray, points_px, enlarge))
    lines, strength = _lines(energy, turn)
    return Lattices(strength, points_px, enlarge, energy, lines)


def _windows(gray: Pixels, points: npt.NDArray[np.intp], enlarge: int) -> Many:
    """N windows of WINDOW_PX + 2, the point's centre in the middle; beyond the border its own value."""
    side = (WINDOW_PX + 2) // enlarge
    # Even sides have no middle pixel: an enlarging resample puts the point's centre there.
    at = np.arange(WINDOW_PX + 2, dtype=np.float32)
    offset = (at + 0.5) / enlarge - side / 2
    height, width = gray.shape
    x = np.broadcast_to(np.clip(points[:, 0, None] + offset, 0, width - 1)[:, None, :], (len(points), len(at), len(at)))
    y = np.broadcast_to(
        np.clip(points[:, 1, None] + offset, 0, height - 1)[:, :, None], (len(points), len(at), len(at))
    )
    flat = len(points) * len(at), len(at)
    along, down = (np.ascontiguousarray(a, dtype=np.float32).reshape(flat) for a in (x, y))
    values = cv2.remap(gray, along, down, cv2.INTER_CUBIC if enlarge > 1 else cv2.INTER_LINEAR)
    return np.asarray(values, dtype=np.float32).reshape(len(points), len(at), len(at))


def _edges(windows: Many) -> tuple[Many, Many]:
    """Strength of edges, N x 64 x 64, and the turn of their directions, N, radians within a quarter turn."""
    across = windows[:, 1:-1, 2:] - windows[:, 1:-1, :-2]
    down = windows[:, 2:, 1:-1] - windows[:, :-2, 1:-1]
    square = across * across + down * down
    bell = _bell()
    # |g|^2 e^(4i angle), the sum of which turns four times as fast as the directions do.
    real = (across * across - down * down) ** 2 - 4 * (across * down) ** 2
    imaginary = 4 * across * down * (across * across - down * down)
    weight = bell / (square + np.float32(1))
    turn = np.arctan2((imaginary * weight).sum(axis=(1, 2)), (real * weight).sum(axis=(1, 2))) / 4
    return np.sqrt(square), turn.astype(np.float32)


@cache
def _bell() -> npt.NDArray[np.float32]:
    """Weights that fade towards the window's border."""
    side = np.hanning(WINDOW_PX + 2)[1:-1]
    return np.asarray(side[:, None] * side[None, :], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Searched:
    """The spectral places at which a lattice may show: half of those in the ring, their partners are the others."""

    waves: npt.NDArray[np.intp]
    """S x 2 waves a window (x, y)."""
    at: npt.NDArray[np.intp]
    """S: in the flattened spectrum."""
    partner: npt.NDArray[np.intp]
    """S: the place a quarter turn on."""
    before: npt.NDArray[np.intp]
    """S: the place with a quarter fewer waves in the same direction."""
    partner_before: npt.NDArray[np.intp]
    """S: the same of its partner."""
    direction: Many
    """S, radians."""
    worth: Many
    """S: a line of few waves is worth more than its overtones."""
    ring: npt.NDArray[np.intp]
    """S: in which ring it lies."""
    means: Many
    """Places x rings: weights of the mean over each ring and its neighbours."""


@cache
def _searched() -> _Searched:
    v, u = np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1]
    radius = np.hypot(u, v)
    wanted = (radius >= WINDOW_PX / MOST_PITCH_PX) & (radius <= WINDOW_PX / LEAST_PITCH_PX) & (u > 0) & (v >= 0)
    x, y = u[wanted], v[wanted]
    side = 2 * REACH + 1
    nearer = np.rint(0.75 * x).astype(np.intp), np.rint(0.75 * y).astype(np.intp)
    rings = np.arange(int(np.ceil(radius.max())) + 1)
    near = np.abs(radius.reshape(-1)[:, None] - rings) <= 1.5
    return _Searched(
        waves=np.stack((x, y), axis=1),
        at=(y + REACH) * side + x + REACH,
        partner=(x + REACH) * side - y + REACH,
        before=(nearer[1] + REACH) * side + nearer[0] + REACH,
        partner_before=(nearer[0] + REACH) * side - nearer[1] + REACH,
        direction=np.arctan2(y, x).astype(np.float32),
        worth=(10 / radius[wanted]).astype(np.float32),
        ring=np.rint(radius[wanted]).astype(np.intp),
        means=(near / near.sum(axis=0)).astype(np.float32),
    )


def _lines(energy: Many, turn: Many) -> tuple[npt.NDArray[np.intp], Many]:
    """N x 2 waves a window of the pair of spectral lines at right angles that stands out most, and how far."""
    power = _power(energy)
    count = len(power)
    searched, most = _searched(), np.float32(MOST_LINE)
    flat = power.reshape(count, -1)
    # One window at a time: BLAS starts threads for larger products, which costs more.
    rings = np.stack([one @ searched.means for one in np.log(flat + np.float32(1e-9))])
    level = np.exp(rings)[:, searched.ring]
    blurred = np.stack([cv2.dilate(one, np.ones((3, 3), np.uint8)) for one in power]).reshape(count, -1)
    # A long edge, as of the page, makes a ridge through all waves of its direction, and no line.
    ridge = RIDGE * np.stack([cv2.blur(one, (3, 3)) for one in power]).reshape(count, -1)
    line = np.minimum(flat[:, searched.at] / np.maximum(level, ridge[:, searched.before]), most)
    partner = np.minimum(blurred[:, searched.partner] / np.maximum(level, ridge[:, searched.partner_before]), most)
    off = np.cos(4 * (searched.direction - turn[:, None]))
    expected = np.where(off > -RIGHT_ANGLE, np.exp(np.float32(TURN_WEIGHT) * (np.minimum(off, 0.98) - 0.98)), 0)
    score = np.sqrt(line * partner * np.minimum(line, partner)) * expected * searched.worth
    best = score.argmax(axis=1)
    return searched.waves[best], score[np.arange(count), best].astype(np.float32)


def _power(energy: Many) -> Many:
    """N x 43 x 43 power spectra around the mean."""
    flat = (energy - energy.mean(axis=(1, 2), keepdims=True)) * _bell()
    half = np.fft.rfft2(flat)[:, :, : REACH + 1]
    power = (half.real**2 + half.imag**2).astype(np.float32)
    power = np.concatenate((power[:, -REACH:], power[:, : REACH + 1]), axis=1)
    return np.concatenate((power[:, ::-1, :0:-1], power), axis=2)


def _matrix(energy: Many, line: npt.NDArray[np.intp]) -> Floats | None:
    """3 x 3 from modules to window pixels about its centre, from a line and its partner; None when they fail."""
    flat = ((energy - energy.mean()) * _bell()).astype(np.float64)
    x, y = (int(part) for part in line)
    first, second = _refined(flat, (x, y)), _refined(flat, (-y, x))
    waves = np.array((first[:2], second[:2])) / WINDOW_PX
    if abs(np.linalg.det(waves)) < 0.5 / MOST_PITCH_PX**2:
        return None
    basis = np.linalg.inv(waves)
    # A line's phase tells where its crests lie: the edges, at whole modules.
    origin = basis @ (-np.array((first[2], second[2])) / (2 * np.pi))
    return np.array([(basis[0, 0], basis[0, 1], origin[0]), (basis[1, 0], basis[1, 1], origin[1]), (0, 0, 1)])


@cache
def _places() -> Floats:
    """Of each pixel along a window: from its centre."""
    return np.asarray(np.arange(WINDOW_PX) + 0.5 - WINDOW_PX / 2, dtype=np.float64)


def _refined(flat: Floats, near: tuple[int, int]) -> tuple[float, float, float]:
    """The strongest wave within a wave of `near`: waves a window along x and y, and its phase at the centre."""
    steps = np.arange(-1.25, 1.26, 0.25)
    along_x = np.exp(-2j * np.pi / WINDOW_PX * np.outer(_places(), near[0] + steps))
    along_y = np.exp(-2j * np.pi / WINDOW_PX * np.outer(near[1] + steps, _places()))
    values = along_y @ flat @ along_x
    size = np.abs(values)
    i, j = np.unravel_index(int(size.argmax()), size.shape)
    return near[0] + float(steps[j]), near[1] + float(steps[i]), float(np.angle(values[i, j]))
