"""Findings in words, the same in the report and in the overlay."""

from indicia.rulebook.evidence import Measurement
from indicia.rulebook.row import Finding, Outcome, Weight

ORDER = ("fail", "undetermined", "warns", "marginal", "pass")
"""Standing of a finding, the most pressing first."""


def standing(finding: Finding) -> str:
    """What a person should make of a finding: one of ORDER."""
    if finding.outcome is Outcome.FAIL:
        return "fail" if finding.weight is Weight.DECIDES else "warns"
    if finding.outcome is Outcome.UNDETERMINED:
        return "undetermined"
    return "marginal" if finding.marginal else "pass"


def measured(finding: Finding) -> str:
    """What was measured, with its uncertainty where it has one; without the unit."""
    return value(finding.measurement)


def value(measurement: Measurement) -> str:
    """The value as people write it, with its uncertainty where it has one."""
    match measurement.value:
        case None:
            return "–"
        case bool():
            return "yes" if measurement.value else "no"
        case float():
            spread = f" ± {measurement.uncertainty:.3f}" if measurement.uncertainty else ""
            return f"{measurement.value + 0.0:.3f}{spread}"
    return str(measurement.value)


def limit(finding: Finding) -> str:
    """What was asked, with its unit."""
    words = str(finding.test).replace(">=", "≥").replace("<=", "≤").removeprefix("= ")
    return f"{words} {finding.test.unit}".strip()
