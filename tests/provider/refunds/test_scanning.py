"""What is taken from the verifier's answers; pages as ideal readers would see them."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from fixtures.order_files import document
from fixtures.refunds import MESSAGE_LENGTH, PRINT_DPI, PRINTED, Imprint, Press, device_of
from fixtures.sight import sight, together
from indicia.errors import ExitCode
from indicia.faces import Face
from indicia.layout.layout import Layout
from indicia.model.order import parse_order
from indicia.preflight import preflight
from indicia.spec.kinds import DateForm, Edition, System
from indicia.units import mills
from provider.refunds.case import facts_of, parse_case
from provider.refunds.scanning import CHECKS, asked, claimed
from verify import ErrorAnswer
from verify.answer import AnyAnswer
from verify.ledger import DuplicateStatus
from verify.ledger.opening import open_ledger
from verify.options import Options
from verify.policy import load_policy
from verify.seen import Seen
from verify.verdict import Court

ON = dt.date(2005, 8, 1)
AT = dt.datetime(2005, 8, 1, 12, 0, tzinfo=dt.UTC)
PC = 1001
CASE = parse_case({"request": {"id": "R"}})


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory, face: Face) -> Press:
    return Press.opened(tmp_path_factory.mktemp("keys"), {PC: System.PC_POSTAGE}, face)


@pytest.fixture
def court(press: Press) -> Court:
    options = Options(
        on=ON,
        facing=None,
        after_last_collection=False,
        policy=load_policy(Edition.DMM_2005),
        deposit_zip=None,
        checks=CHECKS,
    )
    return Court.of(press.authority.trust, options)


def laid_out(face: Face, name: str) -> Layout:
    order = parse_order(document(name))
    return preflight(order, order.meter, face, dpi=PRINT_DPI, message_length=MESSAGE_LENGTH, on=None).layout


def shown(press: Press, imprint: Imprint) -> Seen:
    return sight(press._layout(imprint), press._message(imprint))


@pytest.mark.parametrize("name", ["digital-psd-meter", "letterpress-postal-marking"])
def test_a_meter_without_symbols_is_read_by_its_lettering(name: str, court: Court, face: Face) -> None:
    answer = court.answer(sight(laid_out(face, name)), file="scans/a.png")
    (one,) = claimed([answer], CASE, AT)
    piece = one.piece
    told = document(name)
    serial, value = told["meter"]["serial"], mills(Decimal(told["indicium"]["amount"]))
    assert ("a.png", value, False, ()) == (piece.file, piece.value, piece.coded, one.claims)
    assert piece.shown is not None
    assert (DateForm.COMPLETE, dt.date(2005, 6, 15)) == (piece.shown.form, piece.shown.first)
    assert len(piece.meters) == 1
    assert piece.meters[0].endswith(str(serial))
    assert (True, True, True) == (piece.complete.value, piece.legible.value, piece.valid.value)


def test_a_correction_adds_to_its_original(court: Court, press: Press) -> None:
    page = together(shown(press, Imprint(PC, "0.37", PRINTED)), shown(press, Imprint(PC, "0.23", PRINTED)))
    (one,) = claimed([court.answer(page, file="a.png")], CASE, AT)
    assert (600, (device_of(PC),), 2) == (one.piece.value, one.piece.meters, len(one.claims))
    assert len({claim.witness.piece for claim in one.claims}) == 2


def test_labels_on_one_sheet_are_pieces_of_their_own(court: Court, press: Press) -> None:
    page = together(shown(press, Imprint(PC, "0.37", PRINTED)), shown(press, Imprint(PC, "0.23", PRINTED)))
    some = [{"files": ["a.png#1.2"], "facts": {"pic": "9400110200881234567890"}}]
    case = parse_case({"request": {"id": "R"}, "pieces": {"presented": "plain-sheet", "pic": False}, "some": some})
    first, second = claimed([court.answer(page, file="a.png")], case, AT)
    assert ("a.png#1.1", 370, 1) == (first.piece.name, first.piece.value, len(first.claims))
    assert ("a.png#1.2", 230, 1) == (second.piece.name, second.piece.value, len(second.claims))
    assert first.claims[0].key != second.claims[0].key
    codes = [facts_of(case, one.piece.file, one.piece.name).pic for one in (first, second)]
    assert [False, "9400110200881234567890"] == codes


def test_a_request_indicium_alone_has_no_value(court: Court, press: Press) -> None:
    seen = shown(press, Imprint(PC, "0.00", PRINTED, request=True))
    (one,) = claimed([court.answer(seen, file="a.png")], CASE, AT)
    assert (0, (device_of(PC),)) == (one.piece.value, one.piece.meters)


@pytest.mark.parametrize("name", ["permit-imprint", "precancel-postmark"])
def test_what_no_system_printed_is_no_metered_postage(name: str, court: Court, face: Face) -> None:
    (one,) = claimed([court.answer(sight(laid_out(face, name)), file="a.png")], CASE, AT)
    assert ((), "no metered indicium is seen") == (one.piece.meters, one.piece.why_unread)


def test_a_file_that_cannot_be_read_keeps_its_place() -> None:
    broken = ErrorAnswer("scans/b.png", ExitCode.INPUT, "scans/b.png: no picture")
    (one,) = claimed([broken], CASE, AT)
    assert ("b.png", None, "scans/b.png: no picture") == (one.piece.file, one.piece.page, one.piece.why_unread)


def test_the_ledger_is_asked_about_originals_once(court: Court, press: Press, tmp_path: Path) -> None:
    first, second = (shown(press, Imprint(PC, "0.37", PRINTED)) for _ in range(2))
    answers: list[AnyAnswer] = [
        court.answer(seen, file=file) for seen, file in ((first, "a.png"), (first, "b.png"), (second, "c.png"))
    ]
    pieces = claimed(answers, CASE, AT)
    assert ["", "a.png", ""] == [one.piece.copy_of for one in pieces]
    with open_ledger(f"sqlite:///{tmp_path}/l.db") as ledger:
        ledger.claim([claim for one in pieces[2:] for claim in one.claims])
        # The same request told of the same piece: that is no copy.
        statuses = [one.ledger for one in asked(ledger, pieces)]
        other = [one.ledger for one in asked(ledger, claimed(answers, parse_case({"request": {"id": "S"}}), AT))]
    fresh, unasked, seen = DuplicateStatus.FIRST_SEEN, DuplicateStatus.NOT_CHECKED, DuplicateStatus.DUPLICATE
    assert [fresh, unasked, fresh] == statuses
    assert [fresh, unasked, seen] == other
