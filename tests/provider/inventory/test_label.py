"""The cautionary label: made as 501.23(r) asks, and every departure found."""

import dataclasses
import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from indicia.errors import InputError
from indicia.faces import Face
from indicia.spec.meters import LABEL_LINES
from provider.inventory.label import Label, check_label, label_pdf

LABEL = Label(manufacturer="Test Provider Inc", phone="(800) 555-0100")


def broken(data: bytes, label: Label = LABEL) -> list[str]:
    return [finding.asked for finding in check_label(data, label) if not finding.holds]


@pytest.mark.parametrize("size", [(4.0, 2.4), (3.25, 1.75), (6.0, 3.0)])
def test_label_is_what_the_rule_asks(face: Face, size: tuple[float, float]) -> None:
    label = dataclasses.replace(LABEL, width=size[0], height=size[1])
    assert [] == broken(label_pdf(label, face), label)


def test_long_name_still_fits(face: Face) -> None:
    label = dataclasses.replace(
        LABEL, manufacturer="The Very Long Established Postage Meter Manufacturing Company of America"
    )
    data = label_pdf(label, face)
    assert [] == broken(data, label)
    with io.BytesIO(data) as file:
        assert 1 == len(pdfium.PdfDocument(file))


def test_same_label_gives_same_bytes(face: Face) -> None:
    assert label_pdf(LABEL, face) == label_pdf(LABEL, face)


def test_another_number_is_found_missing(face: Face) -> None:
    found = broken(label_pdf(LABEL, face), dataclasses.replace(LABEL, phone="(800) 555-0199"))
    assert "reads '(800) 555-0199'" in found
    assert "reads 'PROPERTY OF TEST PROVIDER INC'" not in found


@pytest.mark.parametrize("size", [(3.2, 2.0), (4.0, 1.7)])
def test_too_small_a_label_is_not_made(face: Face, size: tuple[float, float]) -> None:
    with pytest.raises(InputError, match=r"allowed: from 3\.25 x 1\.75"):
        label_pdf(dataclasses.replace(LABEL, width=size[0], height=size[1]), face)


@pytest.mark.parametrize("phone", ["800-555-0100", "(203) 555-0100", "(800) 555-01000"])
def test_other_numbers_are_not_toll_free(face: Face, phone: str) -> None:
    with pytest.raises(InputError, match="no toll-free number"):
        label_pdf(dataclasses.replace(LABEL, phone=phone), face)


def plain(size: tuple[float, float], paragraphs: tuple[str, ...]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(size[0] * 72, size[1] * 72))
    for number, text in enumerate(paragraphs):
        canvas.setFont("Helvetica", 4)
        canvas.drawString(5, size[1] * 72 - 10 - 8 * number, text)
    canvas.save()
    return file.getvalue()


def test_label_of_another_hand_is_judged_item_by_item() -> None:
    found = broken(plain((3.0, 1.75), LABEL.paragraphs[:-1]))
    assert "at least 3.25 x 1.75 in" in found
    assert "'PROPERTY OF TEST PROVIDER INC' in capitals, bold" in found
    assert "'(800) 555-0100' preferably in red" in found
    assert any(asked.startswith("reads 'REWARD") for asked in found)
    assert not any(asked.startswith("reads 'WARNING") for asked in found)


def test_preference_does_not_decide(face: Face) -> None:
    findings = check_label(label_pdf(LABEL, face), LABEL)
    assert {False} == {finding.decides for finding in findings if "preferably" in finding.asked}


def test_unreadable_label_is_an_input_error() -> None:
    with pytest.raises(InputError, match="no PDF"):
        check_label(b"nothing", LABEL)


def test_words_are_those_of_the_rule(shared: Path) -> None:
    text = (shared / "standards" / "39cfr501-postage-meters-2005.txt").read_text("utf-8")
    flat = "".join(text.split())
    parts = [
        part
        for line in LABEL_LINES
        for part in line.replace("{phone}", "|").replace("{name}", "|").replace("{owner}", "|").split("|")
    ]
    assert [] == [part for part in parts if "".join(part.split()) not in flat]
