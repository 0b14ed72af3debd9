import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image

from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.render import png, raster, tif
from indicia.render.inks import RGB
from indicia.spec.kinds import Ink

Letter = Callable[..., Page]

# TIFF 6.0: tags and values that a reader goes by.
COMPRESSION, GROUP_4, LZW = 259, 4, 5
BITS, PHOTOMETRIC, PALETTE = 258, 262, 3
X_RESOLUTION, Y_RESOLUTION, UNIT, INCH = 282, 283, 296, 2


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["TIFF"])


def tags(data: bytes, page: int = 0) -> dict[int, object]:
    with opened(data) as image:
        image.seek(page)
        return dict(image.tag_v2)  # type: ignore[attr-defined] # of TIFF pictures alone


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_black_page_is_one_bit_deep_in_group_4_and_states_its_resolution(
    letter: Letter, face: Face, dpi: int
) -> None:
    found = tags(tif.render([letter(dpi)], face, title=""))
    assert (GROUP_4, (1,)) == (found[COMPRESSION], found[BITS])
    assert (dpi, dpi, INCH) == (found[X_RESOLUTION], found[Y_RESOLUTION], found[UNIT])


@pytest.mark.parametrize("ink", [ink for ink in Ink if ink is not Ink.BLACK])
@pytest.mark.parametrize("around", [None, Ink.BLACK])
def test_a_coloured_page_is_paper_and_its_inks_in_lzw(letter: Letter, face: Face, ink: Ink, around: Ink | None) -> None:
    page = letter(203, ink=ink, around=around or ink)
    data = tif.render([page], face, title="")
    found = tags(data)
    assert (LZW, PALETTE, 203) == (found[COMPRESSION], found[PHOTOMETRIC], found[X_RESOLUTION])
    with opened(data) as image, Image.open(io.BytesIO(png.render([page], face, title=""))) as same:
        shown = np.asarray(image.convert("RGB"))
        assert (np.asarray(same.convert("RGB")) == shown).all()
    assert {(255, 255, 255), RGB[ink], RGB[around or ink]} == set(map(tuple, np.unique(shown.reshape(-1, 3), axis=0)))


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("ink", [Ink.BLACK, Ink.RED])
def test_two_readers_see_the_dots_of_the_png(letter: Letter, face: Face, dpi: int, ink: Ink) -> None:
    page = letter(dpi, ink=ink)
    data = tif.render([page], face, title="")
    dark = png.draw(page, face)
    assert (dark == (raster.tif_gray(data) < 128)).all()
    by_opencv = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    assert by_opencv is not None
    assert (dark == (by_opencv < 128)).all()


def test_pages_follow_one_another_each_in_its_size_and_ink(letter: Letter, face: Face) -> None:
    pages = [letter(300), Page(4.0, 6.0, 203), letter(203, ink=Ink.BLUE)]
    data = tif.render(pages, face, title="Three")
    for number, page in enumerate(pages):
        assert (png.draw(page, face) == (raster.tif_gray(data, page=number) < 128)).all()
        assert page.dpi == tags(data, number)[X_RESOLUTION]
    with opened(data) as image:
        assert len(pages) == image.n_frames  # type: ignore[attr-defined] # of pictures with frames


def test_the_file_names_title_face_and_maker_in_ascii(letter: Letter, face: Face) -> None:
    found = tags(tif.render([letter(300)], face, title="Märk"))
    assert "M?rk. Set in Arimo; modules and bars snapped to 300 dots per inch" == found[270]
    assert "Indicia 0.1.0" == found[305]


@pytest.mark.parametrize("ink", [Ink.BLACK, Ink.RED])
def test_the_same_pages_give_the_same_bytes(letter: Letter, face: Face, ink: Ink) -> None:
    first, second = (tif.render([letter(ink=ink), letter(203)], face, title="x") for _ in range(2))
    assert first == second
