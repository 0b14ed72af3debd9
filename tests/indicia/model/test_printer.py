from pathlib import Path

import pytest

from indicia.errors import InputError
from indicia.model.printer import Margins, Printer, load_printer, read_printer
from indicia.model.problems import RowError

PROFILE = """
name = "Front desk"
dpi = 300
offset_x = 0.02
offset_y = -0.01
scale_x = 0.995
scale_y = 1.002
[unprintable]
left = 0.25
top = 0.125
right = 0.25
bottom = 0.5
"""


def test_a_profile_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(PROFILE)
    margins = Margins(left=0.25, top=0.125, right=0.25, bottom=0.5)
    expected = Printer(
        name="Front desk", dpi=300, offset_x=0.02, offset_y=-0.01, scale_x=0.995, scale_y=1.002, unprintable=margins
    )
    assert expected == load_printer(tmp_path / "desk.toml")


def test_what_was_not_measured_is_taken_as_perfect() -> None:
    printer = read_printer(b'name = "x"\ndpi = 203', "x")
    assert (0.0, 0.0, 1.0, 1.0) == (printer.offset_x, printer.offset_y, printer.scale_x, printer.scale_y)
    assert Margins() == printer.unprintable


def test_every_problem_is_said_at_once_with_what_is_allowed() -> None:
    text = b'dpi = 300.5\nscale_x = 1.03\noffset_y = "0"\ncolour = 1\n[unprintable]\nleft = -1\nmiddle = 1'
    with pytest.raises(RowError, match=r"^desk: ") as caught:
        read_printer(text, "desk")
    found = {problem.path: problem.allowed for problem in caught.value.problems}
    keys = {"name", "dpi", "scale_x", "offset_y", "colour", "unprintable.left", "unprintable.middle"}
    assert keys == set(found)
    assert "input should be less than or equal to 1.02" == found["scale_x"]
    assert "the keys left, top, right, bottom" == found["unprintable.middle"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.toml: No such file"):
        load_printer(tmp_path / "absent.toml")
