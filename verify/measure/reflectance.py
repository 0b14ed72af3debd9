"""Reflectance from grey levels, and of print against its background in red and green light (DMM 708.4.3).

A scan that was not calibrated takes the scanner's own white for reflectance 1 and its tone curve for that of sRGB.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Light:
    """What a grey level means in light."""

    table: npt.NDArray[np.float32]
    """256 reflectances, fractions of 1."""
    calibrated: bool
    """By a card of known reflectance."""


def linear(grey: float) -> float:
    """Reflectance, 0 to 1, of a grey level that was encoded as sRGB (IEC 61966-2-1)."""
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


UNCALIBRATED = Light(np.array([linear(grey) for grey in range(256)], dtype=np.float32), calibrated=False)
