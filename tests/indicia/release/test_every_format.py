"""Every format is released only after it was read back, and refused before anything is paid for."""

import pytest

from indicia.errors import UsageError
from indicia.psd.records import IssueState
from indicia.render.formats import FORMATS
from tests.indicia.release.conftest import FUNDS, Desk, order_of, pixels, symbols


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_released_says_the_logged_message(desk: Desk, suffix: str, dpi: int) -> None:
    file = desk.folder / f"label{suffix}"
    desk.print(file, order_of("ibi-label-4x6"), dpi=dpi)
    (found,) = symbols(pixels(file, dpi))
    assert (desk.entry().message, [IssueState.RELEASED]) == (found.bytes, desk.states())


def test_dots_that_no_print_head_has_cost_nothing(desk: Desk) -> None:
    with pytest.raises(UsageError, match="no thermal print head has 400"):
        desk.print(desk.folder / "label.zpl", order_of("ibi-label-4x6"), dpi=400)
    assert ([], []) == (desk.states(), desk.names())
    assert FUNDS == desk.psd.registers().descending
