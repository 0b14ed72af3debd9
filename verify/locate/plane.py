"""The upright piece in inches, and views of it: the one place where scan pixels become inches."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from verify.locate.plane_loops import averaged, shifted, through_matrix

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

_HALF = np.array([(1, 0, 0.5), (0, 1, 0.5), (0, 0, 1)])
"""From OpenCV's pixel coordinates (centres at whole numbers) to ours (corners at whole numbers)."""
_HALF_BACK = np.array([(1, 0, -0.5), (0, 1, -0.5), (0, 0, 1)])
_FACTOR_OF_CV2 = 3
"""Pixels averaged to one, along a row, from which on our loop is quicker than OpenCV's."""
_UNTURNED = 1 / 64
"""Pixels that a view may be turned or stretched against a picture, in all, and still is a part of it that was shifted:
a grey changes by less than it is rounded by."""
_STRAIGHT = 0.25
"""Pixels that the scan may be off a view of its own pixels, anywhere in it: 0.001 inch at 250 dpi."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of the piece, upright, at a known scale."""

    pixels: Pixels
    """H x W grey."""
    box: Box
    """Its extent on the piece, inches."""
    dpi: float
    """Its pixels an inch, along both axes."""

    def inches(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box on the piece of a rectangle in patch pixels."""
        x, y, dpi = self.box.left, self.box.top, self.dpi
        return Box(left / dpi + x, top / dpi + y, right / dpi + x, bottom / dpi + y)

    def slices(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of the patch that `box` touches."""
        height, width = self.pixels.shape
        rows = (box.top - self.box.top) * self.dpi, (box.bottom - self.box.top) * self.dpi
        columns = (box.left - self.box.left) * self.dpi, (box.right - self.box.left) * self.dpi
        return (
            slice(_within(math.floor(rows[0]), height), _within(math.ceil(rows[1]), height)),
            slice(_within(math.floor(columns[0]), width), _within(math.ceil(columns[1]), width)),
        )


@dataclass(frozen=True, slots=True)
class Plane:
    """A scan with the homography to inches on the upright piece."""

    gray: Pixels
    """H x W, the whole scan."""
    to_piece: Floats
    """3 x 3, scan pixels to inches."""
    to_scan: Floats
    """Its inverse."""
    width: float
    """Of the upright piece, inches."""
    height: float
    dpi: float
    """Pixels an inch, mean of both axes."""

    def inches(self, points_px: npt.ArrayLike) -> Floats:
        """N x 2 scan pixels as inches on the piece."""
        return mapped(self.to_piece, points_px)

    def pixels(self, points: npt.ArrayLike) -> Floats:
        """N x 2 inches on the piece as scan pixels."""
        return mapped(self.to_scan, points)

    def patch(self, box: Box, dpi: float | None = None, *, every_row: bool = True) -> Patch:
        """The part of the piece in `box`, upright.

        Args:
            box: Inches on the piece.
            dpi: Scale of the patch; the scan's own unless given. A coarser view is averaged down first, so
                that thin strokes turn grey and are not lost.
            every_row: Average all rows; without, only some, which is quicker and keeps words but not strokes.
        """
        scale = dpi or self.dpi
        size = max(1, round(box.width * scale)), max(1, round(box.height * scale))
        source, shrink = self._reduced(box, int(self.dpi // scale), 1 if every_row else 3)
        from_patch = self.to_scan @ np.array([(1 / scale, 0, box.left), (0, 1 / scale, box.top), (0, 0, 1)]) @ _HALF
        matrix = _HALF_BACK @ shrink @ from_patch
        pixels = _seen_through(source, matrix, size)
        extent = Box(box.left, box.top, box.left + size[0] / scale, box.top + size[1] / scale)
        return Patch(pixels, extent, scale)

    def straight(self, box: Box, factor: int = 1) -> Patch | None:
        """The scan's own pixels under `box`, not copied, where the piece lies straight in the scan; None elsewhere.

        Args:
            box: Inches on the piece.
            factor: Pixels averaged to one, along either axis.
        """
        corners = np.array([(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)])
        at = self.pixels(corners)
        off = at - at[0] - (corners - corners[0]) * self.dpi
        left, top = (round(float(side)) for side in at[0])
        columns, rows = (round(float(side)) // factor for side in at[2] - at[0])
        height, width = self.gray.shape
        right, bottom = left + columns * factor, top + rows * factor
        if (
            np.abs(off).max() > _STRAIGHT
            or min(left, top, columns - 1, rows - 1) < 0
            or right > width
            or bottom > height
        ):
            return None
        pixels = self.gray[top:bottom, left:right]
        if factor > 1:
            pixels = _averaged(pixels, (columns, rows))
        start = box.left + (left - float(at[0, 0])) / self.dpi, box.top + (top - float(at[0, 1])) / self.dpi
        size = (right - left) / self.dpi, (bottom - top) / self.dpi
        return Patch(pixels, Box(*start, start[0] + size[0], start[1] + size[1]), self.dpi / factor)

    def _reduced(self, box: Box, factor: int, stride: int) -> tuple[Pixels, Floats]:
        """The pixels under `box`, averaged over `factor` x `factor`, and the way from the scan to them."""
        if factor < 2:
            return self.gray, np.eye(3)
        corners = self.pixels(
            [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
        )
        height, width = self.gray.shape
        left, top = (int(max(0, v)) // factor * factor for v in np.floor(corners.min(axis=0)) - factor)
        right, bottom = np.ceil(corners.max(axis=0)) + factor
        columns, rows = (min(int(right), width) - left) // factor, (min(int(bottom), height) - top) // factor
        if columns < 1 or rows < 1:
            return self.gray, np.eye(3)
        view = self.gray[top : top + rows * factor : stride, left : left + columns * factor]
        small = _averaged(view, (columns, rows))
        shrink = np.array([(1 / factor, 0, -left / factor), (0, 1 / factor, -top / factor), (0, 0, 1)])
        return small, shrink


def _averaged(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """The picture averaged down to W x H pixels."""
    height, width = pixels.shape[:2]
    across, down = width // size[0], height // size[1]
    if pixels.ndim > 2 or across < _FACTOR_OF_CV2 or size != (width / across, height / down):
        # OpenCV is quick with halves, takes shares of pixels, and colours.
        return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return averaged(pixels, down, across)


def _seen_through(pixels: Pixels, matrix: Floats, size: tuple[int, int]) -> Pixels:
    """W x H pixels of a picture, by the homography from them to it, both counted by their centres."""
    corners = np.array([(0, 0), (size[0], 0), (0, size[1]), size], dtype=np.float64)
    at = mapped(matrix, corners)
    if pixels.ndim == 2 and np.abs(at - at[0] - corners).max() < _UNTURNED:
        return shifted(pixels, float(at[0, 0]), float(at[0, 1]), size)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpPerspective(pixels, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, dtype=np.uint8)


def mapped(matrix: Floats, points: npt.ArrayLike) -> Floats:
    """N x 2 points through a 3 x 3 homography."""
    return through_matrix(matrix, np.ascontiguousarray(points, dtype=np.float64).reshape(-1, 2))


def inverse(matrix: Floats) -> Floats:
    """The homography back."""
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def through(corners_px: Floats, width: float, height: float) -> Floats:
    """3 x 3 homography that takes the four corners, clockwise from the top left, to a piece of that size."""
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)])
    rows = []
    for (x, y), (u, v) in zip(corners_px, target, strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
    solution = np.linalg.solve(np.array(rows), target.reshape(-1))
    return np.append(solution, 1.0).reshape(3, 3)


def _within(value: float, size: int) -> int:
    return int(min(max(value, 0), size))
