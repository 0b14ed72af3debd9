"""Lettering of a piece: every line in some regions, read and measured.

Letters are found by their ink (`verify.locate.text`), compared with the face's own outlines under the blur and
spread of ink that this print shows, and read together with the pen's steps by advance widths.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from indicia.faces import Face
from indicia.geometry import Box, union
from verify.locate.ink import Levels
from verify.locate.plane import Patch, Plane
from verify.locate.text import Ink, ink_of, lines
from verify.measure import lettering as measure
from verify.read.cells import Floats, Pyramid
from verify.read.recognition import Read, Reader
from verify.read.stretches import stretches
from verify.seen import GlyphSeen, TextSeen

FINEST_DPI = 300
"""Finer scans are averaged down to half or a third of their scale when that is at least this."""
NO_FIT = (0.22, 0.6)
"""Unexplained share of a character's ink up to which its confidence is whole, and from which it is nothing."""
SIMPLE = frozenset(".,-'|Il:;_=\"`!/\\")
"""Characters that bars, specks and edges look like: without any other they are not taken for lettering."""
SIMPLE_CONFIDENCE = 0.4
"""Of lettering that has no other characters."""


def read_lettering(
    plane: Plane, regions: Sequence[Box], face: Face, *, levels: Levels, without: Sequence[Box] = ()
) -> tuple[TextSeen, ...]:
    """Every run of lettering in some regions of the piece.

    Args:
        plane: The piece.
        regions: Where to look, inches; apart from each other.
        face: The face that lettering should have.
        levels: Grey of ink and paper.
        without: What is not lettering: symbols, bars.
    """
    found = [text for region in regions for text in _region(plane, region, face, levels, list(without))]
    return tuple(sorted(found, key=lambda text: (text.box.top, text.box.left)))


def _region(plane: Plane, region: Box, face: Face, levels: Levels, without: list[Box]) -> Iterator[TextSeen]:
    inside = Box(
        max(0.0, region.left), max(0.0, region.top), min(plane.width, region.right), min(plane.height, region.bottom)
    )
    patch = plane.patch(inside, plane.dpi / max(1, int(plane.dpi // FINEST_DPI)))
    ink = ink_of(patch, levels, without)
    reader = Reader(Pyramid(ink.values), face)
    for read in reader.read([stretch for line in lines(ink) for stretch in stretches(line)]):
        yield from _runs(read, reader, ink)


def _runs(read: Read, reader: Reader, ink: Ink) -> Iterator[TextSeen]:
    """The runs of a stretch: wide gaps part them."""
    for members in np.split(np.arange(len(read.chosen)), np.flatnonzero(read.spaces[1:] < 0) + 1):
        yield _text(read.of(members), reader, ink)


def _text(read: Read, reader: Reader, ink: Ink) -> TextSeen:
    known, looked, dpi = reader.known, read.looked, ink.patch.dpi
    places = read.pens_em * looked.setting.em_x
    widths = measure.by_widths(places, read.chosen, read.spaces, known)
    broken, filled = measure.harm(looked.cells, looked.drawn.centred[read.chosen])
    string = reader.string(read)
    glyphs = _glyphs(read, reader, ink.patch, string)
    return TextSeen(
        string=string,
        box=union(glyph.box for glyph in glyphs),
        glyphs=glyphs,
        size_pt=measure.size_pt(widths, looked.setting, dpi, len(places)),
        bold=looked.bold,
        arial=None,
        contrast=measure.contrast(looked.amplitude * ink.contrast, ink.paper),
        broken=float(broken.max()),
        filled=float(filled.max()),
        angle_deg=measure.angle(looked.setting, places),
    )


def _glyphs(read: Read, reader: Reader, patch: Patch, string: str) -> tuple[GlyphSeen, ...]:
    confidence = _confidence(read)
    if set(string) <= SIMPLE | {" "}:
        confidence = np.minimum(confidence, SIMPLE_CONFIDENCE)
    sides = reader.ink_boxes(read)
    return tuple(
        GlyphSeen(character, patch.inches(*(float(side) for side in box)), float(sure))
        for character, box, sure in zip(string.replace(" ", ""), sides, confidence, strict=True)
    )


def _confidence(read: Read) -> Floats:
    """N: odds against the next best character, and how well this one fits."""
    odds = 1 / (1 + np.exp(-np.minimum(read.margin, 30.0)))
    fit = np.clip((NO_FIT[1] - read.misfit) / (NO_FIT[1] - NO_FIT[0]), 0, 1)
    return np.asarray(odds * fit, dtype=np.float64)
