"""Judging without pixels: what perfect eyes see of lawful and of mutated layouts, of pieces and their two sides."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.mutations.bases import BASES
from fixtures.mutations.bench import Bench, Specimen
from fixtures.mutations.catalogue import MUTATIONS
from fixtures.mutations.mutation import Mutation
from fixtures.mutations.pieces import Press
from fixtures.mutations.trials import bases, printed, seen_by_pixels
from fixtures.mutations.unseen import UNSEEN
from fixtures.sight import blurred
from indicia.faces import Face
from indicia.rulebook.judge import refusals
from indicia.rulebook.row import Outcome
from indicia.spec.kinds import Purpose, Technology, Verdict
from verify.answer import Answer
from verify.options import Options
from verify.seen import Seen
from verify.verdict import Court

ACCEPTABLE = (Verdict.ACCEPTABLE, ())
SEEN = [mutation for mutation in seen_by_pixels() if mutation.turned_deg is None]
"""But for those that are turned on paper: layouts are upright."""


@pytest.fixture(scope="module")
def press(face: Face, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(Bench(face), tmp_path_factory.mktemp("provider"))


Sides = Callable[[str], tuple[Seen, ...]]


@pytest.fixture
def sides(press: Press) -> Sides:
    """What a lawful piece shows, side by side."""
    return lambda name: press.seen(Specimen(press.bench.base(name)), press.bench.base(name))


def judged(press: Press, seen: tuple[Seen, ...], on: dt.date, **options: object) -> list[Answer]:
    court = Court.of(press.trust, Options(on=on, **options))  # type: ignore[arg-type] # options by name
    if len(seen) == 2:
        return list(court.answers(seen[0], seen[1], names=[(None, 1), (None, 2)]))
    return [court.answer(page) for page in seen]


def day(press: Press, name: str) -> dt.date:
    base = press.bench.base(name)
    return press.day(Specimen(base), base)


def outcome(answer: Answer) -> tuple[Verdict, tuple[str, ...]]:
    return answer.verdict, answer.reasons


@pytest.mark.parametrize("name", sorted(bases()))
def test_a_lawful_piece_is_acceptable(press: Press, sides: Sides, name: str) -> None:
    answers = judged(press, sides(name), day(press, name))
    assert [ACCEPTABLE] * len(answers) == [outcome(answer) for answer in answers]


@pytest.mark.parametrize("name", sorted(bases()))
def test_kind_and_purpose_are_told_from_the_lettering(press: Press, sides: Sides, name: str) -> None:
    asked = press.bench.base(name).job.order.indicium
    answers = judged(press, sides(name), day(press, name))
    # No picture tells which technology an ink jet printer's line goes with.
    kind = Technology.DIGITAL if asked.ink_jet is not None else asked.technology
    assert (kind, asked.purpose) in {(one.kind, one.purpose) for answer in answers for one in answer.indicia}


def flagged(press: Press, mutation: Mutation) -> Iterator[Outcome]:
    specimen, lawful = printed(mutation, press)
    for answer in judged(press, press.seen(specimen, lawful), press.day(specimen, lawful)):
        yield from (one.finding.outcome for one in answer.findings if one.finding.row.id == mutation.rule)


@pytest.mark.parametrize("mutation", SEEN, ids=lambda m: f"{m.key}-{m.quantity.name}-{m.what}")
def test_a_mutant_is_flagged_by_its_row(press: Press, mutation: Mutation) -> None:
    assert set(flagged(press, mutation)) & {Outcome.FAIL, Outcome.UNDETERMINED}


def test_whatever_is_excepted_is_a_mutant_of_the_catalogue() -> None:
    assert set() == set(UNSEEN) - {(mutation.key, mutation.quantity) for mutation in MUTATIONS}


class TestTwoSides:
    """A redate overleaf finds its original, and its day counts (DMM 604.4.9.1)."""

    NAME = "redate-pc-postage"

    def test_alone_a_redate_pays_for_nothing(self, press: Press, sides: Sides) -> None:
        (answer,) = judged(press, sides(self.NAME)[1:], day(press, self.NAME))
        assert (Verdict.UNDETERMINED, ("no-indicium",)) == outcome(answer)
        assert Purpose.REDATE is answer.indicia[0].purpose

    def test_alone_the_late_original_is_unacceptable(self, press: Press, sides: Sides) -> None:
        (answer,) = judged(press, sides(self.NAME)[:1], day(press, self.NAME))
        assert (Verdict.UNACCEPTABLE, ("604.4.8.13-complete",)) == outcome(answer)

    def test_together_both_are_acceptable_in_either_order(self, press: Press, sides: Sides) -> None:
        seen = sides(self.NAME)
        for pages in (seen, seen[::-1]):
            answers = judged(press, pages, day(press, self.NAME))
            assert [ACCEPTABLE, ACCEPTABLE] == [outcome(answer) for answer in answers]

    def test_on_another_day_than_the_redates_neither_is(self, press: Press, sides: Sides) -> None:
        answers = judged(press, sides(self.NAME), day(press, self.NAME) + dt.timedelta(days=1))
        assert [Verdict.UNACCEPTABLE, Verdict.UNACCEPTABLE] == [answer.verdict for answer in answers]

    def test_a_late_piece_whose_other_side_has_no_redate_needs_one(self, press: Press, sides: Sides) -> None:
        front, back = sides(self.NAME)
        bare = replace(back, indicia=(), texts=())
        first, _ = judged(press, (front, bare), day(press, self.NAME))
        assert "604.4.9.1-needed" in first.reasons

    def test_of_two_redates_none_counts(self, press: Press, sides: Sides) -> None:
        front, back = sides(self.NAME)
        dy = -1.0
        second = tuple(
            replace(
                text,
                box=text.box.moved(0.0, dy),
                glyphs=tuple(replace(glyph, box=glyph.box.moved(0.0, dy)) for glyph in text.glyphs),
            )
            for text in back.texts
        )
        mark = back.indicia[0]
        moved = replace(mark, box=mark.box.moved(0.0, dy), parts=tuple(part.moved(0.0, dy) for part in mark.parts))
        twice = replace(back, texts=(*back.texts, *second), indicia=(mark, moved))
        first, last = judged(press, (front, twice), day(press, self.NAME))
        assert {"604.4.9.1-one", "604.4.8.13-complete"} <= set(first.reasons)
        assert "604.4.9.1-one" in last.reasons

    def test_a_redate_on_the_same_side_counts_too(self, press: Press, sides: Sides) -> None:
        (answer,) = judged(press, sides("redate-meter-address-side"), day(press, "redate-meter-address-side"))
        assert ACCEPTABLE == outcome(answer)
        assert 2 == len(answer.indicia)


class TestLegibility:
    """What is not read for certain refuses nobody; what is not there does."""

    def test_unread_lettering_beside_a_symbol_does_not_stand_in_the_way(self, press: Press, sides: Sides) -> None:
        (seen,) = sides("ibi-letter-10")
        strange = replace(seen, texts=tuple(replace(text, arial=False, string="?" * 3) for text in seen.texts))
        (answer,) = judged(press, (strange,), day(press, "ibi-letter-10"))
        assert ACCEPTABLE == outcome(answer)

    def test_a_missing_element_is_an_open_question_while_words_are_doubtful(self, press: Press, sides: Sides) -> None:
        (seen,) = sides("ibi-letter-10")
        texts = tuple(text for text in seen.texts if text.string != "$0.37")
        doubtful = blurred(replace(seen, texts=texts), 0.3, "PROVIDER")
        findings = {
            one.finding.row.id: one.finding.outcome
            for one in judged(press, (doubtful,), day(press, "ibi-letter-10"))[0].findings
        }
        assert Outcome.UNDETERMINED is findings["604.4.8.5-amount"]

    def test_without_a_symbol_nothing_is_accepted_on_doubtful_words(self, press: Press, sides: Sides) -> None:
        (seen,) = sides("digital-psd-meter")
        (answer,) = judged(press, (blurred(seen, 0.3),), day(press, "digital-psd-meter"))
        assert Verdict.ACCEPTABLE is not answer.verdict

    def test_fim_d_over_lettering_without_a_symbol_is_unscannable_postage(self, press: Press, sides: Sides) -> None:
        (seen,) = sides("ibi-letter-10")
        (mark,) = seen.indicia
        bare = replace(seen, symbols=(), indicia=(replace(mark, symbol=None, parts=mark.parts[1:]),))
        (answer,) = judged(press, (bare,), day(press, "ibi-letter-10"))
        assert Verdict.UNACCEPTABLE is answer.verdict
        assert {"604.4.8.2-scannable", "604.4.8.5-symbol"} <= set(answer.reasons)


class TestCrossChecks:
    @pytest.mark.parametrize(
        ("said", "instead", "rule"),
        [
            ("$0.37", "$0.73", "match-amount"),
            ("JUN 15 2005", "JUN 16 2005", "match-date"),
            ("06926", "10001", "match-zip"),
            ("ZZ010000001001", "ZZ010000001002", "match-serial"),
        ],
    )
    def test_words_that_differ_from_the_message(
        self, press: Press, sides: Sides, said: str, instead: str, rule: str
    ) -> None:
        (seen,) = sides("ibi-letter-10")
        (answer,) = judged(press, (saying(seen, said, instead),), day(press, "ibi-letter-10"))
        assert (Verdict.UNACCEPTABLE, (rule,)) == outcome(answer)

    def test_bars_for_another_destination(self, press: Press, sides: Sides) -> None:
        (seen,) = sides("ibi-letter-10")
        elsewhere = replace(seen, barcodes=tuple(replace(bars, digits="100011234") for bars in seen.barcodes))
        (answer,) = judged(press, (elsewhere,), day(press, "ibi-letter-10"))
        assert (Verdict.UNACCEPTABLE, ("match-destination",)) == outcome(answer)

    def test_only_the_digits_that_both_carry_are_compared(self, press: Press, sides: Sides) -> None:
        (seen,) = sides("ibi-letter-10")
        shorter = replace(seen, barcodes=tuple(replace(bars, digits=bars.digits[:5]) for bars in seen.barcodes))
        assert ACCEPTABLE == outcome(judged(press, (shorter,), day(press, "ibi-letter-10"))[0])

    def test_doubtful_words_that_differ_are_an_open_question(self, press: Press, sides: Sides) -> None:
        (seen,) = sides("ibi-letter-10")
        doubtful = blurred(saying(seen, "06926", "06926".replace("9", "3")), 0.4, "06326")
        (answer,) = judged(press, (doubtful,), day(press, "ibi-letter-10"))
        assert "match-zip" not in {f.row.id for f in refusals([one.finding for one in answer.findings])}


class TestOfficeOfDeposit:
    NAME = "letterpress-postal-marking"

    @pytest.mark.parametrize(
        ("zip_code", "expected"),
        [("06926", Outcome.PASS), ("06901", Outcome.UNDETERMINED), ("10001", Outcome.FAIL)],
    )
    def test_it_is_that_of_the_zip_code_in_the_indicium(
        self, press: Press, sides: Sides, zip_code: str, expected: Outcome
    ) -> None:
        (answer,) = judged(press, sides("ibi-letter-month-year"), day(press, self.NAME), deposit_zip=zip_code)
        assert [expected] == [f.finding.outcome for f in answer.findings if f.finding.row.id == "604.4.10.4-office"]

    def test_single_piece_first_class_mail_may_go_elsewhere(self, press: Press, sides: Sides) -> None:
        (answer,) = judged(press, sides("ibi-letter-10"), day(press, "ibi-letter-10"), deposit_zip="10001")
        assert ACCEPTABLE == outcome(answer)

    def test_without_the_operators_word_nothing_is_said(self, press: Press, sides: Sides) -> None:
        (answer,) = judged(press, sides(self.NAME), day(press, self.NAME))
        assert "604.4.10.4-office" not in {f.finding.row.id for f in answer.findings}


def saying(seen: Seen, said: str, instead: str) -> Seen:
    """The same with other characters in one element of the indicium, each in the place of the old."""
    texts = []
    for text in seen.texts:
        if said in text.string and text.box.top < 1.5 and text.box.left > 4:
            at = text.string.replace(" ", "").index(said.replace(" ", ""))
            fresh = iter(instead.replace(" ", ""))
            length = len(said.replace(" ", ""))
            glyphs = tuple(
                replace(glyph, character=next(fresh)) if at <= n < at + length else glyph
                for n, glyph in enumerate(text.glyphs)
            )
            text = replace(text, string=text.string.replace(said, instead), glyphs=glyphs)  # noqa: PLW2901 - the same line
        texts.append(text)
    return replace(seen, texts=tuple(texts))


def test_bases_without_an_indicium_are_left_out() -> None:
    assert {name for name in BASES if "reply" in BASES[name].order and "-reply" in BASES[name].order} == set(
        BASES
    ) - set(bases())


def test_the_trust_directory_is_the_presss_own(press: Press) -> None:
    assert (Path(press.trust) / "ca.pem").is_file()
