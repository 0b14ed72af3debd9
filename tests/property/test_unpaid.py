"""Laws of permits, precancels and reply formats, whatever is ordered."""

import itertools
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.order_files import document
from fixtures.unpaid import LETTERS, SIZES, check, parts
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.misfit import LayoutRefused
from indicia.model.order import parse_order
from indicia.rulebook.rows import rows
from indicia.spec.kinds import MailClass, Origin, Presort

WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ .-&", min_size=1, max_size=60).map(
    lambda text: "A" + " ".join(text.split())[:58]
)
OFFICES = st.fixed_dictionaries({"city": WORDS, "state": st.just("CT"), "zip": st.just("06926")})
LINES = st.none() | st.lists(WORDS, min_size=1, max_size=6).map(lambda lines: [*lines, "STAMFORD CT 06926-0700"])
PIECES = st.sampled_from(SIZES).map(lambda size: {"size": size})
RULES = {row.id for row in rows()}
DPIS = st.sampled_from([96, 200, 203, 300, 600])
RATES: dict[str, st.SearchStrategy[Any]] = {
    "mail_class": st.sampled_from([str(value) for value in MailClass]),
    "presort": st.none() | st.sampled_from([str(value) for value in Presort]),
    "origin": st.sampled_from([str(value) for value in Origin]),
}


COMPANIES = st.fixed_dictionaries({"company": WORDS, "permit_number": st.none(), "post_office": st.none()})
FORMATS = {"boxed": st.booleans(), "expedited": st.booleans()}
PERMITS = st.fixed_dictionaries({**RATES, **FORMATS, "post_office": OFFICES}) | st.tuples(
    st.fixed_dictionaries({**RATES, **FORMATS}), COMPANIES
).map(lambda pair: {**pair[0], **pair[1]})
POSTMARKS = st.fixed_dictionaries({**RATES, "post_office": OFFICES, "initials": st.none() | WORDS})
STAMPS = st.fixed_dictionaries({"width": st.floats(0.3, 4.0), "height": st.floats(0.2, 3.0)})


def require_lawful_or_refused(face: Face, changed: dict[str, Any], dpi: int) -> None:
    """What is laid out stays on the page and overlaps nowhere; what is not is refused by a rule of the book."""
    try:
        layout = check(face, parse_order(changed), dpi=dpi).layout
    except LayoutRefused as refusal:
        refused_by = {refusal.misfit.rule}
    else:
        refused_by = set()
        page = Box(0.0, 0.0, layout.job.width, layout.job.height)
        boxes = parts(layout)
        assert all(page.contains(box) for box in [*boxes, *(line.box for line in layout.indicium.lines)])
        assert 0 == max(one.intrusion(other) for one, other in itertools.combinations(boxes, 2))
    assert refused_by <= RULES


@given(asked=PERMITS, around=st.fixed_dictionaries({"mailpiece": PIECES, "from_": LINES, "to": LINES}), dpi=DPIS)
@settings(max_examples=120, deadline=None)
def test_any_permit_imprint(face: Face, asked: dict[str, Any], around: dict[str, Any], dpi: int) -> None:
    require_lawful_or_refused(face, document("permit-imprint", indicium=asked, **around), dpi)


@given(
    asked=POSTMARKS,
    around=st.fixed_dictionaries({"mailpiece": PIECES, "from_": LINES, "to": LINES, "stamp": STAMPS}),
    dpi=DPIS,
)
@settings(max_examples=120, deadline=None)
def test_any_postmark(face: Face, asked: dict[str, Any], around: dict[str, Any], dpi: int) -> None:
    require_lawful_or_refused(face, document("precancel-postmark", indicium=asked, **around), dpi)


@given(
    office=OFFICES,
    around=st.fixed_dictionaries(
        {
            "mailpiece": st.sampled_from(LETTERS).map(lambda size: {"size": size}),
            "from_": LINES,
            "to": LINES.filter(bool),
        }
    ),
    dpi=DPIS,
)
@settings(max_examples=120, deadline=None)
def test_any_business_reply(face: Face, office: dict[str, str], around: dict[str, Any], dpi: int) -> None:
    require_lawful_or_refused(face, document("business-reply", indicium={"post_office": office}, **around), dpi)


@given(
    around=st.fixed_dictionaries(
        {
            "mailpiece": st.sampled_from(LETTERS).map(lambda size: {"size": size}),
            "from_": LINES,
            "to": LINES.filter(bool),
        }
    ),
    dpi=DPIS,
)
@settings(max_examples=120, deadline=None)
def test_any_courtesy_reply(face: Face, around: dict[str, Any], dpi: int) -> None:
    require_lawful_or_refused(face, document("courtesy-reply", **around), dpi)
