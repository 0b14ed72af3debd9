"""`--report`: the answers of a run as one file for people, HTML or PDF by its name."""

import datetime as dt
from pathlib import Path

from indicia import files
from indicia.errors import OutputError, UsageError
from indicia.faces import default_cache, default_search, find_face
from verify.answer import AnyAnswer
from verify.report_html import html
from verify.report_page import Heading, ReportPage, report_page
from verify.report_pdf import pdf
from verify.scans import Scan

TITLE = "Mailpieces verified"
_HTML, _PDF = (".html", ".htm"), (".pdf",)


class ReportFile:
    """Collects what was answered; the file appears when it is written, whole or not at all."""

    def __init__(self, place: Path, *, on: dt.date, policy: str, addresses: bool) -> None:
        """Take nothing yet, but refuse a place that cannot be meant.

        Args:
            place: FILE.html or FILE.pdf.
            on: day of deposit.
            policy: the rules, as the operator named them.
            addresses: leave addresses readable.

        Raises:
            UsageError: another suffix.
            OutputError: a folder stands there.
        """
        if place.suffix.lower() not in (*_HTML, *_PDF):
            raise UsageError(f"--report {place}: allowed: FILE.html, FILE.pdf")
        if place.is_dir():
            raise OutputError(f"{place} is a folder; name a file in it")
        self._place = place
        self._face = find_face(None, default_search(), default_cache())
        self._heading = Heading(TITLE, on, policy, self._face.name, readable=addresses)
        self._pages: list[ReportPage] = []

    def add(self, scan: Scan | None, answer: AnyAnswer) -> None:
        """One page with its answer; no page for an input that could not be read."""
        addresses = self._heading.readable
        self._pages.append(report_page(scan, answer, face=self._face, addresses=addresses))

    def write(self) -> None:
        """Nothing; afterwards the report stands in its place.

        Raises:
            OutputError: it cannot be written.
        """
        if self._place.suffix.lower() in _PDF:
            data = pdf(self._pages, self._heading, self._face)
        else:
            data = html(self._pages, self._heading).encode("utf-8")
        files.replace(self._place, data)
