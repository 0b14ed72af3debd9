"""The FIM of a page as evidence."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from indicia.rulebook.evidence import Measurement, Quantity
from verify.evidence.fim import fim_evidence
from verify.measure.reflectance import UNCALIBRATED_UNCERTAINTY
from verify.seen import Measured, Seen


def cut(seen: Seen, edges: Iterable[str]) -> Seen:
    assert seen.mailpiece is not None
    return replace(seen, mailpiece=replace(seen.mailpiece, cut_off=frozenset(edges)))


def test_its_quantities(letter: Seen) -> None:
    found = fim_evidence(letter)
    assert Measurement("D") == found[Quantity.FIM_KIND]
    assert Measurement(2.0, 0.004) == found[Quantity.FIM_RIGHT]
    height = found[Quantity.FIM_BAR_HEIGHT]
    assert (0.6, 0.008) == pytest.approx((height.value, height.uncertainty))
    assert UNCALIBRATED_UNCERTAINTY == found[Quantity.FIM_PRD].uncertainty


def test_bars_that_run_over_the_edge_have_no_height(letter: Seen) -> None:
    assert letter.fim is not None
    seen = replace(letter, fim=replace(letter.fim, top=Measured(0.0, 0.004)))
    assert Quantity.FIM_BAR_HEIGHT not in fim_evidence(seen)


def test_slant_has_no_sign(letter: Seen) -> None:
    assert letter.fim is not None
    seen = replace(letter, fim=replace(letter.fim, slant_deg=Measured(-3.0, 0.2)))
    assert Measurement(3.0, 0.2) == fim_evidence(seen)[Quantity.FIM_SLANT]


def test_none_is_evidence_too(letter: Seen) -> None:
    assert {Quantity.FIM_PRESENT: Measurement(False)} == fim_evidence(replace(letter, fim=None))


def test_none_where_the_picture_ends_is_a_question(letter: Seen) -> None:
    found = fim_evidence(cut(replace(letter, fim=None), ["top"]))
    assert found[Quantity.FIM_PRESENT].value is None


def test_without_a_scale_nothing_is_said(letter: Seen) -> None:
    assert {} == fim_evidence(replace(letter, mailpiece=None))


def test_its_place_hangs_on_the_edges(letter: Seen) -> None:
    found = fim_evidence(cut(letter, ["right"]))
    assert found[Quantity.FIM_RIGHT].value is None
    assert found[Quantity.FIM_TOP].value is not None
