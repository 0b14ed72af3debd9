import dataclasses
import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fixtures.handplaced import Pixels, Wish, place
from indicia.errors import CredentialError, ExitCode, InputError, UsageError
from indicia.spec.kinds import Verdict
from verify import Answer, ErrorAnswer, Verifier
from verify.stopwatch import Clock

DAY = dt.date(2005, 6, 15)


@pytest.fixture
def verifier(trust: Path) -> Verifier:
    return Verifier(trust, DAY)


def ticking() -> Clock:
    """A clock that moves one second at each look."""
    seconds = itertools.count()
    return lambda: float(next(seconds))


def test_pixels_in_memory_with_their_resolution(verifier: Verifier, picture: Pixels) -> None:
    answer = verifier.verify(picture, dpi=300)
    assert (Verdict.ACCEPTABLE, ()) == (answer.verdict, answer.reasons)
    assert answer.file is None


def test_a_file_and_its_pixels_have_the_same_answer(verifier: Verifier, picture: Pixels, letter_file: Path) -> None:
    from_file = verifier.verify(letter_file).as_dict()
    from_pixels = verifier.verify(picture, dpi=300).as_dict()
    assert str(letter_file) == from_file["file"]
    assert from_pixels["findings"] == from_file["findings"]
    assert from_pixels["indicia"] == from_file["indicia"]


def test_colour_pixels_are_taken_too(verifier: Verifier, picture: Pixels) -> None:
    assert Verdict.ACCEPTABLE is verifier.verify(np.dstack([picture] * 3), dpi=300).verdict


def test_the_day_may_be_written(trust: Path, picture: Pixels) -> None:
    late = Verifier(trust, "2005-06-16").verify(picture, dpi=300)
    assert ("604.4.8.13-complete",) == late.reasons


def test_the_same_input_has_the_same_bytes(verifier: Verifier, letter_file: Path, trust: Path) -> None:
    first = verifier.verify(letter_file).json()
    assert first == verifier.verify(letter_file).json()
    assert first == Verifier(trust, DAY).verify(letter_file).json()


@pytest.mark.parametrize(
    ("wish", "rule"),
    [
        ({"lettering_right": 0.2}, "604.4.8.3-right-edge"),
        ({"lettering_top": 0.2}, "604.4.8.3-top-edge"),
        ({"fim_right": 2.3}, "604.4.8.3-fim-position"),
    ],
)
def test_a_picture_that_breaks_one_rule_is_refused_by_it(
    verifier: Verifier, office: Any, wish: dict[str, Any], rule: str
) -> None:
    page = place(dataclasses.replace(Wish(data=office.message(), dpi=300), **wish))
    answer = verifier.verify(page.pixels, dpi=300)
    assert (Verdict.UNACCEPTABLE, rule) == (answer.verdict, answer.reasons[0])


def test_many_keep_their_order_and_an_unreadable_one_its_place(
    verifier: Verifier, picture: Pixels, letter_file: Path, tmp_path: Path
) -> None:
    (broken := tmp_path / "broken.png").write_bytes(b"no picture")
    answers = list(verifier.verify_many([letter_file, broken, picture, tmp_path / "absent.png"]))
    assert [Answer, ErrorAnswer, Answer, ErrorAnswer] == [type(answer) for answer in answers]
    assert [str(letter_file), str(broken), None] == [answer.file for answer in answers[:3]]


def test_many_are_worked_out_as_they_are_asked_for(verifier: Verifier, picture: Pixels) -> None:
    endless = verifier.verify_many(itertools.repeat(picture))
    assert 2 == len(list(itertools.islice(endless, 2)))


def test_every_page_of_a_file_is_answered(verifier: Verifier, picture: Pixels, tmp_path: Path) -> None:
    page = Image.fromarray(picture)
    blank = Image.new("L", page.size, 255)
    path = tmp_path / "pages.tif"
    page.save(path, save_all=True, append_images=[blank, page], dpi=(300, 300), compression="tiff_lzw")
    answers = list(verifier.verify_pages(path))
    assert [1, 2, 3] == [answer.page for answer in answers]
    assert [(), ("no-indicium",), ()] == [answer.reasons for answer in answers]
    assert answers[0].json() == verifier.verify(path).json()


def test_stages_are_timed_when_a_clock_is_given(trust: Path, letter_file: Path) -> None:
    times = Verifier(trust, DAY, clock=ticking()).verify(letter_file).timing_ms
    assert times is not None
    assert {"load", "read", "judge", "total"} <= set(times)
    assert times["total"] == pytest.approx(sum(ms for stage, ms in times.items() if stage != "total"))


def test_without_a_clock_there_are_no_times(verifier: Verifier, letter_file: Path) -> None:
    assert "timing_ms" not in verifier.verify(letter_file).as_dict()


def test_a_failure_inside_costs_one_input_only(
    verifier: Verifier, picture: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("somewhere deep")

    monkeypatch.setattr("verify.pipeline.observe", fails)
    (answer,) = verifier.verify_many([picture])
    assert ExitCode.INTERNAL is answer.exit_code


def test_one_unreadable_file_alone_raises(verifier: Verifier, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.png"):
        verifier.verify(tmp_path / "absent.png")


@pytest.mark.parametrize("pixels", [np.zeros((4, 4, 7), np.uint8), np.zeros((0, 0), np.uint8), np.zeros((9, 9))])
def test_an_array_that_is_no_picture_is_refused(verifier: Verifier, pixels: Any) -> None:
    with pytest.raises(InputError):
        verifier.verify(pixels)


def test_a_trust_directory_without_a_root_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CredentialError, match=r"ca\.pem"):
        Verifier(tmp_path, DAY)


@pytest.mark.parametrize(
    "wrong",
    [{"on": "yesterday"}, {"facing": "magic"}, {"policy": "dmm-1999"}, {"size": "huge"}, {"size": (0.0, 4.0)}],
)
def test_values_that_cannot_be_meant_are_refused(trust: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Verifier(trust, **{"on": DAY} | wrong)


@pytest.mark.parametrize("size", ["#10", "9.5x4.125", (9.5, 4.125)])
def test_a_known_size_gives_the_scale(trust: Path, picture: Pixels, size: Any) -> None:
    seen = Verifier(trust, DAY, size=size).verify(picture).seen
    assert seen.mailpiece is not None
    assert 9.5 == pytest.approx(seen.mailpiece.width.value, abs=0.01)
