"""An inspection as a document."""

import datetime as dt

from indicia.spec.inspections import CHECKS
from provider.documents import Column, Facts, Grid, SignHere, Statement
from provider.inspection.inspecting import Inspection


def report(inspection: Inspection, on: dt.date) -> Statement:
    """Every item with what was found, for the file and the licensee."""
    rows = tuple(
        (finding.item.value, CHECKS[finding.item].words, finding.result.value, finding.seen)
        for finding in inspection.findings
    )
    columns = (Column("Section", 1.5), Column("Checked", 2.6), Column("Result", 0.9), Column("Seen", 2.4))
    facts = (
        ("Meter", inspection.sources.device),
        ("Date", on.isoformat()),
        ("Inspector", inspection.inspector),
        ("Signed for the licensee by", inspection.signed_by),
        ("Irregular", str(len(inspection.irregular))),
    )
    parts = (Facts(facts), Grid(columns, rows), SignHere(("Licensee", "Inspector")))
    return Statement("Meter inspection", parts, foot="39 CFR 501.26(b)")
