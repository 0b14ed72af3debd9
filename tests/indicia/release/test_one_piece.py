"""Original and correction on one mailpiece, printed in one pass: paid for and released together, or not at all."""

import datetime as dt
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from fixtures.mutations.marks import address_box, address_moved
from indicia.errors import PreflightRefused, PsdRefused, UsageError
from indicia.layout.marks import BarsMark, SymbolMark, Text
from indicia.model.order import Order
from indicia.preflight import judged
from indicia.psd.records import IssueState
from indicia.readback import ReadBackFailed
from indicia.release import finish
from indicia.release.desk import Desk as Press
from indicia.release.desk import Released
from indicia.release.impression import Placed, shown
from indicia.release.one_piece import print_on_one_piece
from indicia.spec.kinds import Role
from indicia.together import drawn_once, on_one_piece
from tests.indicia.release.conftest import (
    AT_MARK,
    AT_READ_BACK,
    AT_RENAME,
    FUNDS,
    Crash,
    Desk,
    crash,
    damage,
    order_of,
    pixels,
    symbols,
)

FLAT = {"size": "12x9"}
NEXT_TO = {"side": "address"}
DAY = dt.date(2005, 6, 15)


def original(**changes: Any) -> Order:
    return order_of("ibi-letter-10", **changes)


def flat(**changes: Any) -> Order:
    return original(mailpiece=FLAT, indicium={"facing": "none"}, **changes)


def correction(**changes: Any) -> Order:
    return order_of("correction-pc-postage", **{"mailpiece": FLAT, "media": NEXT_TO, **changes})


def redate(**changes: Any) -> Order:
    return order_of("redate-pc-postage", **{"mailpiece": FLAT, "media": NEXT_TO, **changes})


def printed(desk: Desk, output: Path, *orders: Order, day: dt.date = DAY) -> tuple[Released, ...]:
    press = Press(desk.psd, desk.face, 300)
    return print_on_one_piece(press, orders, desk.psd.signer(), output=output, on=day)


def texts(released: Released) -> list[Text]:
    return list(released.checked.layout.indicium.lettering)


@pytest.mark.parametrize("suffix", [".pdf", ".png", ".tif", ".svg", ".zpl"])
def test_a_flat_bears_both_on_one_page_each_with_its_message(desk: Desk, suffix: str) -> None:
    first, second = printed(desk, desk.folder / f"flat{suffix}", flat(), correction())
    assert {first.issued.message, second.issued.message} == {
        found.bytes for found in symbols(pixels(desk.folder / f"flat{suffix}", 300))
    }
    assert [f"flat{suffix}"] == desk.names()
    assert [IssueState.RELEASED] * 2 == desk.states()
    assert (370, 230) == (first.issued.amount, second.issued.amount)
    assert FUNDS - 600 == desk.psd.registers().descending


def test_the_correction_stands_beside_what_is_really_printed(desk: Desk) -> None:
    """An endorsement makes the original wider than what the correction's own order tells."""
    wide = flat()
    wide = wide.asking(order_of(indicium={"facing": "none", "endorsement": "TEMP-RETURN SERVICE REQUESTED"}).indicium)
    first, second = printed(desk, desk.folder / "flat.pdf", wide, correction())
    at = first.checked.layout.indicium.occupied
    assert at == second.checked.layout.indicium.original
    assert 0.5 <= at.left - second.checked.layout.indicium.ink.right < 0.6


def test_addresses_and_barcode_are_drawn_once(desk: Desk) -> None:
    prints = printed(desk, desk.folder / "flat.pdf", flat(), correction())
    for said in prints:
        assert said.checked.layout.surroundings == prints[0].checked.layout.surroundings
    words = _words(desk.folder / "flat.pdf")
    assert (1, 2) == (words.count("MS JANE ROE"), words.count("US POSTAGE"))


def test_another_addressee_is_refused(desk: Desk) -> None:
    for other in (correction(to=["J ROE", "RENO NV 89501"]), correction(from_=["J ROE"])):
        with pytest.raises(UsageError, match="one order names the addresses of a mailpiece"):
            printed(desk, desk.folder / "flat.pdf", flat(), other)
    addressed = flat()
    same = correction(to=list(addressed.to or ()), barcode="postnet")
    printed(desk, desk.folder / "flat.pdf", addressed, same)
    assert 1 == _words(desk.folder / "flat.pdf").count("MS JANE ROE")


def _words(file: Path, page: int = 0) -> str:
    with closing(pypdfium2.PdfDocument(file)) as document:
        return str(document[page].get_textpage().get_text_range())


def test_the_two_sides_of_a_letter_are_two_pages(desk: Desk) -> None:
    output = desk.folder / "letter.pdf"
    nonaddress = correction(mailpiece={"size": "#10", "flap": 1.75}, media={"side": "nonaddress"})
    with pytest.raises(UsageError, match="one size"):
        printed(desk, output, original(mailpiece=FLAT, indicium={"facing": "none"}), nonaddress)
    first, second = printed(desk, output, original(), nonaddress)
    assert (1, 2) == (first.pieces[0].page, second.pieces[0].page)
    assert "MS JANE ROE" in _words(output, 0)
    assert "MS JANE ROE" not in _words(output, 1)
    assert "POSTAGE CORRECTION" in _words(output, 1)
    assert [first.issued.message, second.issued.message] == [each.message for each in desk.psd.log()]


def test_two_sides_need_a_format_of_many_pages(desk: Desk) -> None:
    nonaddress = correction(mailpiece={"size": "#10", "flap": 1.75}, media={"side": "nonaddress"})
    with pytest.raises(UsageError, match="two pages"):
        printed(desk, desk.folder / "letter.png", original(), nonaddress)
    assert ([], []) == (desk.states(), desk.names())


def test_a_redate_without_a_symbol_goes_beside_an_original_with_one(desk: Desk) -> None:
    first, second = printed(desk, desk.folder / "flat.png", flat(), redate())
    assert [first.issued.message] == [found.bytes for found in symbols(pixels(desk.folder / "flat.png", 300))]
    assert [IssueState.RELEASED] * 2 == desk.states()
    assert 0 == second.issued.amount


@pytest.mark.parametrize(
    ("others", "rule"),
    [
        ((redate(), redate()), "604.4.9.1-one"),
        ((correction(), redate()), "604.4.8.2-overlap"),
        ((flat(to=None, from_=None, barcode=None),), "604.4.8.2-overlap"),
        ((redate(media={"side": "nonaddress"}), redate()), "604.4.9.1-one"),
    ],
)
def test_what_may_not_stand_together_costs_nothing(desk: Desk, others: tuple[Order, ...], rule: str) -> None:
    with pytest.raises(PreflightRefused, match=rule.replace(".", r"\.")):
        printed(desk, desk.folder / "flat.pdf", flat(), *others)
    assert ([], [], FUNDS) == (desk.states(), desk.names(), desk.psd.registers().descending)


def test_a_return_address_near_the_correction_is_seen(desk: Desk) -> None:
    long_sender = ["A" * 68, "1 ELM ST", "STAMFORD CT 06926-0700"]
    with pytest.raises(PreflightRefused, match=r"604\.4\.8\.4-b-local .*0\.42"):
        printed(desk, desk.folder / "flat.pdf", flat(from_=long_sender), correction())


def test_a_return_address_over_the_correction_is_seen(desk: Desk) -> None:
    _, second = printed(desk, desk.folder / "flat.pdf", flat(), correction())
    layout = second.checked.layout
    dx = layout.indicium.ink.left - address_box(layout, Role.RETURN_ADDRESS).left + 0.1
    over = judged(address_moved(layout, dx, 0.0, Role.RETURN_ADDRESS))
    assert "604.4.8.4-b-local" in {finding.row.id for finding in over.refused}


def test_without_funds_for_all_none_is_paid_for(desk: Desk) -> None:
    dear = flat().asking(order_of(indicium={"facing": "none", "amount": f"{FUNDS / 1000 - 0.1:.2f}"}).indicium)
    with pytest.raises(PsdRefused, match="not enough funds"):
        printed(desk, desk.folder / "flat.pdf", dear, correction())
    assert ([], FUNDS) == (desk.states(), desk.psd.registers().descending)


def test_the_day_of_deposit_is_that_of_the_original_alone(desk: Desk) -> None:
    with pytest.raises(PreflightRefused, match=r"604\.4\.8\.13-complete"):
        printed(desk, desk.folder / "flat.pdf", flat(), redate(), day=dt.date(2005, 6, 17))
    printed(desk, desk.folder / "flat.pdf", flat(), redate())
    assert [IssueState.RELEASED] * 2 == desk.states()


def test_labels_and_permits_are_printed_alone(desk: Desk) -> None:
    with pytest.raises(UsageError, match="print it alone"):
        printed(desk, desk.folder / "a.pdf", original(), order_of("permit-imprint"))
    with pytest.raises(UsageError, match="print a label alone"):
        printed(desk, desk.folder / "a.pdf", order_of("ibi-label-4x6"), correction())


def test_a_page_that_does_not_read_back_spoils_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    damage(monkeypatch, lambda page: replace(page, marks=tuple(m for m in page.marks if not _second_symbol(page, m))))
    with pytest.raises(ReadBackFailed):
        printed(desk, desk.folder / "flat.png", flat(), correction())
    assert ([IssueState.SPOILED] * 2, []) == (desk.states(), desk.names())


def _second_symbol(page: Any, mark: object) -> bool:
    return mark is [each for each in page.marks if isinstance(each, SymbolMark)][-1]


@pytest.mark.parametrize("where", [AT_READ_BACK, AT_RENAME, AT_MARK])
@pytest.mark.parametrize("finished_by", [0, 1])
@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_what_a_crash_left_is_finished_as_the_same_file(
    desk: Desk, where: str, finished_by: int, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, orders = desk.folder / f"flat{suffix}", (flat(), correction())
    _crash(desk, output, where, orders, monkeypatch)
    pending = desk.psd.pending()
    assert 2 == len(pending)
    output.unlink(missing_ok=True)
    released = finish(desk.psd, pending[finished_by].piece_id, desk.face)
    assert pending[finished_by].piece_id == released.pieces[finished_by].issued.piece_id
    assert [IssueState.RELEASED] * 2 == desk.states()
    placed = [Placed(layout, output, 1, part) for part, layout in enumerate(_drawn(desk, orders))]
    (page,) = shown(placed, [one.message for one in pending])
    assert {found.bytes for found in symbols(pixels(output, 300))} == set(page.messages)
    assert 1 == sum(isinstance(mark, BarsMark) and mark.kind == "postnet" for mark in page.page.marks)
    assert 1 == sum(isinstance(mark, Text) and mark.string == "MS JANE ROE" for mark in page.page.marks)


def _crash(desk: Desk, output: Path, where: str, orders: tuple[Order, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        crash(broken, where)
        with pytest.raises(Crash):
            printed(desk, output, *orders)


def _drawn(desk: Desk, orders: tuple[Order, ...]) -> Any:
    press = Press(desk.psd, desk.face, 300)
    return drawn_once(on_one_piece(orders, lambda order, at: press.checked(order, original=at)))


def test_two_sides_are_finished_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    output = desk.folder / "letter.pdf"
    nonaddress = correction(mailpiece={"size": "#10", "flap": 1.75}, media={"side": "nonaddress"})
    _crash(desk, output, AT_MARK, (original(), nonaddress), monkeypatch)
    first = output.read_bytes()
    output.unlink()
    finish(desk.psd, desk.psd.pending()[1].piece_id, desk.face)
    assert first == output.read_bytes()
    assert [IssueState.RELEASED] * 2 == desk.states()


def test_the_license_stands_in_each(desk: Desk) -> None:
    for released in printed(desk, desk.folder / "flat.pdf", flat(), redate()):
        assert "06926" in [text.string for text in texts(released) if text.role is Role.ZIP]
