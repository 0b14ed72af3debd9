"""The angle between the indicium and the address: 604.4.8.3 wants them parallel."""

import math

import cv2
import numpy as np

from indicia.geometry import Box
from indicia.spec.placement import OCR_FROM_LEFT, OCR_FROM_RIGHT
from verify.locate.ink import COARSE_DPI, Levels, boxes, coarse_mask, joined
from verify.locate.plane import Plane
from verify.seen import Measured

LINE_LENGTH = 0.7
"""Inches: shorter lines say too little about their angle."""
LINE_HEIGHT = (0.06, 0.45)
"""Inches, turned lines included."""
LINE_SHAPE = 3.0
"""Length over height that a line of an address has at least."""
WORD_GAP = 0.15
"""Inches between the words of a line."""
BELOW = 0.1
"""Inches below the indicium where an address may begin."""
MARGIN = 0.2
"""Inches at the bottom edge that are not looked at."""


def address_angle(plane: Plane, symbol_angle_deg: float, indicium: Box, levels: Levels) -> Measured | None:
    """Degrees between the symbol's rows and the lines of the address below; None when no line is long enough."""
    area = (
        Box(OCR_FROM_LEFT, indicium.bottom + BELOW, plane.width - OCR_FROM_RIGHT, max(0.0, plane.height - MARGIN))
        if plane.width > 2 and plane.height - MARGIN > indicium.bottom + 2 * BELOW
        else None
    )
    if area is None:
        return None
    angles, lengths = _lines(plane, area, levels)
    if not angles:
        return None
    heaviest = sorted(zip(lengths, angles, strict=True), reverse=True)[:6]
    address = float(np.median([angle for _, angle in heaviest]))
    spread = float(np.std([angle for _, angle in heaviest])) if len(heaviest) > 1 else 0.5
    return Measured(abs(symbol_angle_deg - address), max(spread, 0.25))


def _lines(plane: Plane, area: Box, levels: Levels) -> tuple[list[float], list[float]]:
    """Counter-clockwise angles in degrees and lengths in inches of the lines of lettering in `area`."""
    patch = plane.patch(area, COARSE_DPI / 2, every_row=False)
    mask = coarse_mask(patch, levels)
    lines, _, _ = joined(mask, WORD_GAP * patch.dpi, 1)
    angles, lengths = [], []
    for left, top, width, height in boxes(lines):
        if width < LINE_LENGTH * patch.dpi or not _is_line(width / patch.dpi, height / patch.dpi):
            continue
        window = lines[top : top + height, left : left + width]
        moments = cv2.moments(window, binaryImage=True)
        angles.append(-math.degrees(0.5 * math.atan2(2 * moments["mu11"], moments["mu20"] - moments["mu02"])))
        lengths.append(width / patch.dpi)
    return angles, lengths


def _is_line(width: float, height: float) -> bool:
    """Whether a run of ink has the shape of a line of lettering, inches."""
    return LINE_HEIGHT[0] <= height <= LINE_HEIGHT[1] and width >= LINE_SHAPE * height
