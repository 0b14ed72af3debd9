"""Hand-made pages through the rulebook: one changed fact, one rule."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from indicia.geometry import Box, union
from indicia.spec.kinds import Edition, Facing, FimKind, Shape, Verdict
from verify.answer import Answer
from verify.seen import IndiciumSeen, Measured, Seen

Judge = Callable[..., Answer]
Says = Callable[..., Seen]
DAY = dt.date(2005, 6, 15)


def outcome(answer: Answer) -> tuple[Verdict, tuple[str, ...]]:
    return answer.verdict, answer.reasons


def unacceptable(*rules: str) -> tuple[Verdict, tuple[str, ...]]:
    return Verdict.UNACCEPTABLE, rules


def undetermined(*rules: str) -> tuple[Verdict, tuple[str, ...]]:
    return Verdict.UNDETERMINED, rules


ACCEPTABLE = (Verdict.ACCEPTABLE, ())


def with_mark(seen: Seen, **changes: Any) -> Seen:
    return replace(seen, indicia=(replace(seen.indicia[0], **changes),))


def with_piece(seen: Seen, **changes: Any) -> Seen:
    assert seen.mailpiece is not None
    return replace(seen, mailpiece=replace(seen.mailpiece, **changes))


def with_fim(seen: Seen, **changes: Any) -> Seen:
    assert seen.fim is not None
    return replace(seen, fim=replace(seen.fim, **changes))


def moved(mark: IndiciumSeen, dx: float, dy: float) -> dict[str, Any]:
    parts = tuple(part.moved(dx, dy) for part in mark.parts)
    return {"parts": parts, "box": union(parts)}


def test_a_lawful_letter_is_acceptable(judge: Judge, letter: Seen) -> None:
    assert ACCEPTABLE == outcome(judge(letter))


def test_a_lawful_label_is_acceptable(judge: Judge, label: Seen) -> None:
    assert ACCEPTABLE == outcome(judge(label))


def test_these_rules_speak_of_a_letter_seen_by_a_scanner(judge: Judge, letter: Seen) -> None:
    expected = """
        604.4.8.3-upper-right 604.4.8.3-right-edge 604.4.8.3-top-edge 604.4.8.3-fim-zone
        604.4.8.3-barcode-zone 604.4.8.3-ocr-zone 604.4.8.3-parallel 604.4.8.3-longest
        604.4.8.4-b-clear-left 604.4.8.4-b-clear-below 604.4.7.1-positive 604.4.8.5-symbol
        604.4.8.3-fim-position 604.4.8.10-fim-d 604.4.8.10-fim-kind 604.4.8.10-fim-format
        no-indicium 604.4.8.2-scannable mirrored payload-malformed certificate-unknown
        signature-unsupported-algorithm certificate-not-yet-valid certificate-expired certificate-revoked
        signature-invalid policy.imi-2025 604.4.8.13-complete
    """
    assert set(expected.split()) == {one.finding.row.id for one in judge(letter).findings}


class TestPlacement:
    def test_too_near_the_right_edge(self, judge: Judge, letter: Seen) -> None:
        mark = letter.indicia[0]
        block = Box(7.85, 0.25, 9.27, 1.0)
        seen = with_mark(letter, parts=(mark.parts[0], block), box=union((mark.parts[0], block)))
        assert unacceptable("604.4.8.3-right-edge") == outcome(judge(seen))

    def test_exactly_at_the_limit_within_the_uncertainty_passes_and_says_so(self, judge: Judge, letter: Seen) -> None:
        answer = judge(letter)
        (edge,) = [f.finding for f in answer.findings if f.finding.row.id == "604.4.8.3-right-edge"]
        assert ("pass", True) == (edge.outcome.value, edge.marginal)

    def test_too_near_the_top_edge(self, judge: Judge, letter: Seen) -> None:
        seen = with_mark(letter, **moved(letter.indicia[0], 0.0, -0.05))
        assert unacceptable("604.4.8.3-top-edge") == outcome(judge(seen))

    def test_ink_in_the_fim_zone(self, judge: Judge, letter: Seen) -> None:
        block = Box(7.7, 0.25, 9.25, 1.0)
        parts = (letter.indicia[0].parts[0], block)
        assert unacceptable("604.4.8.3-fim-zone") == outcome(judge(with_mark(letter, parts=parts)))

    def test_ink_in_the_barcode_zone(self, judge: Judge, letter: Seen) -> None:
        seen = with_piece(letter, height=Measured(3.5, 0.004), width=Measured(9.5, 0.004))
        parts = (Box(4.9, 0.25, 5.78, 1.13), Box(5.0, 2.6, 6.0, 3.0))
        answer = judge(with_mark(seen, parts=parts))
        assert unacceptable("604.4.8.3-barcode-zone") == outcome(answer)

    def test_ink_in_the_ocr_area_decides_on_a_number_10(self, judge: Judge, letter: Seen) -> None:
        parts = (letter.indicia[0].parts[0], Box(7.85, 0.25, 9.25, 1.45))
        seen = with_mark(letter, parts=parts, box=union(parts))
        assert unacceptable("604.4.8.3-ocr-zone") == outcome(judge(seen))

    def test_ink_in_the_ocr_area_warns_on_a_lower_piece(self, judge: Judge, letter: Seen) -> None:
        seen = with_piece(letter, height=Measured(3.625, 0.004))
        answer = judge(seen)
        assert ACCEPTABLE == outcome(answer)
        assert ["fail"] == [
            f.finding.outcome.value for f in answer.findings if f.finding.row.id == "604.4.8.3-ocr-zone"
        ]

    def test_a_label_alone_has_no_zones(self, judge: Judge, letter: Seen) -> None:
        block = Box(7.7, 0.25, 9.25, 1.0)
        seen = with_piece(with_mark(letter, parts=(letter.indicia[0].parts[0], block)), shape=Shape.PARCEL)
        answer = judge(replace(seen, fim=None))
        assert ACCEPTABLE == outcome(answer)
        assert not [f for f in answer.findings if f.finding.row.id.endswith("-zone")]

    def test_the_lower_left_corner_is_not_the_upper_right(self, judge: Judge, letter: Seen) -> None:
        seen = with_piece(with_mark(letter, **moved(letter.indicia[0], -5.2, 2.5)), shape=Shape.FLAT)
        assert unacceptable("604.4.8.3-upper-right") == outcome(judge(replace(seen, fim=None)))

    def test_turned_against_the_address(self, judge: Judge, letter: Seen) -> None:
        seen = with_mark(letter, address_angle=Measured(-7.0, 0.5))
        assert unacceptable("604.4.8.3-parallel") == outcome(judge(seen))

    def test_higher_than_wide(self, judge: Judge, label: Seen) -> None:
        parts = (label.indicia[0].parts[0], Box(2.6, 1.25, 3.7, 2.9))
        tall = (parts[0].moved(0.3, 0.0), parts[1])
        assert unacceptable("604.4.8.3-longest") == outcome(judge(with_mark(label, parts=tall, box=union(tall))))

    @pytest.mark.parametrize("side", ["clear_left", "clear_below"])
    def test_matter_of_unknown_origin_in_the_clear_zone_leaves_a_question(
        self, judge: Judge, letter: Seen, side: str
    ) -> None:
        seen = with_mark(letter, intruders=(Box(4.0, 0.3, 5.2, 0.5),), **{side: Measured(0.2, 0.004)})
        rule = f"604.4.8.4-b-{side.replace('_', '-')}"
        assert undetermined(rule) == outcome(judge(seen))

    def test_without_a_scale_nothing_is_measured(self, judge: Judge, letter: Seen) -> None:
        answer = judge(replace(letter, mailpiece=None, fim=None, indicia=()))
        assert Verdict.UNDETERMINED is answer.verdict
        assert {"604.4.8.3-upper-right", "604.4.8.3-right-edge", "604.4.8.3-top-edge"} < set(answer.reasons)
        assert answer.indicia[0].signature.value == "valid"

    def test_a_right_edge_outside_the_picture_is_an_open_question(self, judge: Judge, letter: Seen) -> None:
        answer = judge(with_piece(letter, cut_off=frozenset({"right"})))
        assert Verdict.UNDETERMINED is answer.verdict
        assert "604.4.8.3-right-edge" in answer.reasons
        assert "604.4.8.3-top-edge" not in answer.reasons

    def test_a_mirrored_piece(self, judge: Judge, letter: Seen) -> None:
        assert unacceptable("mirrored") == outcome(judge(with_piece(letter, mirrored=True)))


class TestFim:
    @pytest.mark.parametrize(
        ("changes", "rule"),
        [
            ({"right": Measured(2.2, 0.004)}, "604.4.8.3-fim-position"),
            ({"top": Measured(0.2, 0.004)}, "604.4.8.3-fim-position"),
            ({"kind": FimKind.B}, "604.4.8.10-fim-kind"),
            ({"bar_width": Measured(0.045, 0.002)}, "604.4.8.10-fim-format"),
            ({"slant_deg": Measured(-6.0, 0.2)}, "604.4.8.10-fim-format"),
            ({"prd": 0.1}, "604.4.8.10-fim-format"),
            ({"box": Box(6.97, 0.03, 7.5, 0.43)}, "604.4.8.10-fim-format"),
        ],
    )
    def test_a_fim_that_is_not_as_708_9_asks(
        self, judge: Judge, letter: Seen, changes: dict[str, Any], rule: str
    ) -> None:
        assert unacceptable(rule) == outcome(judge(with_fim(letter, **changes)))

    def test_bars_that_run_over_the_edge_are_not_too_short(self, judge: Judge, letter: Seen) -> None:
        seen = with_fim(letter, top=Measured(0.0, 0.004), box=Box(6.97, 0.0, 7.5, 0.45))
        assert ACCEPTABLE == outcome(judge(seen))

    def test_a_missing_fim_does_not_stand_in_the_way(self, judge: Judge, letter: Seen) -> None:
        answer = judge(replace(letter, fim=None))
        assert ACCEPTABLE == outcome(answer)
        (finding,) = [f.finding for f in answer.findings if f.finding.row.id == "604.4.8.10-fim-d"]
        assert "undetermined" == finding.outcome.value

    def test_a_missing_fim_fails_when_nothing_fluoresces(self, judge: Judge, letter: Seen) -> None:
        answer = judge(replace(letter, fim=None), facing=Facing.FIM)
        assert unacceptable("604.4.8.10-fim-d") == outcome(answer)

    @pytest.mark.parametrize("facing", [Facing.FLUORESCENT_INK, Facing.LABEL])
    def test_a_piece_faced_otherwise_needs_no_fim(self, judge: Judge, letter: Seen, facing: Facing) -> None:
        answer = judge(replace(letter, fim=None), facing=facing)
        assert not [f for f in answer.findings if f.finding.row.id == "604.4.8.10-fim-d"]

    def test_a_fim_does_not_belong_on_a_flat(self, judge: Judge, letter: Seen) -> None:
        flat = with_piece(letter, shape=Shape.FLAT)
        assert unacceptable("604.4.8.10-no-fim-flat") == outcome(judge(flat))


class TestPeriod:
    @pytest.mark.parametrize("on", [dt.date(2005, 6, 14), dt.date(2005, 6, 16)])
    def test_another_day_is_outside_the_period(self, judge: Judge, letter: Seen, on: dt.date) -> None:
        assert unacceptable("604.4.8.13-complete") == outcome(judge(letter, on=on))

    def test_after_the_last_collection_the_next_days_date_is_lawful(self, judge: Judge, letter: Seen) -> None:
        answer = judge(letter, on=dt.date(2005, 6, 14), after_last_collection=True)
        assert ACCEPTABLE == outcome(answer)

    def test_month_and_year_after_the_third(self, judge: Judge, says: Says) -> None:
        answer = judge(says(mailing_date=20050600), on=dt.date(2005, 7, 4))
        assert unacceptable("604.4.8.13-month-year") == outcome(answer)

    def test_an_undated_piece_goes_on_any_day(self, judge: Judge, says: Says) -> None:
        answer = judge(says(mailing_date=0), on=dt.date(2005, 12, 1))
        assert ACCEPTABLE == outcome(answer)
        assert "604.4.8.13-any" in {f.finding.row.id for f in answer.findings}

    def test_the_withdrawal_of_2025_warns_by_the_edition_of_2005(self, judge: Judge, says: Says) -> None:
        seen = says(mailing_date=20250701)
        on = dt.date(2025, 7, 1)
        assert ACCEPTABLE == outcome(judge(seen, on=on))
        assert unacceptable("policy.imi-2025") == outcome(judge(seen, on=on, policy=Edition.CURRENT))

    def test_a_piece_without_value_is_of_unknown_purpose(self, judge: Judge, says: Says) -> None:
        answer = judge(says(amount=0))
        assert answer.indicia[0].purpose is None
        assert Verdict.UNACCEPTABLE is not answer.verdict


class TestPages:
    def test_a_page_without_an_indicium_is_undetermined(self, judge: Judge, letter: Seen) -> None:
        assert undetermined("no-indicium") == outcome(judge(replace(letter, symbols=(), indicia=(), fim=None)))

    def test_a_fim_d_without_a_readable_symbol_is_unscannable_postage(self, judge: Judge, letter: Seen) -> None:
        assert unacceptable("604.4.8.2-scannable") == outcome(judge(replace(letter, symbols=(), indicia=())))

    @pytest.mark.parametrize("kind", sorted(set(FimKind) - {FimKind.D}))
    def test_another_fim_says_nothing_of_postage(self, judge: Judge, letter: Seen, kind: FimKind) -> None:
        page = replace(with_fim(letter, kind=kind), symbols=(), indicia=())
        assert undetermined("no-indicium") == outcome(judge(page))

    def test_another_posts_mark_is_listed_and_is_no_indicium(self, judge: Judge, says: Says) -> None:
        answer = judge(replace(says(b"DEA*1234567890"), fim=None))
        assert undetermined("no-indicium") == outcome(answer)
        assert 1 == len(answer.as_dict()["symbols"])

    def test_of_two_indicia_each_is_judged_and_the_findings_say_which(
        self, judge: Judge, letter: Seen, office: Any
    ) -> None:
        forged = bytearray(office.message(ascending_register=12_710))
        forged[-1] ^= 1
        second = replace(letter.symbols[0], data=bytes(forged))
        second = replace(second, box=second.box.moved(-1.5, 0.0))
        marks = (letter.indicia[0], replace(letter.indicia[0], symbol=1))
        answer = judge(replace(letter, symbols=(letter.symbols[0], second), indicia=marks))
        assert unacceptable("signature-invalid") == outcome(answer)
        failed = [f for f in answer.as_dict()["findings"] if f["status"] == "fail"]
        assert [("signature-invalid", 1)] == [(f["rule"], f["indicium"]) for f in failed]
