"""What is done once before the first piece: machine code is made, or fetched where it was made; templates are drawn.

On a machine that has not verified anything yet this takes half a minute, later a second. Nothing waits for it in
the middle of a piece, where a worker would be taken for stuck.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from verify.pipeline import Verifier

_FOLDER = Path(__file__).with_name("sample")
SAMPLE = _FOLDER / "letter.png"
"""A letter of the test manufacturer ZZ, made by `python -m demo.sample`."""
SAMPLE_TRUST = _FOLDER / "trust"
"""The certificates that its signature is checked with."""
SAMPLE_DAY = dt.date(2005, 6, 15)
"""Day of its deposit."""
SAMPLE_DPI = 200
_STROKE_PX = 7
"""As wide as a module and more."""


def warm_up(verifier: "Verifier") -> None:
    """Verify the sample as it is, and with its finder struck out, so that every reader has worked."""
    seen = verifier.verify(SAMPLE).seen
    with Image.open(SAMPLE) as picture:
        pixels = np.array(picture.convert("L"))
    for symbol in seen.symbols:
        left, below = symbol.corners_px[[0, 3]], symbol.corners_px[[3, 2]]
        for side in (left, below):
            (x0, y0), (x1, y1) = np.rint(side).astype(int).tolist()
            cv2.line(pixels, (x0, y0), (x1, y1), 255.0, _STROKE_PX)
    verifier.verify(pixels, dpi=SAMPLE_DPI)
