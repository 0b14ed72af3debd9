"""What a report says of one page, still without a form: words and pictures, the same for HTML and PDF."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from indicia.faces import Face
from indicia.spec.kinds import Verdict
from verify.answer import Answer, AnyAnswer, ErrorAnswer, PageFinding
from verify.overlay.picture import annotated
from verify.overlay.view import Pixels
from verify.report_causes import cause
from verify.report_pictures import finding_picture
from verify.scans import Scan
from verify.words import ORDER, graded, limit, margin, measured, printable, standing, summary

NOT_READ = "NOT READ"
_QUALITY = 88
"""Of JPEG: lettering in it stays clean."""
_SIGNS = {"fail": "×", "undetermined": "?", "warns": "!", "marginal": "≈", "pass": "="}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over and under a report."""

    title: str
    on: dt.date
    """Day of deposit."""
    policy: str
    """Edition of the rules, or the policy's name."""
    face: str
    """Family that the pictures are lettered in."""
    readable: bool
    """Whether addresses are readable in the pictures."""

    @property
    def addresses(self) -> str:
        """What to say of them."""
        if self.readable:
            return "Addresses are readable in these pictures: they are customers' data, handle them so."
        return "Everything but postage marks and facing bars is made unreadable: addresses are customers' data."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file's form."""

    jpeg: bytes
    width: int
    """Pixels."""
    height: int


@dataclass(frozen=True, slots=True)
class Item:
    """One finding that a person should look at."""

    standing: str
    """One of `verify.words.ORDER`."""
    sign: str
    """The same as a character: colour is not the only sign."""
    rule: str
    section: str
    """Of the manual; empty outside it."""
    title: str
    asks: str
    """What the rule asks, in plain words."""
    measured: str
    limit: str
    margin: str
    """To spare or missing; empty where nothing is counted."""
    note: str
    cause: str
    """What is usually behind it."""
    remedy: str
    """What to do."""
    reading: bool
    """This project's reading of the text."""
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page of the input."""

    name: str
    verdict: str
    """Of the answer, or NOT_READ."""
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    """What stands on it, a line each, without addresses."""
    notes: tuple[str, ...]
    picture: Picture | None
    """The whole page with everything drawn over it."""
    items: tuple[Item, ...]
    """The most pressing first."""
    held: tuple[tuple[str, str, str, str], ...]
    """Rules that hold: id, title, measured, limit."""


def report_page(scan: Scan | None, answer: AnyAnswer, *, face: Face, addresses: bool) -> ReportPage:
    """What a report says of one answer.

    Args:
        scan: The page; None for an input that could not be read.
        answer: What the verifier says of it.
        face: To letter the pictures with.
        addresses: Leave addresses readable in them.
    """
    if isinstance(answer, ErrorAnswer):
        return ReportPage(_name(answer.file, 1), NOT_READ, (), (), (answer.message,), None, (), ())
    whole = None if scan is None else picture(annotated(scan.pixels, answer, face=face, addresses=addresses))
    ranked = sorted(answer.findings, key=lambda one: ORDER.index(standing(one.finding)))
    pressing = [one for one in ranked if standing(one.finding) != "pass"]
    return ReportPage(
        name=_name(answer.file, answer.page),
        verdict=answer.verdict.value,
        reasons=answer.reasons,
        facts=tuple(_facts(answer)),
        notes=tuple(map(printable, answer.seen.notes)),
        picture=whole,
        items=tuple(_item(scan, answer, one, face=face, addresses=addresses) for one in pressing),
        held=tuple(
            (one.finding.row.id, one.finding.row.title, measured(one.finding), limit(one.finding))
            for one in ranked
            if standing(one.finding) == "pass"
        ),
    )


def counts(pages: Sequence[ReportPage]) -> list[tuple[str, int]]:
    """How many pages have each verdict, in the order of the verdicts; those that none has are left out."""
    order = [*(verdict.value for verdict in Verdict), NOT_READ]
    return [(word, n) for word in order if (n := sum(page.verdict == word for page in pages))]


def picture(rgb: Pixels) -> Picture:
    """The pixels as JPEG."""
    _, encoded = cv2.imencode(".jpg", np.ascontiguousarray(rgb[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return Picture(encoded.tobytes(), rgb.shape[1], rgb.shape[0])


def _name(file: str | None, page: int) -> str:
    return printable(file or "picture") + (f", page {page}" if page > 1 else "")


def _facts(answer: Answer) -> Iterator[str]:
    piece = answer.seen.mailpiece
    if piece is None:
        yield "no scale: nothing is measured"
    else:
        size = f"{piece.width.value:.3f} x {piece.height.value:.3f} in"
        yield f"{piece.shape.value}, {size}, {piece.dpi:.0f} dpi (from {piece.dpi_source.value})"
    for one in answer.indicia:
        yield summary(one)
        if one.symbol is not None and one.symbol.quality is not None:
            yield f"print quality {graded(one.symbol.quality)}"


def _item(scan: Scan | None, answer: Answer, one: PageFinding, *, face: Face, addresses: bool) -> Item:
    finding = one.finding
    row = finding.row
    shown = None if scan is None else finding_picture(scan.pixels, answer, one, face=face, addresses=addresses)
    return Item(
        standing=standing(finding),
        sign=_SIGNS[standing(finding)],
        rule=row.id,
        section=row.section,
        title=row.title,
        asks=row.explanation,
        measured=measured(finding),
        limit=limit(finding),
        margin=margin(finding).removeprefix(", "),
        note=printable(finding.measurement.note),
        cause=cause(one),
        remedy=row.remedy,
        reading=row.reading,
        picture=None if shown is None else picture(shown),
    )
