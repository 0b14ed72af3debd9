"""Evidence of pages as perfect eyes see them, with one thing changed."""

from dataclasses import replace

import pytest

from fixtures.cases import case_of
from fixtures.mutations.bench import Bench
from fixtures.mutations.marks import added, restyled
from fixtures.sight import blurred, sight, together
from indicia.faces import Face
from indicia.rulebook.evidence import Quantity
from indicia.spec.kinds import Role
from verify.evidence.content import content_evidence
from verify.evidence.permit import unmetered_evidence
from verify.evidence.reply import reply_evidence
from verify.evidence.special import special_evidence
from verify.seen import Seen, TextSeen


@pytest.fixture(scope="module")
def bench(face: Face) -> Bench:
    return Bench(face)


def without(seen: Seen, word: str) -> Seen:
    return replace(seen, texts=tuple(text for text in seen.texts if word not in text.string))


def moved(text: TextSeen, dx: float, dy: float) -> TextSeen:
    glyphs = tuple(replace(glyph, box=glyph.box.moved(dx, dy)) for glyph in text.glyphs)
    return replace(text, box=text.box.moved(dx, dy), glyphs=glyphs)


@pytest.mark.parametrize(("size_pt", "is_told"), [(3.3, False), (8.0, True)])
def test_a_line_that_was_not_read_is_a_question_of_its_size_where_it_is_low(
    bench: Bench, size_pt: float, is_told: bool
) -> None:
    seen = sight(restyled(bench.base("permit-optional"), Role.PERMIT_NUMBER, size_pt=size_pt))
    found = unmetered_evidence(case_of(without(seen, "PERMIT")))
    assert is_told is (found[Quantity.PERMIT_PT].value is not None)


def test_a_small_line_that_was_read_is_told_by_its_size(bench: Bench) -> None:
    seen = sight(restyled(bench.base("permit-optional"), Role.PERMIT_NUMBER, size_pt=3.3))
    assert unmetered_evidence(case_of(seen))[Quantity.PERMIT_PT].value == pytest.approx(3.3, abs=0.1)


@pytest.mark.parametrize(("gap", "is_its_own"), [(0.1, True), (0.45, True), (0.6, False)])
def test_a_symbol_without_words_in_the_clear_zone_of_a_redate_is_its_own(
    bench: Bench, gap: float, is_its_own: bool
) -> None:
    layout = bench.base("ibi-letter-zero")
    zero = sight(layout, bytes.fromhex("50") + bytes(112))
    redate = sight(bench.base("redate-pc-postage"))
    (words,), (symbol,) = redate.indicia, zero.symbols
    dx, dy = words.box.left - gap - symbol.box.right, words.box.top - symbol.box.top
    beside = replace(symbol, box=symbol.box.moved(dx, dy))
    alone = replace(zero.indicia[0], box=beside.box, parts=(beside.box,))
    lone = replace(zero, symbols=(beside,), indicia=(alone,), texts=(), fim=None)
    page = together(redate, lone)
    case = next(case for case in (case_of(page, 0), case_of(page, 1)) if case.one.redates)
    assert is_its_own is special_evidence(case)[Quantity.REDATE_SYMBOL].value


@pytest.mark.parametrize(("confidence", "words"), [(1.0, "MAILED FROM"), (0.3, None)])
def test_words_before_a_zip_code_count_where_they_are_sure(bench: Bench, confidence: float, words: str | None) -> None:
    layout = added(bench.base("ibi-letter-10"), "MAILED FROM", Role.OTHER)
    seen = blurred(sight(layout), confidence, "MAILED")
    assert words == content_evidence(case_of(seen))[Quantity.MAILED_FROM_WORDS].value


def test_a_legend_beside_the_address_is_not_above_it(bench: Bench) -> None:
    seen = sight(bench.base("reply-meter"))
    above = reply_evidence(case_of(seen))[Quantity.LEGEND_ABOVE].value
    legend = [text for text in seen.texts if "POSTAGE" in text.string and text.box.top > 1.5]
    texts = tuple(moved(text, -2.3, 0.5) if text in legend else text for text in seen.texts)
    low = reply_evidence(case_of(replace(seen, texts=texts)))[Quantity.LEGEND_ABOVE].value
    assert isinstance(above, float)
    assert isinstance(low, float)
    assert low < 0 < above
