"""A second opinion on a run of lettering by Tesseract, where our own matcher is unsure.

The package tesserocr (extra `ocr`) and Tesseract's English data are optional; the normal path never needs them.
"""

import logging
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from verify.locate.plane import Plane
from verify.seen import TextSeen

try:
    import tesserocr
except ImportError:
    tesserocr = None

DPI = 300
"""Scale of the picture that is handed over: what Tesseract's models were trained at."""
MARGIN = 0.04
"""Inches of paper around the run."""
UNSURE = 0.8
"""Confidence of the least certain character under which an opinion is worth its time."""
# Where Debian and others put Tesseract's data; the package's own default comes first.
DATA = (
    None,
    Path("/usr/share/tesseract-ocr/5/tessdata"),
    Path("/usr/share/tesseract-ocr/4.00/tessdata"),
    Path("/usr/share/tessdata"),
    Path("/usr/local/share/tessdata"),
    Path("/opt/homebrew/share/tessdata"),
)

_log = logging.getLogger(__name__)


@cache
def missing() -> str | None:
    """What to install for second opinions; None when all is there."""
    if tesserocr is None:
        return (
            "no second opinion on lettering: install indicia[ocr] and Tesseract's English data (apt: tesseract-ocr-eng)"
        )
    if _data() is None:
        return "no second opinion on lettering: install Tesseract's English data (apt: tesseract-ocr-eng)"
    return None


def second_opinion(plane: Plane, text: TextSeen) -> str | None:
    """What Tesseract reads in the run's box; None when it is not installed, reads nothing or fails."""
    if missing() is not None:
        return None
    pixels = np.ascontiguousarray(plane.patch(text.box.grown(MARGIN), DPI).pixels)
    try:
        tesseract = engine(single_line=True)
        tesseract.SetImage(Image.fromarray(pixels))
        tesseract.SetSourceResolution(DPI)
        return str(tesseract.GetUTF8Text()).strip() or None
    except RuntimeError:  # a reader that fails costs only itself
        _log.warning("Tesseract failed on a run of lettering", exc_info=True)
        return None


@cache
def engine(*, single_line: bool) -> Any:
    """Tesseract, loaded once, set to read a single line or a block of lines."""
    mode = tesserocr.PSM.SINGLE_LINE if single_line else tesserocr.PSM.SINGLE_BLOCK
    return tesserocr.PyTessBaseAPI(path=_data(), lang="eng", psm=mode)


@cache
def _data() -> str | None:
    """Folder of the English data; None when it is nowhere."""
    for folder in DATA:
        path = tesserocr.get_languages()[0] if folder is None else str(folder)
        if Path(path, "eng.traineddata").is_file():
            return path
    return None
