"""What a reader says about one symbol, before anything is measured."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from verify.seen import Reader

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decoded:
    """One symbol as read."""

    data: bytes
    """What it says."""
    rows: int
    columns: int
    corners_px: Floats
    """4 x 2 rough corners in the pixels that were read: top left, top right, bottom right, bottom left."""
    reader: Reader
    text: str | None
    """The content where it decodes as text."""
    errors_corrected: int | None
    """Codewords corrected; None when the reader does not say."""
    erasures: int = 0
    """Codewords that the reader knew to be doubtful and filled in."""
    light_on_dark: bool = False
    """Printed in reverse."""

    def moved(self, corners_px: Floats) -> "Decoded":
        """The same with its corners in other pixels."""
        return replace(self, corners_px=corners_px)
