"""The upright piece as the background of an overlay, with everything but the postage marks made unreadable."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from verify.seen import MailpieceSeen

Pixels = npt.NDArray[np.uint8]

LONG_SIDE_PX = 1800
"""Pixels of the longer side of the piece in an overlay."""
CELL = 1 / 8
"""Averaged to one value when made unreadable, inches: larger than the letters of any address."""
KEPT_MARGIN = 0.03
"""Around a mark that stays readable, inches."""
FADED = 0.7
"""Share of the picture's contrast that is left under the drawing."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture of the piece and how inches become its pixels."""

    pixels: Pixels
    """H x W x 3, RGB."""
    px_per_inch: float
    """Scale, along both axes."""

    def box_px(self, box: Box) -> Box:
        """The box in pixels of the view."""
        k = self.px_per_inch
        return Box(box.left * k, box.top * k, box.right * k, box.bottom * k)


def upright(scan: Pixels, piece: MailpieceSeen) -> View:
    """The piece alone, upright, at the scale of an overlay."""
    width, height = piece.width.value, piece.height.value
    return part(scan, piece, Box(0.0, 0.0, width, height), LONG_SIDE_PX / max(width, height))


def part(scan: Pixels, piece: MailpieceSeen, region: Box, scale: float) -> View:
    """A part of the upright piece; what lies beyond the picture is white.

    Args:
        scan: The page.
        piece: Where the piece lies on it.
        region: Inches on the piece.
        scale: Pixels an inch of the view.
    """
    size = max(1, round(region.width * scale)), max(1, round(region.height * scale))
    # OpenCV counts pixels by their centres, the homography by their corners.
    half = np.array([(1, 0, 0.5), (0, 1, 0.5), (0, 0, 1)])
    back = np.array([(1, 0, -0.5), (0, 1, -0.5), (0, 0, 1)])
    to_view = np.array([(scale, 0, -region.left * scale), (0, scale, -region.top * scale), (0, 0, 1)])
    matrix = back @ to_view @ piece.to_piece @ half
    rgb = colour(scan)
    shrink = piece.dpi / scale
    if shrink > 1.5:
        # Averaged before it is made smaller, so that thin bars turn grey and do not vanish.
        rgb = np.asarray(cv2.GaussianBlur(rgb, (0, 0), shrink / 3), dtype=np.uint8)
    warped = cv2.warpPerspective(rgb, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    return View(np.asarray(warped, dtype=np.uint8), scale)


def as_it_lies(scan: Pixels) -> View:
    """The whole picture as it was handed in, for a page without scale; inches are meaningless there."""
    scale = LONG_SIDE_PX / max(scan.shape[:2])
    size = round(scan.shape[1] * scale), round(scan.shape[0] * scale)
    resized = cv2.resize(colour(scan), size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return View(np.asarray(resized, dtype=np.uint8), scale)


def colour(scan: Pixels) -> Pixels:
    """The picture as H x W x 3."""
    return scan[..., :3] if scan.ndim == 3 else np.repeat(scan[..., None], 3, axis=2)


def veiled(pixels: Pixels, kept_px: Iterable[Box], cell_px: float) -> Pixels:
    """The picture with every cell outside `kept_px` averaged to one value, softly: nothing there can be read."""
    height, width = pixels.shape[:2]
    windows = [_window(box) for box in kept_px]
    bare = pixels.copy()
    paper = np.median(pixels, axis=(0, 1)).astype(np.uint8)
    for window in windows:
        # What is kept casts no shadow into its surroundings.
        bare[window] = paper
    cells = max(1, round(width / cell_px)), max(1, round(height / cell_px))
    coarse = cv2.resize(bare, cells, interpolation=cv2.INTER_AREA)
    veil = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    for window in windows:
        veil[window] = pixels[window]
    return veil


def _window(box_px: Box) -> tuple[slice, slice]:
    """Rows and columns of a box."""
    left, top, right, bottom = (max(0, round(side)) for side in (box_px.left, box_px.top, box_px.right, box_px.bottom))
    return slice(top, bottom), slice(left, right)


def faded(pixels: Pixels) -> Pixels:
    """The picture lightened, so that the drawing stands out."""
    return (255 - (255 - pixels.astype(np.float32)) * FADED).astype(np.uint8)
