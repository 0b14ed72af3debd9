"""A symbol's place, module size and turn on the piece."""

import math

import numpy as np

from indicia.geometry import Box
from verify.locate.plane import Floats, Plane
from verify.locate.symbol import SymbolOutline
from verify.read.decoded import Decoded
from verify.seen import Measured, SymbolSeen


def measure_symbol(
    plane: Plane, decoded: Decoded, outline: SymbolOutline, *, mirrored: bool, scale_uncertainty: float
) -> SymbolSeen:
    """The symbol on the upright piece.

    Args:
        plane: The piece.
        decoded: What it says.
        outline: Where it lies in the scan.
        mirrored: Whether it is seen from behind.
        scale_uncertainty: Of the plane's scale, as a share.
    """
    corners_px = own_corners(outline.corners_px, mirrored=mirrored)
    corners = plane.inches(corners_px)
    across, down = corners[1] + corners[2] - corners[0] - corners[3], corners[3] + corners[2] - corners[0] - corners[1]
    width, height = float(np.hypot(*across)) / 2, float(np.hypot(*down)) / 2
    module = (width / decoded.columns + height / decoded.rows) / 2 * outline.pitch
    return SymbolSeen(
        data=decoded.data,
        rows=decoded.rows,
        columns=decoded.columns,
        corners_px=corners_px,
        box=_around(corners),
        x_dimension=Measured(module, module * math.hypot(outline.pitch_uncertainty, scale_uncertainty)),
        angle_deg=_angle(across),
        reader=decoded.reader,
        mirrored=mirrored,
        errors_corrected=decoded.errors_corrected,
        text=decoded.text,
        erasures=decoded.erasures,
        light_on_dark=decoded.light_on_dark,
    )


def own_corners(corners_px: Floats, *, mirrored: bool) -> Floats:
    """The corners by their names on the symbol itself: a reader names those of a mirror image by its turn."""
    return corners_px[[2, 1, 0, 3]] if mirrored else corners_px


def module_px(outline: SymbolOutline, rows: int, columns: int) -> float:
    """Module size in pixels."""
    quad = outline.corners_px
    width = np.hypot(*(quad[1] + quad[2] - quad[0] - quad[3])) / 2 / columns
    height = np.hypot(*(quad[3] + quad[2] - quad[0] - quad[1])) / 2 / rows
    return float(width + height) / 2 * outline.pitch


def _around(corners: Floats) -> Box:
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _angle(across: Floats) -> float:
    """Counter-clockwise turn against the top edge, -45 to 45 degrees."""
    angle = math.degrees(math.atan2(-across[1], across[0]))
    return (angle + 45) % 90 - 45
