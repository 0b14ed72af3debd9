import pytest

from indicia.geometry import Box
from indicia.layout.marks import Frame

BOX = Box(1.0, 1.0, 3.0, 2.0)


@pytest.mark.parametrize("line", [0.01, 0.5])
def test_a_line_up_to_half_of_the_shorter_side_fits(line: float) -> None:
    assert line == Frame(BOX, line).line


@pytest.mark.parametrize("line", [0.0, -0.01, 0.51])
def test_a_line_that_does_not_fit_inside_is_refused(line: float) -> None:
    with pytest.raises(ValueError, match="does not fit inside"):
        Frame(BOX, line)
