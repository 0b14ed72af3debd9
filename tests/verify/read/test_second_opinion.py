"""A second opinion by Tesseract: when it is there it reads the run, when not it says what to install."""

import numpy as np
import pytest

from fixtures.lettering import scan, set_lines
from fixtures.printscan import Look
from indicia.faces import default_cache, default_search, find_face
from verify.read import second_opinion
from verify.read.lettering import read_lettering


@pytest.fixture(autouse=True)
def fresh() -> None:
    second_opinion.missing.cache_clear()


def test_a_missing_package_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "tesserocr", None)
    assert "indicia[ocr]" in (second_opinion.missing() or "")


def test_a_run_is_read_again() -> None:
    if second_opinion.missing():
        pytest.skip(second_opinion.missing() or "")
    face = find_face(None, default_search(), default_cache())
    seen = scan(set_lines(face, [("US POSTAGE", 12.0, True)]), np.random.default_rng(3), Look())
    (text,) = read_lettering(seen.plane, [seen.region], face, levels=seen.levels)
    assert "US POSTAGE" == second_opinion.second_opinion(seen.plane, text)
