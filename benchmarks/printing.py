"""Labels a second: our layout and renderers beside the plain way, the same words on the same page."""

import hashlib
from functools import partial

from benchmarks import plain
from benchmarks.measure import Timing, compare
from demo.office import LABEL, order
from demo.pictures import METER
from indicia.faces import Face, default_cache, default_search, find_face
from indicia.layout.layout import Layout
from indicia.layout.marks import Page, Text
from indicia.preflight import preflight
from indicia.render import pdf, png

LABELS = 200
_LENGTH = 113


def run() -> tuple[str, list[tuple[str, float, float]]]:
    """The title and, for each contender, labels a second and the ratio to the plain way."""
    face = find_face(None, default_search(), default_cache())
    messages = [hashlib.shake_256(str(number).encode()).digest(_LENGTH) for number in range(LABELS)]
    lines = [(t.x, t.baseline, t.size_pt, t.bold, t.string) for t in _texts(_layout(face))]
    fonts = (face.regular, face.bold)
    batches = compare(
        {
            "PDF of 200 labels": lambda: pdf.render(_pages(face, messages), face, title="bench"),
            "plain PDF of 200 labels": partial(plain.pdf, messages, lines, fonts),
        },
        rounds=5,
        warm_up=1,
    )
    singles = compare(
        {
            "PNG, one label": lambda: png.render(_pages(face, messages[:1]), face, title="bench"),
            "plain PNG, one label": partial(plain.png, messages[0], lines, fonts),
            "PDF, one label": lambda: pdf.render(_pages(face, messages[:1]), face, title="bench"),
            "plain PDF, one label": partial(plain.pdf, messages[:1], lines, fonts),
        },
        rounds=40,
    )
    return "printing: 4x6 label, 300 dpi, layout and rendering", [
        *_rates(batches, "PDF of 200 labels", LABELS),
        *_rates(singles, "PNG, one label", 1),
        *_rates(singles, "PDF, one label", 1),
    ]


def _rates(timings: dict[str, Timing], name: str, labels: int) -> list[tuple[str, float, float]]:
    ours, theirs = timings[name], timings[f"plain {name}"]
    return [
        (name, labels * 1000 / ours.median_ms, theirs.median_ms / ours.median_ms),
        (f"plain {name}", labels * 1000 / theirs.median_ms, 1.0),
    ]


def _layout(face: Face) -> Layout:
    return preflight(order(LABEL), METER, face, dpi=300, message_length=_LENGTH).layout


def _pages(face: Face, messages: list[bytes]) -> list[Page]:
    """A page a message, each laid out and judged anew as a batch of different orders would be."""
    return [_layout(face).page(message) for message in messages]


def _texts(layout: Layout) -> list[Text]:
    return [*layout.indicium.lettering, *layout.surroundings.addresses]
