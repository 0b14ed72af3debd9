import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from indicia.errors import ExitCode, InputError, UsageError
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.marks import Page, Rule
from indicia.render import png, raster, zpl, zpl_read
from indicia.spec.kinds import Ink, Role
from indicia.typeset import set_run

Letter = Callable[..., Page]
WRITTEN = {"XA", "PW", "LL", "LH", "FW", "PM", "LR", "FX", "FO", "GF", "FS", "XZ"}


def commands(data: bytes) -> list[str]:
    return re.findall(r"\^(..)", data.decode("ascii"))


def spotted(dark: npt.NDArray[np.bool_]) -> Page:
    """A page of 203 dots an inch with a dot where `dark` says."""
    rules = tuple(
        Rule(Box(column / 203, row / 203, (column + 1) / 203, (row + 1) / 203)) for row, column in np.argwhere(dark)
    )
    return Page(dark.shape[1] / 203, dark.shape[0] / 203, 203, rules)


@pytest.mark.parametrize("dpi", zpl.HEADS)
def test_a_label_comes_back_as_the_dots_of_the_png(letter: Letter, face: Face, dpi: int) -> None:
    page = letter(dpi)
    assert (png.draw(page, face) == (raster.zpl_gray(zpl.render([page], face, title="")) == 0)).all()


@pytest.mark.parametrize("dpi", zpl.HEADS)
def test_no_field_is_larger_than_a_printer_takes(letter: Letter, face: Face, dpi: int) -> None:
    data = zpl.render([letter(dpi)], face, title="").decode("ascii")
    sizes = [int(total) for total in re.findall(r"\^GFA,\d+,(\d+)", data)]
    assert max(sizes) <= 99_999
    assert sum(sizes) > 99_999


def test_settings_come_before_the_first_field_and_are_not_the_printers(letter: Letter, face: Face) -> None:
    data = zpl.render([letter(203)], face, title="")
    assert data.startswith(b"^XA^PW1928^LL837^LH0,0^FWN^PMN^LRN\n^FX")
    assert data.endswith(b"^XZ\n")
    assert WRITTEN == set(commands(data))
    assert b"~" not in data


def test_a_label_says_face_grid_head_and_ink(letter: Letter, face: Face) -> None:
    said = b"^FXx. Set in Arimo; modules and bars snapped to 305 dots per inch, for heads of 12 dots/mm, "
    assert said + b"in blue ink. " in zpl.render([letter(305, ink=Ink.BLUE, around=Ink.BLUE)], face, title="x")
    assert said + b"in one ink for blue and black. " in zpl.render([letter(305, ink=Ink.BLUE)], face, title="x")


def test_every_ink_is_burnt(letter: Letter, face: Face) -> None:
    page = letter(203, ink=Ink.RED)
    assert (png.draw(letter(203), face) == (raster.zpl_gray(zpl.render([page], face, title="")) < 128)).all()


@pytest.mark.parametrize("dpi", [100, 200, 302, 400, 1200])
def test_dots_that_no_head_has_are_refused(face: Face, dpi: int) -> None:
    with pytest.raises(UsageError, match=f"no thermal print head has {dpi} .* 203 .* 300 .* 600 ") as refusal:
        zpl.render([Page(1, 1, dpi)], face, title="")
    assert ExitCode.USAGE == refusal.value.exit_code


@pytest.mark.parametrize("string", ["^XZ^XA^JUS", "~JR ~WC", "^FS^XZ", "a\n^MMC\x1b\x03", "Ünïcode ✉"])
def test_no_text_becomes_a_command(face: Face, string: str) -> None:
    printable = "".join(character for character in string if " " <= character <= "~")
    text = set_run(face, printable, role=Role.DELIVERY_ADDRESS, size_pt=12.0, bold=False).at(0.1, 0.3)
    page = Page(3.0, 0.5, 203, (text,))
    data = zpl.render([page], face, title=string)
    assert commands(zpl.render([page], face, title="plain")) == commands(data)
    assert b"~" not in data
    assert (png.draw(page, face) == (raster.zpl_gray(data) == 0)).all()


def test_an_empty_label_is_fed_and_has_no_graphic(face: Face) -> None:
    data = zpl.render([Page(4, 6, 203)], face, title="")
    assert "GF" not in commands(data)
    assert (1218, 812) == raster.zpl_gray(data).shape


def test_labels_of_a_job_follow_one_another(letter: Letter, face: Face) -> None:
    pages = [letter(203), Page(4, 6, 203), letter(300)]
    data = zpl.render(pages, face, title="")
    for number, page in enumerate(pages):
        assert (png.draw(page, face) == (raster.zpl_gray(data, page=number) == 0)).all()
    with pytest.raises(InputError, match="3 labels, no label 4"):
        raster.zpl_gray(data, page=3)


def test_the_same_page_gives_the_same_bytes(letter: Letter, face: Face) -> None:
    assert zpl.render([letter()], face, title="x") == zpl.render([letter()], face, title="x")


class TestRunLengths:
    """A graphic in hexadecimal with run lengths MUST come back as the dots that went in."""

    @settings(max_examples=60, deadline=None)
    @given(dark=hnp.arrays(np.bool_, st.tuples(st.integers(1, 8), st.integers(1, 40))))
    def test_any_small_picture_comes_back(self, face: Face, dark: npt.NDArray[np.bool_]) -> None:
        data = zpl.render([spotted(dark)], face, title="")
        assert (dark == (raster.zpl_gray(data) == 0)).all()

    @pytest.mark.parametrize("dots", [4, 8, 76, 80, 84, 1600, 1604, 1676, 1680, 3276, 3280, 5000])
    def test_runs_of_every_length_come_back(self, face: Face, dots: int) -> None:
        ends = (Box(0, 0, dots / 203, 1 / 203), Box(dots / 203, 2 / 203, (dots + 3) / 203, 3 / 203))
        page = Page((dots + 3) / 203, 3 / 203, 203, tuple(Rule(box) for box in ends))
        data = zpl.render([page], face, title="")
        assert (png.draw(page, face) == (raster.zpl_gray(data) == 0)).all()


def test_a_white_row_is_told_from_the_end_of_a_full_one(face: Face) -> None:
    dark = np.zeros((4, 16), dtype=np.bool_)
    dark[[0, 3]] = True
    assert b",2,JF00,:JF^FS" in zpl.render([spotted(dark)], face, title="")


def label(body: str) -> bytes:
    return f"^XA^PW16^LL4{body}^XZ".encode("ascii")


def test_the_interpreter_follows_the_programming_guide() -> None:
    # M6 is seven sixes, hB forty B's and vMB 327 of them; a comma fills with white, a colon repeats the row.
    (small,) = zpl_read.labels(label("^FO0,0^GFA,8,8,2,8001,8,:^FS"))
    assert [[0, 0], [0, 15], [2, 0], [3, 0]] == np.argwhere(small).tolist()
    (wide,) = zpl_read.labels(b"^XA^PW1308^LL2^FO0,0^GFA,328,328,164,vMB0hB,^FS^XZ")
    assert [3 * 327, 3 * 40] == wide.sum(axis=1).tolist()


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "no label"),
        (b"^FO1,1", "outside a label"),
        (b"^XA^PW8^LL8", "does not end"),
        (label("~JR"), "not ZPL that we write"),
        (label("junk"), "says nothing"),
        (label("^JUS"), "never says"),
        (label("^MMC"), "never says"),
        (label("^FDtext"), "never says"),
        (label("^LH9,9"), "never says"),
        (label("^FWR"), "never says"),
        (label("^BXN,5,200"), "never says"),
        (label("^GFB,2,2,1,ab"), "says nothing"),
        (label("^GFA,2,2,1,FF"), "came out as 1"),
        (label("^GFA,2,2,1,FFF"), "says nothing"),
        (label("^GFA,2,2,1,FFxx"), "says nothing"),
        (label("^GFA,2,2,0,"), "bytes"),
        (label("^FO1"), "says nothing"),
        ("^XA^FXé^FS^XZ".encode(), "no ASCII"),
    ],
)
def test_what_we_never_write_is_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        zpl_read.labels(data)


def test_what_runs_over_the_label_is_cut() -> None:
    (dark,) = zpl_read.labels(label("^FO12,3^GFA,2,2,1,FFFF^FS"))
    assert ((4, 16), 4) == (dark.shape, int(dark.sum()))
