"""Lettering of a piece: every line in some regions, read and measured.

Letters are found by their ink (`verify.locate.text`), compared with the face's own outlines under the blur and
spread of ink that this print shows, and read together with the pen's steps by advance widths.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from indicia.geometry import Box, union
from verify.locate.edges import middle
from verify.locate.ink import Levels
from verify.locate.parts import Ink, ink_of
from verify.locate.plane import Plane
from verify.locate.text import lines
from verify.measure import lettering as measure
from verify.read import said
from verify.read.cells import Floats, Pyramid
from verify.read.recognition import Reader
from verify.read.said import Read
from verify.read.stretches import stretches
from verify.seen import GlyphSeen, TextSeen

FINEST_DPI = 300
"""Finer scans are averaged down to half or a third of their scale when that is at least this."""
NO_FIT = (0.12, 0.4)
"""Unexplained share of a character's ink up to which its confidence is whole, and from which it is nothing."""
RUN_NO_FIT = (0.08, 0.3)
"""Likewise the mean over a run: specks and modules are alike one character here and there, not many together."""
FEW = 3
"""Characters under which a run is a chance likeness rather than lettering unless it fits closely."""
FEW_NO_FIT = (0.04, 0.12)
"""Both for such a run."""
SIZES_PT = (3.5, 32.0)
"""What lettering of indicia and addresses measures, with a margin; smaller and larger is not reported."""
LEAST_HEIGHT = 0.023
"""Inches: letters without ascender of 3.5 points, less a pixel of a 300-dpi scan."""
SIMPLE = frozenset(".,-'|Iijl:;_=\"`!/\\")
"""Characters that bars, specks and edges look like."""
SIMPLE_SHARE = 0.7
"""Share of them from which a run is not taken for lettering."""
SIMPLE_CONFIDENCE = 0.4
"""Of a run of simple characters, or of a single one, at most: a blot may look like any."""


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
    left, top = max(0.0, region.left), max(0.0, region.top)
    right, bottom = min(plane.width, region.right), min(plane.height, region.bottom)
    if right <= left or bottom <= top:
        return
    inside = Box(left, top, right, bottom)
    factor = max(1, int(plane.dpi // FINEST_DPI))
    patch = plane.straight(inside, factor) or plane.patch(inside, plane.dpi / factor)
    ink = ink_of(patch, levels, without)
    reader = Reader(Pyramid(ink.values), face)
    found = [stretch for line in lines(ink) for stretch in stretches(line)]
    least = LEAST_HEIGHT * patch.dpi
    reads = reader.read([stretch for stretch in found if stretch.height >= least])
    for read, harm in zip(reads, said.harm(reads, reader.matcher), strict=True):
        yield from _runs(read, harm, reader, ink)


def _runs(read: Read, harm: tuple[Floats, Floats], reader: Reader, ink: Ink) -> Iterator[TextSeen]:
    """The runs of a stretch: wide gaps part them."""
    for members in np.split(np.arange(len(read.chosen)), np.flatnonzero(read.spaces[1:] < 0) + 1):
        broken, filled = (float(shares[members].max()) for shares in harm)
        text = _text(read.of(members), (broken, filled), reader, ink)
        if SIZES_PT[0] <= text.size_pt.value <= SIZES_PT[1]:
            yield text


def _text(read: Read, harm: tuple[float, float], reader: Reader, ink: Ink) -> TextSeen:
    known, looked, dpi = reader.known, read.looked, ink.patch.dpi
    places = read.pens_em * looked.setting.em_x
    widths = measure.by_widths(places, read.chosen, read.spaces, known)
    string = said.string(read, known)
    simple = len(read.chosen) == 1 or sum(c in SIMPLE for c in string) >= SIMPLE_SHARE * len(read.chosen)
    confidence = np.minimum(_confidence(read), SIMPLE_CONFIDENCE if simple else 1.0)
    corner = np.array((ink.patch.box.left, ink.patch.box.top) * 2)
    boxes = [Box(*sides) for sides in (said.ink_boxes(read, known) / dpi + corner).tolist()]
    glyphs = tuple(
        GlyphSeen(character, box, float(sure))
        for character, box, sure in zip(string.replace(" ", ""), boxes, confidence, strict=True)
    )
    return TextSeen(
        string=string,
        box=union(glyph.box for glyph in glyphs),
        glyphs=glyphs,
        size_pt=measure.size_pt(widths, looked.setting, dpi, len(places)),
        bold=looked.bold if looked.telling and not simple else None,
        arial=measure.is_arial(widths, looked.setting, middle(read.misfit), dpi),
        contrast=measure.contrast(looked.amplitude * ink.contrast, ink.paper),
        broken=harm[0],
        filled=harm[1],
        angle_deg=measure.angle(looked.setting, places),
    )


def _confidence(read: Read) -> Floats:
    """N: odds against the next best character, how well this one fits, and how well the run does."""
    odds = 1 / (1 + np.exp(-np.minimum(read.margin, 30.0)))
    few = len(read.chosen) < FEW
    own = _within(read.misfit, FEW_NO_FIT if few else NO_FIT)
    return np.asarray(odds * own * _within(read.misfit.mean(), FEW_NO_FIT if few else RUN_NO_FIT), dtype=np.float64)


def _within(misfit: npt.NDArray[np.float32] | np.float32, limits: tuple[float, float]) -> Floats:
    """1 up to the lower limit, 0 from the upper one."""
    return np.asarray(np.clip((limits[1] - misfit) / (limits[1] - limits[0]), 0, 1), dtype=np.float64)
