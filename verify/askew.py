"""Lettering that stands askew on its page: blocks of ink that were not read as they lie are turned and read again."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from indicia.geometry import Box
from verify.locate.ink import COARSE_DPI, Levels, coarse_mask, grown, numbers
from verify.locate.plane import Floats, Plane, inverse, mapped
from verify.measure.address import lines_angle
from verify.measure.placement import JOIN
from verify.read.lettering import read_lettering
from verify.seen import TextSeen

_LEAST_WIDTH, _LEAST_HEIGHT = 0.5, 0.25
"""Inches: a postage mark has some lines of some words."""
_LARGEST = 5.0
"""Inches: larger blocks are pictures."""
_MOST = 4
"""Blocks of a page that are turned, the largest first."""
_UPRIGHT_DEG = 2.0
"""Lettering that is turned by less is read as it lies."""
_MOST_DEG = 44.0
"""Beyond that it is not told which way a block lies."""
_AROUND = 0.05
"""Inches around a block that are read with it."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lettering of one block."""

    texts: tuple[TextSeen, ...]
    """As it lies on the page: boxes hold the ink of runs that are turned."""
    angle_deg: float
    """Its counter-clockwise turn."""


def read_askew(plane: Plane, face: Face, *, levels: Levels, without: Sequence[Box]) -> Iterator[Block]:
    """What blocks of ink say when they are turned upright.

    Args:
        plane: The piece.
        face: The face that lettering should have.
        levels: Grey of ink and paper.
        without: What was read already, and what is no lettering.
    """
    patch = plane.patch(Box(0.0, 0.0, plane.width, plane.height), COARSE_DPI)
    mask = coarse_mask(patch, levels)
    for box in without:
        mask[patch.slices(box)] = 0
    block_of = numbers(grown(mask, JOIN * patch.dpi / 2)) * mask
    for number in _largest(block_of, patch.dpi):
        rows, columns = np.nonzero(block_of == number)
        angle = lines_angle(columns.astype(np.float64), rows.astype(np.float64), _MOST_DEG)
        if angle is None or not _UPRIGHT_DEG < abs(angle) < _MOST_DEG:
            continue
        box = patch.inches(*(float(side) for side in (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)))
        texts = _read(plane, box.grown(_AROUND), angle, face, levels)
        if texts:
            yield Block(texts, angle)


def _largest(block_of: npt.NDArray[np.int32], dpi: float) -> list[int]:
    """The blocks that may be a postage mark."""
    found = []
    for number in np.unique(block_of[block_of > 0]).tolist():
        _, _, width, height = cv2.boundingRect((block_of == number).astype(np.uint8))
        if width >= _LEAST_WIDTH * dpi and height >= _LEAST_HEIGHT * dpi and max(width, height) <= _LARGEST * dpi:
            found.append((width * height, number))
    return [number for _, number in sorted(found, reverse=True)[:_MOST]]


def _read(plane: Plane, box: Box, angle_deg: float, face: Face, levels: Levels) -> tuple[TextSeen, ...]:
    """The lettering of a block, turned upright around its middle and back."""
    turn = _turn(box.center, angle_deg)
    to_piece = turn @ plane.to_piece
    upright = replace(plane, to_piece=to_piece, to_scan=inverse(to_piece))
    texts = read_lettering(upright, [_held(turn, box)], face, levels=levels)
    back = inverse(turn)
    return tuple(
        replace(
            text,
            box=_held(back, text.box),
            glyphs=tuple(replace(glyph, box=_held(back, glyph.box)) for glyph in text.glyphs),
            angle_deg=replace(text.angle_deg, value=text.angle_deg.value + angle_deg),
        )
        for text in texts
    )


def _turn(center: tuple[float, float], angle_deg: float) -> Floats:
    """3 x 3: clockwise to the eye around a point, y downwards."""
    (x, y), cos, sin = center, math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([(cos, -sin, x - cos * x + sin * y), (sin, cos, y - sin * x - cos * y), (0.0, 0.0, 1.0)])


def _held(matrix: Floats, box: Box) -> Box:
    """The box around a box that is turned."""
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    points = mapped(matrix, corners)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))
