"""The reserved zones as boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.geometry import Box
from verify.zones import Zone, zone_boxes


class TestZones:
    """Distances of the zones are from the nearest named edge, whatever the size of the piece."""

    def test_of_a_number_10(self) -> None:
        boxes = zone_boxes(9.5, 4.125)
        assert Box(6.5, 0.0, 7.75, 0.625) == boxes[Zone.FIM]
        assert Box(4.75, 3.5, 9.5, 4.125) == boxes[Zone.BARCODE]
        assert Box(0.5, 1.375, 9.0, 3.5) == boxes[Zone.OCR]

    @given(st.floats(5.0, 11.5), st.floats(3.5, 6.125))
    def test_they_lie_on_every_letter_and_meet_only_at_edges(self, width: float, height: float) -> None:
        boxes = zone_boxes(width, height)
        page = Box(0.0, 0.0, width, height)
        assert all(page.contains(box) for box in boxes.values())
        assert 0.0 == pytest.approx(boxes[Zone.OCR].intrusion(boxes[Zone.BARCODE]))
        assert 0.0 == boxes[Zone.FIM].intrusion(boxes[Zone.OCR])
