"""Inspections of meters in use: what is due by security level, what is checked, what was found.

Takes: readings (of an inspector or of a device itself), what the inspector saw, the provider's records.
Gives: lists of inspections due, inspection reports item by item, irregularities to be reported at once.
Cites: DMM 604.4.3.7; 39 CFR 501.23(f), 501.26.
Never: calls an inspection done that leaves an item open, or clears a register.
"""

from provider.inspection.device import readings_of
from provider.inspection.inspecting import (
    Finding,
    Inspection,
    Readings,
    Result,
    Sources,
    inspect,
    sources_of,
    write_down,
)
from provider.inspection.report import report
from provider.inspection.schedule import inspections_due

__all__ = [
    "Finding",
    "Inspection",
    "Readings",
    "Result",
    "Sources",
    "inspect",
    "inspections_due",
    "readings_of",
    "report",
    "sources_of",
    "write_down",
]
