"""Findings and messages in words, the same in the report and in the overlay."""

import math
from collections.abc import Iterator

from indicia.payload.codec import Message
from indicia.payload.words import as_dict
from indicia.rulebook.evidence import Measurement
from indicia.rulebook.period import Period
from indicia.rulebook.row import Finding, Named, Outcome, Weight
from verify.answer import CheckedIndicium
from verify.measure.grades import letter
from verify.seen import Parameter, Quality

Words = dict[str, str | int | None]

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


def margin(finding: Finding) -> str:
    """How much there is to spare, or how much is missing, after a comma; empty where nothing is counted."""
    value, test = finding.measurement.value, finding.test
    if isinstance(value, bool | str | None) or isinstance(test, Named):
        return ""
    spare = -test.miss(value)
    if not math.isfinite(spare):
        return ""
    count = f"{abs(spare):.3f}" if isinstance(value, float) else f"{abs(spare):g}"
    return f", margin {count}" if spare >= 0 else f", off by {count}"


NO_CERTIFICATE = (
    "in the manner of ISO/IEC 15415; a scanner is no verifier: its light is white, not 660 nm, "
    "its angle and tone curve are its own"
)
"""What belongs beside every grade."""


def grades(quality: Quality) -> Iterator[tuple[str, str, str]]:
    """The parameters of print quality: name, value, grade with its letter."""
    yield "decode", "", _grade(quality.decode)
    yield "symbol contrast", _share(quality.symbol_contrast), _grade(quality.symbol_contrast)
    yield "modulation", _share(quality.modulation), _grade(quality.modulation)
    yield "reflectance margin", _share(quality.reflectance_margin), _grade(quality.reflectance_margin)
    damage = quality.fixed_pattern_damage
    yield "fixed pattern damage", f"mean {_number(damage, 1)}", _grade(damage)
    yield "axial nonuniformity", _number(quality.axial_nonuniformity, 3), _grade(quality.axial_nonuniformity)
    yield "grid nonuniformity", f"{_number(quality.grid_nonuniformity, 2)} X", _grade(quality.grid_nonuniformity)
    yield "unused error correction", _share(quality.unused_error_correction), _grade(quality.unused_error_correction)
    yield (
        "print growth",
        " · ".join(f"{axis} {share:+.0%}" for axis, share in zip("xy", quality.print_growth, strict=True)),
        "",
    )
    yield "quiet zone", f"{_number(quality.quiet_zone, 2)} X", _grade(quality.quiet_zone)


def graded(quality: Quality) -> str:
    """The overall grade with its letter, and as the standard writes it."""
    light = "calibrated by a card" if quality.calibrated else "not calibrated"
    return f"{quality.overall:.1f} ({letter(quality.overall)}) · {quality.formal} · {light}"


def _grade(parameter: Parameter) -> str:
    return f"{parameter.grade:.0f} {letter(parameter.grade)}"


def _share(parameter: Parameter) -> str:
    return "–" if parameter.value is None else f"{parameter.value:.0%}"


def _number(parameter: Parameter, digits: int) -> str:
    return "–" if parameter.value is None else f"{parameter.value:.{digits}f}"


def facts(one: CheckedIndicium) -> Iterator[tuple[str, str]]:
    """What an indicium says and what came of the checks, as name and words."""
    if one.symbol is not None:
        module = "" if one.mark is None else f", module {one.symbol.x_dimension.value:.4f} in"
        size = f"Data Matrix {one.symbol.rows}x{one.symbol.columns}{module}"
        yield "symbol", f"{size}, {len(one.symbol.data)} bytes, read by {one.symbol.reader.value}"
    if one.message is not None:
        yield from _of_message(one.message)
    elif one.text:
        yield "lettering", " · ".join(printable(element.string) for element in one.text)
    yield "signature", one.signature.value
    if one.period is not None:
        yield "period", _period(one.period)


def _of_message(message: Message) -> Iterator[tuple[str, str]]:
    words = as_dict(message)
    yield "postage", f"{_known(words['amount'], '$')}, {_device(words)}"
    if "mailing_date" in words:
        to = f" to {words['destination']}" if words["destination"] else ""
        yield "mailed", f"{words['mailing_date'] or 'undated'} from {_known(words['licensing_zip'])}{to}"
        registers = (_known(words[f"{way}_register"], "$") for way in ("ascending", "descending"))
        yield "registers", "ascending {}, descending {}".format(*registers)


def summary(one: CheckedIndicium) -> str:
    """An indicium in one line, without the destination: that is a customer's address."""
    period = [] if one.period is None else [_period(one.period)]
    said = _summed(one.message) if one.message is not None else [printable(e.string) for e in one.text]
    parts = [one.kind.value, *said, f"signature {one.signature.value}", *period]
    return " · ".join(parts[1:] if one.message is not None else parts)


def _summed(message: Message) -> list[str]:
    words = as_dict(message)
    dated = [f"dated {words['mailing_date']}"] if words.get("mailing_date") else []
    return [_known(words["amount"], "$"), _device(words), *dated]


def printable(text: str) -> str:
    """The text with everything replaced that a terminal would act on."""
    return "".join(character if character.isprintable() else "�" for character in text)


def _device(words: Words) -> str:
    if "manufacturer" not in words:
        return f"device {_known(words['vendor'])}-{_known(words['psd_serial'])}"
    serial = words["psd_serial"]
    digits = f"{serial:010d}" if isinstance(serial, int) else "?"
    name = printable(f"{_known(words['manufacturer'])}{_known(words['model'])}{digits}")
    return f"device {name}, certificate {_known(words['certificate_serial'])}"


def _known(word: str | int | None, sign: str = "") -> str:
    return "?" if word is None else f"{sign}{word}"


def _period(period: Period) -> str:
    if period.first is None:
        return f"{period.status.value}, any day is lawful"
    last = "" if period.last == period.first else f" to {period.last}"
    return f"{period.status.value}, lawful on {period.first}{last}"
