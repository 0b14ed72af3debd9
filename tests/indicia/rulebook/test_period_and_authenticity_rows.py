import pytest

from indicia.rulebook.evidence import Circumstances, Evidence, Measurement, Quantity
from indicia.rulebook.judge import judge, verdict
from indicia.rulebook.rows import rows
from indicia.spec.kinds import DateForm, Edition, Technology, Verdict

WHOLE: Evidence = {
    Quantity.INDICIUM: Measurement(True),
    Quantity.SCANNABLE: Measurement(True),
    Quantity.MIRRORED: Measurement(False),
    Quantity.PAYLOAD: Measurement(True),
    Quantity.CERTIFICATE: Measurement(True),
    Quantity.ALGORITHM: Measurement(True),
    Quantity.CERTIFICATE_BEGUN: Measurement(True),
    Quantity.CERTIFICATE_CURRENT: Measurement(True),
    Quantity.CERTIFICATE_REVOKED: Measurement(False),
    Quantity.SIGNATURE: Measurement(True),
    Quantity.PERIOD: Measurement(0),
    Quantity.IMI_DATE: Measurement(0),
}
DATED = Circumstances(technology=Technology.IBI, date_form=DateForm.COMPLETE)


def test_a_genuine_indicium_passes_every_row() -> None:
    assert (Verdict.ACCEPTABLE, []) == verdict(judge(rows(), WHOLE, DATED))


@pytest.mark.parametrize(
    ("quantity", "value", "expected", "rule"),
    [
        (Quantity.INDICIUM, None, Verdict.UNDETERMINED, "no-indicium"),
        (Quantity.SCANNABLE, False, Verdict.UNACCEPTABLE, "604.4.8.2-scannable"),
        (Quantity.MIRRORED, True, Verdict.UNACCEPTABLE, "mirrored"),
        (Quantity.PAYLOAD, False, Verdict.UNACCEPTABLE, "payload-malformed"),
        (Quantity.CERTIFICATE, None, Verdict.UNDETERMINED, "certificate-unknown"),
        (Quantity.ALGORITHM, None, Verdict.UNDETERMINED, "signature-unsupported-algorithm"),
        (Quantity.CERTIFICATE_BEGUN, False, Verdict.UNACCEPTABLE, "certificate-not-yet-valid"),
        (Quantity.CERTIFICATE_CURRENT, False, Verdict.UNACCEPTABLE, "certificate-expired"),
        (Quantity.CERTIFICATE_REVOKED, True, Verdict.UNACCEPTABLE, "certificate-revoked"),
        (Quantity.SIGNATURE, False, Verdict.UNACCEPTABLE, "signature-invalid"),
        (Quantity.PERIOD, 1, Verdict.UNACCEPTABLE, "604.4.8.13-complete"),
    ],
)
def test_one_changed_fact_gives_its_rule_and_no_other(
    quantity: Quantity, value: bool | int | None, expected: Verdict, rule: str
) -> None:
    evidence = {**WHOLE, quantity: Measurement(value)}
    assert (expected, [rule]) == verdict(judge(rows(), evidence, DATED))


def test_a_month_and_year_is_judged_by_its_own_row() -> None:
    evidence = {**WHOLE, Quantity.PERIOD: Measurement(2)}
    findings = judge(rows(), evidence, Circumstances(technology=Technology.IBI, date_form=DateForm.MONTH_YEAR))
    assert (Verdict.UNACCEPTABLE, ["604.4.8.13-month-year"]) == verdict(findings)


def test_an_undated_piece_passes_on_any_day() -> None:
    evidence = {Quantity.ANY_DAY: Measurement(True)}
    (finding,) = judge(rows(), evidence, Circumstances(technology=Technology.IBI, date_form=DateForm.NONE))
    assert "604.4.8.13-any" == finding.row.id
    assert "pass" == finding.outcome.value


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        (Edition.DMM_2005, (Verdict.ACCEPTABLE, [])),
        (Edition.CURRENT, (Verdict.UNACCEPTABLE, ["policy.imi-2025"])),
    ],
)
def test_the_withdrawal_of_non_imi_systems_decides_only_today(
    edition: Edition, expected: tuple[Verdict, list[str]]
) -> None:
    findings = judge(rows(edition), {**WHOLE, Quantity.IMI_DATE: Measurement(5)}, DATED)
    assert expected == verdict(findings)
    assert ["fail"] == [f.outcome.value for f in findings if f.row.id == "policy.imi-2025"]


def test_the_current_edition_replaces_rows_and_keeps_their_order() -> None:
    assert [row.id for row in rows()] == [row.id for row in rows(Edition.CURRENT)]
