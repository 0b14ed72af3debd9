"""One inspection: readings and sights held against the records, item by item (501.26(b))."""

import datetime as dt
import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicia.errors import InputError
from indicia.spec.happenings import Event
from indicia.spec.inspections import CHECKS, MEASURED, Build, Item
from indicia.units import dollars
from provider.errors import ProviderRefused
from provider.inventory import Meter, News, Register

_SETTINGS = (Event.RESET, Event.CHECKED_IN, Event.CHECKED_OUT)
GOOD = "ok"
"""What an inspector says of an item without a remark."""


class Result(enum.StrEnum):
    """What an item came to."""

    GOOD = "good"
    IRREGULAR = "irregular"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What the meter shows."""

    device: str
    """Manufacturer, model and serial number as they stand on it."""
    ascending: int
    """Mills, before the .00 print."""
    descending: int
    """Mills, before the .00 print."""
    after_ascending: int
    """Mills, after the .00 print."""
    after_descending: int
    """Mills, after the .00 print."""
    seal: str = ""
    """Number of the locking seal; empty when it has none."""
    faults: tuple[str, ...] = ()
    """What the device says of itself: lockouts, a log that is not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the records say of it."""

    device: str
    """Manufacturer, model and serial number."""
    control_total: int
    """Mills, after the last setting."""
    set_on: dt.date
    """Day of that setting, or of the check-in."""
    seal: str = ""
    """Number of the locking seal at the last setting."""
    builds: frozenset[Build] = frozenset({Build.HOUSED})
    """How the meter is built: which items apply."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One item and what it came to."""

    item: Item
    """Which."""
    result: Result
    """How it is."""
    seen: str
    """What was read or seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A whole inspection."""

    readings: Readings
    """What the meter showed."""
    sources: Sources
    """What the records say."""
    findings: tuple[Finding, ...]
    """Every item, in the order of the rule."""
    inspector: str
    """Who inspected."""
    signed_by: str
    """Who signed for the licensee."""

    @property
    def irregular(self) -> tuple[Finding, ...]:
        """What is to be reported to the licensing postmaster at once (501.26(b)(8))."""
        return tuple(finding for finding in self.findings if finding.result is Result.IRREGULAR)


def sources_of(register: Register, device: str, builds: frozenset[Build] = frozenset({Build.HOUSED})) -> Sources:
    """What the provider's records say of a meter.

    Raises:
        ProviderRefused: it was never set.
    """
    meter, story = register.find(device), register.story(device)
    setting = next((h for h in reversed(story) if h.event in _SETTINGS and h.detail.get("descending")), None)
    if setting is None:
        raise ProviderRefused(f"the records hold no setting of {device}", "501.26(b)(3)")
    total = int(setting.detail["ascending"]) + int(setting.detail["descending"])
    seal = setting.detail.get("seal", "")
    return Sources(device=meter.device, control_total=total, set_on=setting.on, seal=seal, builds=builds)


def inspect(
    readings: Readings, sources: Sources, seen: Mapping[Item, str], *, inspector: str, signed_by: str
) -> Inspection:
    """What an inspection found.

    Args:
        readings: what the meter showed.
        sources: what the records say.
        seen: for each item that is no reading, `ok` or what is irregular; items that do not apply are left out.
        inspector: who inspected.
        signed_by: who signed for the licensee.

    Raises:
        InputError: an item that applies is left open, or nobody signed.
    """
    if not inspector.strip() or not signed_by.strip():
        raise InputError("an inspection names its inspector and who signed for the licensee (501.26(b)(7)(x))")
    told = {**seen, Item.SIGNATURE: GOOD}
    applying = [item for item in Item if CHECKS[item].build is None or CHECKS[item].build in sources.builds]
    left_open = [item for item in applying if item not in MEASURED and not told.get(item, "").strip()]
    if left_open:
        raise InputError(f"items that are not checked: {', '.join(left_open)}")
    measured = {finding.item: finding for finding in _measured(readings, sources)}
    findings = tuple(
        measured.get(item) or _seen(item, told[item]) if item in applying else Finding(item, Result.NOT_APPLICABLE, "")
        for item in Item
    )
    return Inspection(
        readings=readings,
        sources=sources,
        findings=_sealed(findings, readings, sources),
        inspector=inspector,
        signed_by=signed_by,
    )


def _measured(readings: Readings, sources: Sources) -> Iterator[Finding]:
    total = readings.ascending + readings.descending
    same = readings.device == sources.device
    yield _finding(Item.SERIAL, same, f"{readings.device}; records: {sources.device}")
    shown = f"{dollars(readings.ascending)} + {dollars(readings.descending)} = {dollars(total)}"
    faults = "; ".join(readings.faults)
    yield _finding(Item.REGISTERS, not faults, f"{shown}; {faults}" if faults else shown)
    held = f"{dollars(total)}; after the setting of {sources.set_on}: {dollars(sources.control_total)}"
    yield _finding(Item.CONTROL_TOTAL, total == sources.control_total, held)
    before, after = (readings.ascending, readings.descending), (readings.after_ascending, readings.after_descending)
    printed = f"before {dollars(before[0])}, {dollars(before[1])}; after {dollars(after[0])}, {dollars(after[1])}"
    yield _finding(Item.ZERO_PRINT, before == after, printed)


def _seen(item: Item, words: str) -> Finding:
    return _finding(item, words.strip().lower() == GOOD, words)


def _sealed(findings: Sequence[Finding], readings: Readings, sources: Sources) -> tuple[Finding, ...]:
    """The same, with the seal's number held against the one recorded at the last setting (501.26(b)(5))."""
    numbers = f"seal {readings.seal or 'none'}; at the last setting {sources.seal or 'none'}"
    return tuple(
        _finding(
            Item.SEAL, finding.result is Result.GOOD and readings.seal == sources.seal, f"{finding.seen}; {numbers}"
        )
        if finding.item is Item.SEAL and finding.result is not Result.NOT_APPLICABLE
        else finding
        for finding in findings
    )


def _finding(item: Item, good: bool, seen: str) -> Finding:
    return Finding(item, Result.GOOD if good else Result.IRREGULAR, seen)


def write_down(register: Register, inspection: Inspection, at: dt.datetime) -> Meter:
    """The meter after its inspection; what is irregular is due to be reported the same day."""
    readings, device = inspection.readings, inspection.sources.device
    irregular = "; ".join(f"{finding.item}: {finding.seen}" for finding in inspection.irregular)
    detail = {
        "ascending": str(readings.after_ascending),
        "descending": str(readings.after_descending),
        "control_total": str(readings.ascending + readings.descending),
        "inspector": inspection.inspector,
        "result": "irregular" if irregular else "good",
    }
    if readings.seal:
        detail["seal"] = readings.seal
    meter = register.tell(device, News(Event.INSPECTED, at, detail))
    if irregular:
        register.tell(device, News(Event.IRREGULARITY_FOUND, at, {"found": irregular}))
    return meter
