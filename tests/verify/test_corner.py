"""The lower left corner, where redates are looked for: ink that its border cuts is ink all the same."""

import dataclasses
from typing import Any

import pytest

from fixtures.handplaced import Wish, place
from indicia.geometry import Box
from indicia.spec import placement
from tests.verify.conftest import DAY, DPI
from verify import Verifier


@pytest.mark.parametrize("inside", [0.005, 0.013, 0.027, 0.04, 0.06])
def test_ink_that_reaches_into_the_corner_is_no_stumbling_block(trust: Any, office: Any, inside: float) -> None:
    wish = Wish(data=office.message(), dpi=int(DPI))
    top = wish.height - placement.OCR_BOTTOM_FROM_BOTTOM
    reaching = (Box(1.0, top - 0.5, 2.0, top + inside), Box(3.0, top - 0.5, 3.02, top + inside))
    page = place(dataclasses.replace(wish, extra=reaching))
    assert Verifier(trust, DAY).verify(page.pixels, dpi=DPI).seen.mailpiece is not None
