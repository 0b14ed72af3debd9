"""The report for people: what stands in it, what must not, and that both forms say the same."""

import base64
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import cv2
import numpy as np
import pypdfium2
import pytest

from fixtures.handplaced import Pixels
from indicia.errors import ExitCode
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.rulebook.row import Witness
from indicia.rulebook.rows import rows
from verify.answer import Answer, ErrorAnswer
from verify.overlay.focus import places
from verify.report_causes import cause, cause_of
from verify.report_html import html
from verify.report_page import NOT_READ, Heading, ReportPage, counts, report_page
from verify.report_pdf import pdf
from verify.report_pictures import SIZE_PX, finding_picture
from verify.scans import Scan, scan_of
from verify.seen import Measured, Seen
from verify.words import ORDER

Judge = Callable[..., Answer]
DESTINATION = "941031234"
BLANKET = cause_of("no such rule")


@pytest.fixture
def scan(picture: Pixels) -> Scan:
    return replace(scan_of(picture, 300), file="<i>a&b</i>.png")


@pytest.fixture
def bad(judge: Judge, letter: Seen) -> Answer:
    """Lettering in the FIM clear zone and too far to the right, matter in the clear zone, the day over."""
    parts = (letter.indicia[0].parts[0], Box(7.6, 0.25, 9.4, 1.0))
    mark = replace(
        letter.indicia[0],
        parts=parts,
        box=union(parts),
        intruders=(Box(4.9, 0.3, 5.2, 0.5),),
        clear_left=Measured(0.25, 0.004),
    )
    answer = judge(replace(letter, indicia=(mark,)), on=dt.date(2005, 6, 20))
    return replace(answer, file="<i>a&b</i>.png")


@pytest.fixture
def page(scan: Scan, bad: Answer, face: Face) -> ReportPage:
    return report_page(scan, bad, face=face, addresses=False)


@pytest.fixture
def heading(face: Face) -> Heading:
    return Heading("Mailpieces verified", dt.date(2005, 6, 20), "dmm-2005", face.name, readable=False)


class TestCauses:
    def test_every_rule_that_a_picture_witnesses_has_one_of_its_own(self) -> None:
        without = {row.id for row in rows() if Witness.PIXELS in row.witnesses and cause_of(row.id) == BLANKET}
        assert set() == without

    def test_every_rule_says_what_to_do(self) -> None:
        assert all(row.remedy for row in rows())

    def test_what_a_picture_leaves_open_is_explained_by_what_is_missing(self, judge: Judge, letter: Seen) -> None:
        piece = letter.mailpiece
        assert piece is not None
        answer = judge(replace(letter, mailpiece=replace(piece, cut_off=frozenset({"right"}))))
        one = next(one for one in answer.findings if one.finding.row.id == "604.4.8.3-right-edge")
        assert "the picture does not tell: the right edge lies outside the picture" == cause(one)


class TestPage:
    def test_the_most_pressing_comes_first_and_what_holds_apart(self, page: ReportPage, bad: Answer) -> None:
        ranks = [ORDER.index(item.standing) for item in page.items]
        assert ranks == sorted(ranks)
        assert len(bad.findings) == len(page.items) + len(page.held)
        assert {"604.4.8.3-right-edge", "604.4.8.3-fim-zone", "604.4.8.13-complete"} <= {i.rule for i in page.items}
        assert all(item.standing != "pass" for item in page.items)

    def test_every_item_has_its_picture_cause_and_remedy(self, page: ReportPage) -> None:
        for item in page.items:
            assert item.picture is not None
            assert (item.picture.width, item.picture.height) <= (SIZE_PX[0] + 1, SIZE_PX[1] + 1)
            assert item.cause
            assert item.remedy
        edge = next(item for item in page.items if item.rule == "604.4.8.3-right-edge")
        assert ("≥ 0.25 in", "off by 0.150", "604.4.8.3") == (edge.limit, edge.margin, edge.section)

    def test_no_address_stands_in_its_words(self, page: ReportPage) -> None:
        assert DESTINATION not in repr(replace(page, picture=None, items=()))
        assert not any(DESTINATION in repr(replace(item, picture=None)) for item in page.items)

    def test_an_input_that_was_not_read_has_its_place(self, face: Face) -> None:
        fault = ErrorAnswer("b.png", ExitCode.INPUT, "b.png: is empty")
        page = report_page(None, fault, face=face, addresses=False)
        assert (NOT_READ, ("b.png: is empty",), None) == (page.verdict, page.notes, page.picture)

    def test_pages_are_counted(self, page: ReportPage, face: Face) -> None:
        lost = report_page(None, ErrorAnswer("b", ExitCode.INPUT, "b"), face=face, addresses=False)
        assert [("UNACCEPTABLE", 2), (NOT_READ, 1)] == counts([page, lost, page])


class TestPictures:
    def test_addresses_are_made_unreadable_unless_asked_for(self, scan: Scan, bad: Answer, face: Face) -> None:
        whole = next(one for one in bad.findings if not places(bad, one))

        def sharp(*, addresses: bool) -> float:
            drawn = finding_picture(scan.pixels, bad, whole, face=face, addresses=addresses)
            assert drawn is not None
            gray = cv2.cvtColor(drawn, cv2.COLOR_RGB2GRAY)
            rows = slice(round(0.52 * len(gray)), round(0.76 * len(gray)))
            columns = slice(round(0.4 * gray.shape[1]), round(0.75 * gray.shape[1]))
            return float(np.abs(cv2.Laplacian(gray[rows, columns], cv2.CV_32F)).mean())

        assert sharp(addresses=True) > 10 * sharp(addresses=False)

    def test_a_page_without_scale_has_none(self, scan: Scan, judge: Judge, letter: Seen, face: Face) -> None:
        answer = judge(replace(letter, mailpiece=None, fim=None, indicia=()))
        page = report_page(scan, answer, face=face, addresses=False)
        assert page.items
        assert all(item.picture is None for item in page.items)
        assert page.picture is not None

    def test_a_zone_is_shown_with_what_enters_it(self, bad: Answer) -> None:
        one = next(one for one in bad.findings if one.finding.row.id == "604.4.8.3-fim-zone")
        assert (Box(7.6, 0.25, 9.4, 1.0), Box(6.5, 0.0, 7.75, 0.625)) == places(bad, one)

    def test_what_is_about_the_symbol_shows_the_symbol(self, bad: Answer) -> None:
        one = next(one for one in bad.findings if one.finding.row.id == "604.4.8.2-scannable")
        assert (bad.seen.symbols[0].box,) == places(bad, one)


class Tags(HTMLParser):
    """Every tag with what it refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class TestHtml:
    @pytest.fixture
    def text(self, page: ReportPage, heading: Heading) -> str:
        return html([page, page], heading)

    def test_it_works_without_a_network(self, text: str) -> None:
        tags = Tags()
        tags.feed(text)
        assert [] == tags.open
        assert all(source.startswith(("data:image/jpeg;base64,", "#p")) for source in tags.sources)
        assert not {"script", "link", "iframe"} & tags.names
        assert "url(" not in text

    def test_its_pictures_are_pictures(self, text: str, page: ReportPage) -> None:
        inside = re.findall(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", text)
        assert 2 * (1 + len(page.items)) == len(inside)
        for coded in inside[:3]:
            shown = cv2.imdecode(np.frombuffer(base64.b64decode(coded), np.uint8), cv2.IMREAD_COLOR)
            assert shown is not None

    def test_names_are_no_markup(self, text: str) -> None:
        assert "<i>a&b" not in text
        assert "&lt;i&gt;a&amp;b" in text

    def test_it_says_cause_remedy_and_what_was_made_unreadable(self, text: str, page: ReportPage) -> None:
        for words in ("likely cause", "what to do", "made unreadable", "no verifier", "UNACCEPTABLE"):
            assert words in text
        assert all(item.rule in text for item in page.items)

    def test_the_same_pages_give_the_same_text(self, text: str, page: ReportPage, heading: Heading) -> None:
        assert text == html([page, page], heading)

    def test_readable_addresses_are_announced(self, page: ReportPage, heading: Heading) -> None:
        assert "Addresses are readable" in html([page], replace(heading, readable=True))


class TestPdf:
    def test_it_says_the_same(self, page: ReportPage, heading: Heading, face: Face) -> None:
        document = pypdfium2.PdfDocument(pdf([page], heading, face))
        text = " ".join(" ".join(one.get_textpage().get_text_range() for one in document).split())
        for item in page.items:
            assert item.rule in text
            assert item.standing == "marginal" or item.remedy.split(",")[0] in text
        assert "Likely cause" in text
        assert "<i>a&b</i>.png" in text

    def test_the_same_pages_give_the_same_bytes(self, page: ReportPage, heading: Heading, face: Face) -> None:
        assert pdf([page], heading, face) == pdf([page], heading, face)
