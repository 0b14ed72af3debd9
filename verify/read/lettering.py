"""Lettering of a piece: every line in some regions, read and measured.

Letters are found by their ink (`verify.locate.text`), compared with the face's own outlines under the blur and
spread of ink that this print shows, and read together with the pen's steps by advance widths.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from indicia.faces import Face
from indicia.geometry import Box
from verify.locate.ink import Levels
from verify.locate.parts import Ink, ink_of
from verify.locate.plane import Plane
from verify.locate.segments import Segments
from verify.locate.text import lines
from verify.measure import lettering as measure
from verify.read import said
from verify.read.cells import Floats, Pyramid, Singles
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
SIZES_PT = (3.0, 32.0)
"""What lettering of indicia and addresses measures, with a margin; smaller and larger is not reported."""
LEAST_HEIGHT = 0.018
"""Inches: letters without ascender of 3 points, less a pixel of a 300-dpi scan."""
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
    rows = lines(ink)
    if rows is None:
        return
    found = stretches(rows, LEAST_HEIGHT * patch.dpi)
    if found is not None:
        reader = Reader(Pyramid(ink.values), found, face)
        yield from _runs(reader.read(), reader, ink)


def _runs(read: Read, reader: Reader, ink: Ink) -> Iterator[TextSeen]:
    """The runs of all stretches: wide gaps part them."""
    parted, known, dpi = read.view.parted, reader.known, ink.patch.dpi
    runs = Segments.split((read.spaces < 0) | parted.begins)
    of = parted.owner[runs.starts]
    places = read.pens_em * read.view.setting.em_x[parted.owner]
    off = places - (runs.sums(places) / runs.counts)[runs.owner]
    broken, filled = (runs.most(share) for share in said.harm(read, reader.matcher))
    corner = np.array((ink.patch.box.left, ink.patch.box.top) * 2)
    sides = said.ink_boxes(read, reader.known) / ink.patch.dpi + corner
    around = (runs.least(sides[:, 0]), runs.least(sides[:, 1]), runs.most(sides[:, 2]), runs.most(sides[:, 3]))
    columns = (
        measure.by_widths(places, read.chosen, read.spaces, known, runs),
        read.view.setting.em_x[of].tolist(),
        read.view.setting.em_y[of].tolist(),
        read.view.setting.slope[of].tolist(),
        runs.medians(read.misfit).tolist(),
        np.sqrt(runs.sums(off * off)).tolist(),
        read.view.bold[of].tolist(),
        read.view.telling[of].tolist(),
        read.view.table["amplitude"][of].tolist(),
        broken.tolist(),
        filled.tolist(),
        [Box(*one) for one in np.stack(around, axis=1).tolist()],
        _written(read, runs, reader, sides),
    )
    for widths, em_x, em_y, slope, misfit, spread, bold, telling, amplitude, *harm, box, (
        string,
        glyphs,
        simple,
    ) in zip(*columns, strict=True):
        size_pt = measure.size_pt(widths, em_y, dpi, len(glyphs))
        if SIZES_PT[0] <= size_pt.value <= SIZES_PT[1]:
            yield TextSeen(
                string=string,
                box=box,
                glyphs=glyphs,
                size_pt=size_pt,
                bold=bool(bold) if telling and not simple else None,
                arial=measure.is_arial(widths, em_y, misfit, dpi),
                contrast=measure.contrast(amplitude * ink.contrast, ink.paper),
                broken=harm[0],
                filled=harm[1],
                angle_deg=measure.angle(slope, (em_x, em_y), spread),
            )


def _written(
    read: Read, runs: Segments, reader: Reader, sides: Floats
) -> Iterator[tuple[str, tuple[GlyphSeen, ...], bool]]:
    """What each run says, its characters, and whether it is of simple ones alone."""
    boxes = [Box(*one) for one in sides.tolist()]
    characters = [reader.known.characters[number] for number in read.chosen.tolist()]
    spaces, sure = read.spaces.tolist(), _confidence(read, runs).tolist()
    for start, count in zip(runs.starts.tolist(), runs.counts.tolist(), strict=True):
        own = range(start, start + count)
        simple = count == 1 or sum(characters[at] in SIMPLE for at in own) >= SIMPLE_SHARE * count
        most = SIMPLE_CONFIDENCE if simple else 1.0
        string = "".join(" " * (at > start and spaces[at]) + characters[at] for at in own)
        yield string, tuple(GlyphSeen(characters[at], boxes[at], min(sure[at], most)) for at in own), simple


def _confidence(read: Read, runs: Segments) -> Floats:
    """N: odds against the next best character, how well this one fits, and how well the run does."""
    odds = 1 / (1 + np.exp(-np.minimum(read.margin, 30.0)))
    few = runs.counts < FEW
    mean = runs.sums(read.misfit) / runs.counts
    own = np.where(few[runs.owner], _within(read.misfit, FEW_NO_FIT), _within(read.misfit, NO_FIT))
    whole = np.where(few, _within(mean, FEW_NO_FIT), _within(mean, RUN_NO_FIT))
    return np.asarray(odds * own * whole[runs.owner], dtype=np.float64)


def _within(misfit: Floats | Singles, limits: tuple[float, float]) -> Floats:
    """1 up to the lower limit, 0 from the upper one."""
    return np.asarray(np.clip((limits[1] - misfit) / (limits[1] - limits[0]), 0, 1), dtype=np.float64)
