"""Whom the rows bind whose applicability is easily got wrong; an ordinary scan meets no rule that it did not."""

from dataclasses import replace

import pytest

from indicia.rulebook.evidence import Circumstances, Evidence, Measurement, Quantity, Value
from indicia.rulebook.judge import judge
from indicia.rulebook.row import Outcome, Weight
from indicia.rulebook.rows import rows
from indicia.spec import special
from indicia.spec.kinds import (
    DateForm,
    Facing,
    Ink,
    Location,
    MailClass,
    MediaKind,
    Origin,
    Presort,
    Purpose,
    Shape,
    Side,
    System,
    Technology,
)

PC = Circumstances(
    technology=Technology.IBI,
    system=System.PC_POSTAGE,
    purpose=Purpose.POSTAGE,
    mail_class=MailClass.FIRST_CLASS,
    shape=Shape.LETTER,
    media=MediaKind.MAILPIECE,
    facing=Facing.FIM,
    ink=Ink.BLACK,
    location=Location.LICENSEE,
    date_form=DateForm.COMPLETE,
    height=4.125,
    origin=Origin.CITY_STATE_ZIP,
    presorted=False,
)
METER = replace(PC, technology=Technology.DIGITAL, system=System.PSD_METER, facing=Facing.FLUORESCENT_INK)
IBI_METER = replace(PC, system=System.IBI_METER)
PERMIT = Circumstances(
    technology=Technology.PERMIT,
    mail_class=MailClass.FIRST_CLASS,
    shape=Shape.LETTER,
    media=MediaKind.MAILPIECE,
    company=False,
    extra_services=False,
    optional_format=False,
    address_label=False,
    expedited=False,
)
PRECANCEL = Circumstances(technology=Technology.PRECANCEL, mail_class=MailClass.FIRST_CLASS, shape=Shape.LETTER)
PREFIX = "604.4.8.5-"
CONTENT = {
    Quantity.LICENSING_ZIP: "604.4.8.5-licensing-zip",
    Quantity.CITY_STATE: "604.4.8.5-city-state",
    Quantity.SERIAL: "604.4.8.5-serial",
    Quantity.PROVIDER: "604.4.8.5-provider",
    Quantity.DATE: "604.4.8.5-date",
    Quantity.US_POSTAGE: "604.4.8.5-us-postage",
    Quantity.AMOUNT: "604.4.8.5-amount",
    Quantity.MAIL_CLASS: "604.4.8.5-class",
    Quantity.PRESORT: "604.4.8.5-presort",
    Quantity.SYMBOL: "604.4.8.5-symbol",
}


def outcomes(quantity: Quantity, value: Value, circumstances: Circumstances) -> dict[str, Outcome]:
    evidence: Evidence = {quantity: Measurement(value)}
    return {finding.row.id: finding.outcome for finding in judge(rows(), evidence, circumstances)}


def asked_of(circumstances: Circumstances) -> set[str]:
    """The topics of 604.4.8.5 that bind for certain."""
    bare: Evidence = dict.fromkeys(CONTENT, Measurement(False))
    failed = {f.row.id for f in judge(rows(), bare, circumstances) if f.outcome is Outcome.FAIL}
    return {rule.removeprefix(PREFIX) for rule in failed if rule.startswith(PREFIX)}


# A scan of an ordinary piece, as `verify` sees it: no system, no class, no purpose beyond "it has a value".
SCAN = Circumstances(
    technology=Technology.IBI,
    purpose=Purpose.POSTAGE,
    shape=Shape.LETTER,
    media=MediaKind.MAILPIECE,
    facing=Facing.FIM,
    date_form=DateForm.COMPLETE,
    height=4.125,
)
SCANNED: Evidence = {
    Quantity.INDICIUM: Measurement(True),
    Quantity.SCANNABLE: Measurement(True),
    Quantity.MIRRORED: Measurement(False),
    Quantity.PAYLOAD: Measurement(True),
    Quantity.POSTAGE: Measurement(370),
    Quantity.SYMBOL: Measurement(True),
    Quantity.RIGHT_EDGE: Measurement(0.1),
    Quantity.TOP_EDGE: Measurement(0.1),
    Quantity.UPPER_RIGHT_SHARE: Measurement(1.2),
    Quantity.LENGTH_RATIO: Measurement(0.9),
    Quantity.ADDRESS_ANGLE: Measurement(9.0),
    Quantity.FIM_ZONE_INTRUSION: Measurement(0.1),
    Quantity.BARCODE_ZONE_INTRUSION: Measurement(0.1),
    Quantity.OCR_ZONE_INTRUSION: Measurement(0.1),
    Quantity.FIM_PRESENT: Measurement(True),
    Quantity.FIM_KIND: Measurement("A"),
    Quantity.FIM_RIGHT: Measurement(1.0),
    Quantity.PERIOD: Measurement(3),
}
PLACED = (
    "604.4.8.3-upper-right",
    "604.4.8.3-right-edge",
    "604.4.8.3-top-edge",
    "604.4.8.3-fim-zone",
    "604.4.8.3-barcode-zone",
    "604.4.8.3-ocr-zone",
    "604.4.8.3-parallel",
    "604.4.8.3-longest",
    "604.4.8.3-fim-position",
    "604.4.8.10-fim-kind",
    "604.4.8.13-complete",
)


def test_an_ordinary_scan_meets_the_rules_of_ordinary_postage_and_no_other() -> None:
    found = {finding.row.id: finding.outcome for finding in judge(rows(), SCANNED, SCAN)}
    failed = dict.fromkeys(PLACED, Outcome.FAIL)
    passed = dict.fromkeys(
        (
            "604.4.7.1-positive",
            "604.4.8.5-symbol",
            "604.4.8.10-fim-d",
            "604.4.8.2-scannable",
            "no-indicium",
            "mirrored",
            "payload-malformed",
        ),
        Outcome.PASS,
    )
    assert failed | passed == found


def test_a_scan_of_unknown_purpose_meets_no_rule_of_special_indicia() -> None:
    found = {finding.row.id for finding in judge(rows(), SCANNED, replace(SCAN, purpose=None))}
    assert set() == {rule for rule in found if rule.startswith("604.4.9")}


@pytest.mark.parametrize(
    ("circumstances", "expected"),
    [
        (PC, {"licensing-zip", "city-state", "serial", "provider", "date", "us-postage", "amount", "class", "symbol"}),
        (
            replace(PC, presort=Presort.AUTOMATION, purpose=Purpose.POSTAGE_CORRECTION),
            {rule.removeprefix(PREFIX) for rule in CONTENT.values()},
        ),
        (replace(PC, purpose=Purpose.REDATE, presort=Presort.AUTOMATION), {"licensing-zip", "date"}),
        (
            replace(METER, purpose=Purpose.REDATE),
            {"licensing-zip", "city-state", "serial", "provider", "date", "amount", "class"},
        ),
        (
            replace(METER, technology=Technology.LETTERPRESS, system=System.TRADITIONAL, origin=Origin.CITY_STATE),
            {"city-state", "serial", "provider", "date", "us-postage", "amount"},
        ),
        (
            replace(METER, origin=Origin.ZIP, date_form=DateForm.NONE),
            {"licensing-zip", "serial", "provider", "us-postage", "amount", "class"},
        ),
        (PERMIT, set()),
        (PRECANCEL, set()),
    ],
)
def test_content_is_asked_of_those_who_owe_it(circumstances: Circumstances, expected: set[str]) -> None:
    assert expected == asked_of(circumstances)


@pytest.mark.parametrize("quantity", [Quantity.FIM_ZONE_INTRUSION, Quantity.OCR_ZONE_INTRUSION])
def test_the_nonaddress_side_has_no_zones(quantity: Quantity) -> None:
    assert {} != outcomes(quantity, 0.1, PC)
    assert {} == outcomes(quantity, 0.1, replace(PC, side=Side.NONADDRESS, purpose=Purpose.REDATE))


def test_ordinary_postage_stands_on_the_address_side() -> None:
    assert {"604.4.8.3-upper-right": Outcome.FAIL} == outcomes(Quantity.SIDE, "nonaddress", PC)
    redate = replace(PC, purpose=Purpose.REDATE)
    assert {"604.4.9.1-b-side": Outcome.FAIL} == outcomes(Quantity.SIDE, "address", redate)
    assert {} == outcomes(Quantity.SIDE, "address", replace(redate, shape=Shape.FLAT))


@pytest.mark.parametrize(
    ("circumstances", "kind", "expected"),
    [
        (PC, "D", Outcome.PASS),
        (PC, "A", Outcome.FAIL),
        (replace(PC, courtesy_reply=True), "A", Outcome.PASS),
        (replace(PC, courtesy_reply=True), "C", Outcome.FAIL),
        (replace(IBI_METER, purpose=Purpose.REPLY), "A", Outcome.PASS),
        (replace(IBI_METER, purpose=Purpose.REPLY), "C", Outcome.FAIL),
        (replace(PC, purpose=Purpose.REPLY), "A", Outcome.FAIL),
        (replace(PC, purpose=None, system=None), "A", Outcome.UNDETERMINED),
        (replace(PC, purpose=None, system=None), "D", Outcome.PASS),
        (METER, "A", None),
        (replace(PC, facing=Facing.FLUORESCENT_INK), "A", None),
        (replace(PC, shape=Shape.FLAT), "A", None),
    ],
)
def test_the_kind_of_fim_depends_on_the_mail(circumstances: Circumstances, kind: str, expected: Outcome | None) -> None:
    assert expected is outcomes(Quantity.FIM_KIND, kind, circumstances).get("604.4.8.10-fim-kind")


@pytest.mark.parametrize(
    ("changes", "kind", "expected"),
    [
        ({"barcoded": True}, "A", Outcome.PASS),
        ({"barcoded": True}, special.NO_FIM, Outcome.PASS),
        ({"barcoded": False}, "A", Outcome.FAIL),
        ({"barcoded": False}, "D", Outcome.PASS),
        ({"barcoded": True, "shape": Shape.FLAT}, "A", Outcome.FAIL),
        ({"barcoded": True, "mail_class": MailClass.PRIORITY}, "A", Outcome.FAIL),
        ({"barcoded": True, "shape": Shape.CARD}, "C", Outcome.FAIL),
        ({"barcoded": None}, "A", Outcome.UNDETERMINED),
    ],
)
def test_fim_a_is_for_barcoded_metered_letters(changes: dict[str, object], kind: str, expected: Outcome) -> None:
    circumstances = replace(METER, purpose=Purpose.REPLY, **changes)  # type: ignore[arg-type] # fields by name
    assert {"604.4.9.4-h-fim-a": expected} == outcomes(Quantity.REPLY_FIM, kind, circumstances)


@pytest.mark.parametrize("shape", [Shape.LETTER, Shape.FLAT])
def test_pc_postage_reply_mail_has_fim_d_on_letters(shape: Shape) -> None:
    expected = {"604.4.9.4-h-fim-d": Outcome.FAIL} if shape is Shape.LETTER else {}
    assert expected == outcomes(Quantity.REPLY_FIM, special.NO_FIM, replace(PC, purpose=Purpose.REPLY, shape=shape))


LABEL, PIECE = MediaKind.LABEL, MediaKind.MAILPIECE


@pytest.mark.parametrize(
    ("shape", "mail_class", "media", "lawful"),
    [
        (Shape.LETTER, MailClass.FIRST_CLASS, PIECE, {Facing.FIM, Facing.FLUORESCENT_INK}),
        (Shape.CARD, MailClass.FIRST_CLASS, LABEL, {Facing.LABEL, Facing.FLUORESCENT_INK}),
        (Shape.LETTER, MailClass.STANDARD, PIECE, {Facing.NONE, Facing.LABEL, Facing.FLUORESCENT_INK}),
        (Shape.FLAT, MailClass.FIRST_CLASS, PIECE, {Facing.NONE, Facing.LABEL, Facing.FLUORESCENT_INK}),
        (Shape.PARCEL, MailClass.PRIORITY, LABEL, {Facing.NONE, Facing.LABEL, Facing.FLUORESCENT_INK}),
    ],
)
def test_letter_size_first_class_mail_is_faced(
    shape: Shape, mail_class: MailClass, media: MediaKind, lawful: set[Facing]
) -> None:
    circumstances = replace(IBI_METER, shape=shape, mail_class=mail_class, media=media)
    passing = {
        method
        for method in Facing
        if outcomes(Quantity.FACING_METHOD, method.value, circumstances) == {"604.4.8.9-gen2-facing": Outcome.PASS}
    }
    assert lawful == passing


def test_special_indicia_and_traditional_meters_have_no_facing_method_of_generation_2() -> None:
    for other in (replace(PC, purpose=Purpose.REDATE), replace(METER, system=System.TRADITIONAL)):
        assert {} == outcomes(Quantity.FACING_METHOD, Facing.NONE.value, other)


@pytest.mark.parametrize(
    ("mail_class", "quantity", "value", "expected"),
    [
        (MailClass.EXPRESS, Quantity.MAIL_CLASS_NAME, "express", Outcome.PASS),
        (MailClass.STANDARD, Quantity.MAIL_CLASS_NAME, "standard", Outcome.FAIL),
        (MailClass.PARCEL_POST, Quantity.MAIL_CLASS_NAME, "parcel-post", Outcome.FAIL),
        (MailClass.PRIORITY, Quantity.ONE_RATE, True, Outcome.PASS),
        (MailClass.PRIORITY, Quantity.ONE_RATE, False, Outcome.FAIL),
        (MailClass.FIRST_CLASS, Quantity.SHAPE_NAME, "flat", Outcome.PASS),
        (MailClass.FIRST_CLASS, Quantity.SHAPE_NAME, "parcel", Outcome.FAIL),
        (MailClass.MEDIA, Quantity.PRESORTED, False, Outcome.PASS),
        (MailClass.LIBRARY, Quantity.PRESORTED, True, Outcome.FAIL),
    ],
)
def test_reply_postage_prepays_its_classes_alone(
    mail_class: MailClass, quantity: Quantity, value: Value, expected: Outcome
) -> None:
    circumstances = replace(METER, purpose=Purpose.REPLY, mail_class=mail_class)
    assert expected is outcomes(quantity, value, circumstances)["604.4.9.4-class"]


@pytest.mark.parametrize(
    ("mail_class", "quantity", "value", "expected"),
    [
        (MailClass.FIRST_CLASS, Quantity.PRESORTED, True, Outcome.PASS),
        (MailClass.FIRST_CLASS, Quantity.PRESORTED, False, Outcome.FAIL),
        (MailClass.NONPROFIT, Quantity.MAIL_CLASS_NAME, "nonprofit", Outcome.PASS),
        (MailClass.PRIORITY, Quantity.MAIL_CLASS_NAME, "priority", Outcome.FAIL),
    ],
)
def test_precanceled_stamps_pay_for_presorted_mail(
    mail_class: MailClass, quantity: Quantity, value: Value, expected: Outcome
) -> None:
    circumstances = replace(PRECANCEL, mail_class=mail_class)
    assert {"604.3.1.2-class": expected} == outcomes(quantity, value, circumstances)


@pytest.mark.parametrize(
    ("form", "changes", "expected"),
    [
        ("month-year", {}, {"604.4.8.12-complete"}),
        ("month-year", {"mail_class": MailClass.STANDARD}, set()),
        ("month-year", {"mail_class": MailClass.STANDARD, "dated_service": True}, {"604.4.8.12-complete-service"}),
        ("month-year", {"mail_class": MailClass.MEDIA, "media": MediaKind.PAPER}, {"604.4.8.12-complete-paper"}),
        ("none", {"purpose": Purpose.REPLY}, set()),
        ("none", {"purpose": Purpose.REPLY, "system": System.PC_POSTAGE}, {"604.4.8.12-complete-reply"}),
    ],
)
def test_a_complete_date_is_asked_by_class_service_paper_and_reply(
    form: str, changes: dict[str, object], expected: set[str]
) -> None:
    usual: dict[str, object] = {"dated_service": False}
    circumstances = replace(METER, **{**usual, **changes})  # type: ignore[arg-type] # fields by name
    assert expected == set(outcomes(Quantity.DATE_FORM, form, circumstances))


@pytest.mark.parametrize(
    ("mail_class", "presorted", "bound"),
    [
        (MailClass.EXPRESS, False, False),
        (MailClass.PRIORITY, False, False),
        (MailClass.FIRST_CLASS, False, False),
        (MailClass.FIRST_CLASS, True, True),
        (MailClass.STANDARD, True, True),
        (MailClass.PACKAGE_SERVICES, False, True),
    ],
)
def test_some_classes_may_be_deposited_elsewhere(mail_class: MailClass, *, presorted: bool, bound: bool) -> None:
    circumstances = replace(METER, mail_class=mail_class, presorted=presorted)
    assert bound is ("604.4.10.4-office" in outcomes(Quantity.DEPOSIT_OFFICE, False, circumstances))


@pytest.mark.parametrize(("shape", "expected"), [(Shape.FLAT, Outcome.PASS), (Shape.LETTER, Outcome.FAIL)])
def test_the_ink_jet_line_stands_above_the_barcode_of_flats_alone(shape: Shape, expected: Outcome) -> None:
    circumstances = replace(METER, purpose=Purpose.REDATE, shape=shape, ink_jet=True)
    found = outcomes(Quantity.INK_JET_PLACE, special.INK_JET_ABOVE_BARCODE, circumstances)
    assert {"604.4.9.1-a-inkjet-place": expected} == found
    assert {} == outcomes(Quantity.GAP_TO_ORIGINAL, 3.0, circumstances)


@pytest.mark.parametrize(
    ("changes", "bound"),
    [
        ({}, True),
        ({"shape": Shape.CARD}, False),
        ({"address_label": True}, False),
        ({"expedited": False}, False),
        ({"mail_class": MailClass.FIRST_CLASS}, False),
        ({"mail_class": MailClass.NONPROFIT}, True),
    ],
)
def test_expedited_words_bind_standard_mail_off_cards_and_labels(changes: dict[str, object], *, bound: bool) -> None:
    usual: dict[str, object] = {"mail_class": MailClass.STANDARD, "expedited": True}
    circumstances = replace(PERMIT, **{**usual, **changes})  # type: ignore[arg-type] # fields by name
    assert bound is ("604.6.3.5-clear" in outcomes(Quantity.PERMIT_CLEAR, 0.1, circumstances))


def test_permit_words_depend_on_services_and_company() -> None:
    fees, company = replace(PERMIT, extra_services=True), replace(PERMIT, company=True)
    assert {"604.6.3.6-paid": Outcome.FAIL} == outcomes(Quantity.PERMIT_PAID, False, PERMIT)
    assert {} == outcomes(Quantity.PERMIT_PAID, False, fees)
    assert {"604.6.3.8-fees": Outcome.FAIL} == outcomes(Quantity.PERMIT_FEES, False, fees)
    assert {} == outcomes(Quantity.PERMIT_NUMBER, False, company)
    assert {"604.6.3.9-name": Outcome.FAIL} == outcomes(Quantity.COMPANY_NAME, False, company)


def test_four_points_are_the_least_off_address_labels_in_the_optional_format_alone() -> None:
    optional = replace(PERMIT, optional_format=True)
    assert {"604.6.3.11-e-type": Outcome.FAIL} == outcomes(Quantity.PERMIT_PT, 3.9, optional)
    assert {} == outcomes(Quantity.PERMIT_PT, 3.9, replace(optional, address_label=True))
    assert {} == outcomes(Quantity.PERMIT_PT, 3.9, PERMIT)


@pytest.mark.parametrize(
    ("ink", "weight"),
    [(Ink.BLACK, Weight.DECIDES), (Ink.RED, Weight.WARNS), (Ink.BLUE, Weight.WARNS), (None, Weight.DECIDES)],
)
def test_coloured_ink_only_warns(ink: Ink | None, weight: Weight) -> None:
    (finding,) = judge(rows(), {Quantity.PRD_RED: Measurement(0.15)}, replace(PC, ink=ink))
    assert (Outcome.FAIL, weight) == (finding.outcome, finding.weight)


@pytest.mark.parametrize(("size_pt", "outcome"), [(7.9, "fail"), (8.0, "pass"), (8.1, "fail"), (9.0, "fail")])
def test_special_words_are_eight_points_and_not_at_least_eight(size_pt: float, outcome: str) -> None:
    found = outcomes(Quantity.SPECIAL_PT, size_pt, replace(PC, purpose=Purpose.POSTAGE_CORRECTION))
    assert {"604.4.8.6-special-size": outcome} == found


@pytest.mark.parametrize(
    ("location", "present", "expected"),
    [
        (Location.USPS, False, {"604.4.8.5-usps-present": Outcome.FAIL}),
        (Location.USPS, True, {"604.4.8.5-usps-present": Outcome.PASS}),
        (Location.LICENSEE, True, {"604.4.8.5-usps-absent": Outcome.FAIL}),
        (Location.MILITARY, True, {"604.4.8.5-usps-absent": Outcome.FAIL}),
    ],
)
def test_usps_stands_in_post_offices_and_nowhere_else(
    location: Location, expected: dict[str, Outcome], *, present: bool
) -> None:
    assert expected == outcomes(Quantity.USPS_WORD, present, replace(METER, location=location))


def test_every_meter_but_no_permit_obeys_the_rules_of_meters() -> None:
    metered = {row.id for row in rows() if row.id.startswith("604.4.8")}
    everything: Evidence = {quantity: Measurement(None) for quantity in Quantity}
    for other in (PERMIT, PRECANCEL):
        bound = {finding.row.id for finding in judge(rows(), everything, other)}
        assert {"604.4.8.2-scannable", "604.4.8.3-fim-position", "604.4.8.10-fim-format"} == bound & metered
