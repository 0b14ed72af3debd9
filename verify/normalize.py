"""One kind of picture for everything after: grey pixels, and the resolutions that can be meant."""

import cv2
import numpy as np
import numpy.typing as npt

from indicia.errors import InputError
from indicia.spec.placement import FLAT_MAX

Pixels = npt.NDArray[np.uint8]

PLACEHOLDERS = (72.0, 96.0)
"""Resolutions that programs write when they know none. At them a module of 0.020 in is no two pixels wide."""
DPI_RANGE = (50.0, 4800.0)
"""Resolutions that a scanner or printer can have."""
FRAME_MAX = 40.0
"""Inches: longer pictures are not of one mailpiece (108 in of length and girth, DMM 401, leave a side of 34)."""
MODULE_MAX = 0.04
"""Inches: at twice the largest module of an indicium, a placeholder is the better explanation of a resolution."""


def gray_of(pixels: Pixels) -> Pixels:
    """H x W grey: the same array when it is grey already, the luminance of RGB otherwise.

    Raises:
        InputError: the array is no H x W or H x W x 3 picture of bytes.
    """
    if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] != 3):
        shape = " x ".join(str(n) for n in pixels.shape)
        raise InputError(f"a picture is H x W or H x W x 3 of uint8, not {shape} of {pixels.dtype}")
    if min(pixels.shape[:2]) < 1:
        raise InputError("the picture has no pixels")
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def meant(dpi: tuple[float, float] | None, width_px: int, height_px: int) -> tuple[tuple[float, float] | None, str]:
    """The resolution that a file states, when it can be meant, else None and why not.

    Args:
        dpi: Along x and y, as the file states it; None when it states none.
        width_px: Of the picture.
        height_px: Likewise.
    """
    if dpi is None:
        return None, ""
    said = f"{dpi[0]:g} dpi" if dpi[0] == dpi[1] else f"{dpi[0]:g} x {dpi[1]:g} dpi"
    if not all(DPI_RANGE[0] <= value <= DPI_RANGE[1] for value in dpi):
        return None, f"the file's {said} cannot be meant; it is not used"
    width, height = width_px / dpi[0], height_px / dpi[1]
    size = f"{width:.1f} x {height:.1f} in"
    if max(width, height) > FRAME_MAX:
        return None, f"the file's {said} would make the picture {size}; it is not used"
    if _placeholder(dpi) and (max(width, height) > FLAT_MAX[0] or min(width, height) > FLAT_MAX[1]):
        return None, f"the file's {said} is a placeholder (the picture would be {size}); it is not used"
    return dpi, ""


def contradicted(dpi: tuple[float, float], module_px: float) -> str:
    """Why a file's resolution cannot be meant, given the size of a symbol's modules; empty when it can."""
    module = module_px / ((dpi[0] + dpi[1]) / 2)
    if _placeholder(dpi) and module > MODULE_MAX:
        return f"the file's {dpi[0]:g} dpi is a placeholder (modules would be {module:.3f} in); it is not used"
    return ""


def _placeholder(dpi: tuple[float, float]) -> bool:
    """Whether both axes state one of the resolutions that stand for none."""
    return any(all(abs(value - usual) < 0.5 for value in dpi) for usual in PLACEHOLDERS)
