"""Blobs laid into the frame of the templates and compared with them are what plain array calls give."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from indicia.faces import default_cache, default_search, find_face
from verify.locate.parts import FULL, Parts
from verify.read.cells import Pyramid, Setting
from verify.read.glyphs import ABOVE_PX, COLUMNS, EM_PX, ROWS, bank
from verify.read.matching import Looks, Matcher
from verify.read.view import View, table

Pixels = npt.NDArray[np.uint8]
Singles = npt.NDArray[np.float32]

SIDES = (30.0, 20.0, 44.0, 41.0)
LOOKS = Looks(0.65, 0.0)
FACE = find_face(None, default_search(), default_cache())


def looked(em_px: float, *, slope: float = 0.0, shift: int = 0) -> tuple[View, Pixels]:
    """One blob of random ink looked at, and the ink."""
    values = np.zeros((60, 80), dtype=np.uint8)
    left, top, right, bottom = (int(side) for side in SIDES)
    values[top:bottom, left:right] = np.random.default_rng(5).integers(0, FULL, (bottom - top, right - left))
    values = np.roll(values, shift, axis=1)
    columns = (left + shift, top, right + shift, bottom, (left + right) / 2 + shift, (top + bottom) / 2, 1)
    blobs = Parts(*(np.array([float(column)]) for column in columns))
    matcher = Matcher(Pyramid(values), blobs, FACE)
    setting = Setting(*(np.array([each]) for each in (em_px, em_px, 41.0, slope)))
    return matcher.looked(table(np.array([0]), np.array([1]), setting), LOOKS), values


def cell_of(view: View) -> Singles:
    """The frame, inked where the pool says so."""
    rows, cell = view.pool.rows, np.zeros(ROWS * COLUMNS, dtype=np.float32)
    own = slice(rows.begins[0], rows.begins[1])
    cell[rows.pixels[own]] = rows.values[own]
    return cell


@pytest.mark.parametrize("slope", [0.0, 0.03])
@pytest.mark.parametrize("em_px", [24.0, 30.0])
def test_a_blob_is_laid_as_opencv_resamples(em_px: float, slope: float) -> None:
    view, values = looked(em_px, slope=slope)
    unit = em_px / EM_PX
    across, down = np.meshgrid(np.arange(COLUMNS) + 0.5 - COLUMNS / 2, np.arange(ROWS) + 0.5 - ABOVE_PX)
    foot = float(view.feet[0])
    x, y = foot + unit * (across - slope * down), 41.0 + slope * foot + unit * (down + slope * across)
    known = cv2.remap(values, (x - 0.5).astype(np.float32), (y - 0.5).astype(np.float32), cv2.INTER_LINEAR) / FULL
    np.testing.assert_allclose(known, cell_of(view).reshape(ROWS, COLUMNS), atol=0.035)


@pytest.mark.parametrize("shift", [-30, 36])
def test_ink_beyond_the_border_is_none(shift: int) -> None:
    inner, _ = looked(24.0)
    beside, _ = looked(24.0, shift=shift)
    np.testing.assert_allclose(cell_of(inner), cell_of(beside), atol=0.01)


def test_products_are_those_of_matrices() -> None:
    view, _ = looked(24.0)
    known = bank(FACE)
    cell, look = cell_of(view), int(view.table["look"][0])
    np.testing.assert_allclose(cell @ known.turned[look], view.pool.rows.products[0].ravel(), rtol=1e-4, atol=1e-3)
    assert float(cell @ cell) == pytest.approx(float(view.pool.rows.energy[0]), rel=1e-5)


def test_what_is_taken_leaves_the_least() -> None:
    view, _ = looked(24.0)
    known = bank(FACE)
    look, number = int(view.table["look"][0]), int(view.chosen[0])
    sizes = known.columns["energy"][look * known.count : (look + 1) * known.count]
    rest = sizes - 2 * view.pool.rows.products[0].ravel()
    own = slice(0, known.count // 2) if view.bold[0] == 0 else slice(known.count // 2, None)
    assert float(rest[own].min()) == pytest.approx(float(rest[number]))
