"""Pages on which nothing may be found."""

import os
import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from verify.locate.outline import outline
from verify.normalize import gray_of
from verify.observe import observe
from verify.read import attempts
from verify.read.attempts import decode
from verify.scans import scan_of
from verify.seen import Seen

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FOLDERS = {"zxing-cpp-negatives": 23, "paper-backgrounds": 4}
EVERY = 1 if os.environ.get("INDICIA_SOAK") == "full" else 8
"""A thorough search takes seconds a page: `make test` shows it so many of them."""


def seen(pixels: npt.NDArray[np.uint8], dpi: float | None = 300) -> Seen:
    return observe(scan_of(pixels, dpi))


def picture(path: Path) -> npt.NDArray[np.uint8]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(Image.open(path).convert("RGB"))


def text_page(seed: int) -> npt.NDArray[np.uint8]:
    """A letter full of lettering."""
    rng = np.random.default_rng(seed)
    sheet = Image.fromarray(np.full((1238, 2850), 255, np.uint8))
    font = ImageFont.load_default(int(rng.integers(24, 60)))
    lines = ["".join(chr(c) for c in rng.integers(33, 127, 60)) for _ in range(20)]
    ImageDraw.Draw(sheet).multiline_text((40, 20), "\n".join(lines), 0, font)
    return np.asarray(sheet)


@pytest.mark.parametrize("value", [0, 90, 255])
def test_blank_pages_show_nothing(value: int) -> None:
    found = seen(np.full((1238, 2850), value, np.uint8))
    assert ((), None, ()) == (found.symbols, found.fim, found.indicia)


@pytest.mark.parametrize("seed", range(4))
def test_pages_of_text_show_nothing(seed: int) -> None:
    found = seen(text_page(seed))
    assert ((), None, ()) == (found.symbols, found.fim, found.indicia)


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not beside the project")
@pytest.mark.parametrize("folder", FOLDERS)
def test_pictures_of_other_things_show_nothing(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setattr(attempts, "LIBDMTX_TIMEOUT_MS", 20)
    paths = sorted((DATA / folder).iterdir())
    assert FOLDERS[folder] == len(paths)
    for path in paths:
        found = seen(picture(path))
        assert ((), None, ()) == (found.symbols, found.fim, found.indicia), path.name


@pytest.mark.soak
@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not beside the project")
@pytest.mark.parametrize("dpi", [None, 300])
def test_a_thorough_search_of_other_things_reads_nothing(dpi: float | None) -> None:
    paths = sorted(path for folder in FOLDERS for path in (DATA / folder).iterdir())
    for path in paths[::EVERY]:
        gray = gray_of(picture(path))
        assert [] == [one.data for one in decode(gray, outline(gray), dpi, thorough=True)], path.name
