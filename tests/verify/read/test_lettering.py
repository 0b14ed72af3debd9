"""Lettering is read and measured: characters, size, weight, face, harm, and no words where there are none."""

import difflib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from fixtures.handplaced import Pixels, Wish, place
from fixtures.lettering import Scanned, Set, degraded, random_lines, scan, scratched, set_lines
from fixtures.printscan import Look, print_and_scan
from indicia.errors import InputError
from indicia.faces import Face, default_cache, default_search, find_face
from indicia.geometry import Box
from indicia.layout.marks import Page
from indicia.render.png import draw
from indicia.spec.kinds import Role
from indicia.typeset import join, set_run
from verify.locate.ink import Levels
from verify.locate.plane import Plane, inverse
from verify.read.lettering import read_lettering
from verify.seen import TextSeen

BLOCK = [
    ("US POSTAGE", 10.0, True),
    ("$0.370", 14.0, True),
    ("FIRST-CLASS MAIL", 8.0, True),
    ("JUN 15 2005", 8.0, False),
    ("MAILED FROM 06926", 8.0, False),
    ("ZZ 01 0000001001", 8.0, False),
]
BLOCKS = 5
SEED = 41
OTHERS = Path("/usr/share/fonts/truetype")


@cache
def face() -> Face:
    return find_face(None, default_search(), default_cache())


def read(seen: Scanned) -> tuple[TextSeen, ...]:
    return read_lettering(seen.plane, [seen.region], face(), levels=seen.levels)


def block(look: Look, made: Set | None = None) -> tuple[TextSeen, ...]:
    return read(scan(made or set_lines(face(), BLOCK), np.random.default_rng(SEED), look))


def wrong(seen: Scanned) -> tuple[int, int]:
    """Characters that are wrong, missing or too many, and all there are."""
    said = read(seen)
    errors = count = 0
    for text in seen.texts:
        middle = sum(text.ink_box.center[1:])
        here = sorted((t for t in said if t.box.top < middle < t.box.bottom), key=lambda t: t.box.left)
        got, asked = ("".join(part.split()) for part in ("".join(t.string for t in here), text.string))
        same = sum(
            match.size for match in difflib.SequenceMatcher(None, asked, got, autojunk=False).get_matching_blocks()
        )
        errors += max(len(asked), len(got)) - same
        count += len(asked)
    return errors, count


@pytest.mark.parametrize("dpi", [200, 240, 300, 400, 600])
def test_an_indicium_block_is_read_and_measured(dpi: int) -> None:
    texts = block(Look(scan_dpi=dpi))
    assert [string for string, _, _ in BLOCK] == [text.string for text in texts]
    assert [bold for _, _, bold in BLOCK] == [text.bold for text in texts]
    # Figures alone do not make a face.
    assert [True, None, True, True, True, None] == [text.arial for text in texts]
    assert all(text.confidence > 0.8 for text in texts)
    for text, (_, size_pt, _) in zip(texts, BLOCK, strict=True):
        assert abs(text.size_pt.value - size_pt) <= min(0.2, text.size_pt.uncertainty + 0.05)


@pytest.mark.parametrize(("dpi", "share"), [(300, 0.998), (200, 0.99)])
def test_clean_lettering_is_read(dpi: int, share: float) -> None:
    assert share <= right([Look(scan_dpi=dpi)] * BLOCKS, scratches=0)


@pytest.mark.parametrize("dpi", [200, 300])
def test_degraded_lettering_is_read(dpi: int) -> None:
    rng = np.random.default_rng(SEED)
    assert 0.98 <= right([degraded(rng, dpi) for _ in range(BLOCKS)], scratches=1)


def right(looks: list[Look], *, scratches: int) -> float:
    errors = count = 0
    for number, look in enumerate(looks):
        rng = np.random.default_rng((SEED, number))
        made = set_lines(face(), random_lines(rng))
        if scratches:
            made = scratched(made, rng, scratches)
        bad, all_ = wrong(scan(made, rng, look))
        errors, count = errors + bad, count + all_
    return 1 - errors / count


def test_ink_boxes_lie_where_the_ink_lies() -> None:
    seen = scan(set_lines(face(), BLOCK), np.random.default_rng(SEED), Look())
    for text, truth in zip(read(seen), seen.texts, strict=True):
        sides = zip(
            (text.box.left, text.box.top, text.box.right, text.box.bottom),
            (truth.ink_box.left, truth.ink_box.top, truth.ink_box.right, truth.ink_box.bottom),
            strict=True,
        )
        assert all(abs(seen_ - true) <= 0.003 for seen_, true in sides)


def test_two_sizes_on_one_baseline_are_two_runs() -> None:
    large = set_run(face(), "USPS", role=Role.OTHER, size_pt=14.0, bold=True)
    small = set_run(face(), "PERMIT", role=Role.OTHER, size_pt=8.0, bold=True)
    texts = join((large, small), 0.05).at(0.3, 0.6)
    page = Page(2.0, 1.0, 600, texts)
    made = Set(np.where(draw(page, face()), np.uint8(0), np.uint8(255)), 600, texts)
    seen = sorted(block(Look(), made), key=lambda text: text.box.left)
    assert [("USPS", 14), ("PERMIT", 8)] == [(text.string, round(text.size_pt.value)) for text in seen]


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("FIRST-CLASS MAIL", 8.0, True), ("06926", 8.0, False)),
        (("US POSTAGE", 10.5, True), ("$0.37", 11.0, True)),
    ],
)
def test_words_of_two_kinds_near_each_other_are_two_runs(
    left: tuple[str, float, bool], right: tuple[str, float, bool], dpi: int
) -> None:
    runs = [set_run(face(), words, role=Role.OTHER, size_pt=size, bold=bold) for words, size, bold in (left, right)]
    texts = join((runs[0], runs[1]), 0.05).at(0.3, 0.6)
    made = Set(np.where(draw(Page(2.2, 1.0, 600, texts), face()), np.uint8(0), np.uint8(255)), 600, texts)
    seen = sorted(block(Look(scan_dpi=dpi), made), key=lambda text: text.box.left)
    assert [left, right] == [(text.string, round(2 * text.size_pt.value) / 2, text.bold) for text in seen]
    assert all(text.confidence > 0.8 for text in seen)


def test_noise_on_paper_is_no_lettering() -> None:
    seen = scan(set_lines(face(), [("A", 8.0, False)]), np.random.default_rng(SEED), Look(scan_dpi=200, noise=8.0))
    region = seen.region.grown(0.1)
    said = read_lettering(seen.plane, [region], face(), levels=seen.levels, without=[seen.region])
    assert () == said


def test_the_slant_of_lettering_is_measured() -> None:
    seen = scan(set_lines(face(), BLOCK), np.random.default_rng(SEED), Look())
    turn = np.radians(2.0)
    turned = np.array([(np.cos(turn), np.sin(turn), 0.0), (-np.sin(turn), np.cos(turn), 0.4), (0, 0, 1.0)])
    to_piece = turned @ seen.plane.to_piece
    plane = Plane(seen.plane.gray, to_piece, inverse(to_piece), seen.plane.width, seen.plane.height + 0.4, 300.0)
    texts = read_lettering(plane, [Box(0.0, 0.0, plane.width, plane.height)], face(), levels=seen.levels)
    assert sorted(string for string, _, _ in BLOCK) == sorted(text.string for text in texts)
    assert all(abs(text.angle_deg.value - 2.0) <= text.angle_deg.uncertainty + 0.05 for text in texts)


def test_contrast_falls_with_paler_ink() -> None:
    black, pale = (min(text.contrast for text in block(Look(ink=ink))) for ink in (30, 130))
    assert 0.8 < black
    assert 0.38 < pale < 0.6


def test_scratches_break_strokes_and_spread_ink_fills_counters() -> None:
    rng = np.random.default_rng(SEED)
    clean = block(Look())
    broken = block(Look(), scratched(set_lines(face(), BLOCK), rng, 14))
    filled = block(Look(ink_gain_mil=4.0))
    assert 0.0 == max(text.broken for text in clean) == max(text.filled for text in clean)
    assert 0.03 < max(text.broken for text in broken)
    assert 0.05 < max(text.filled for text in filled)


@pytest.mark.parametrize("file", ["dejavu/DejaVuSans.ttf", "dejavu/DejaVuSerif.ttf"])
def test_another_face_is_told(file: str) -> None:
    try:
        other = find_face(OTHERS / file, [], default_cache())
    except InputError:
        pytest.skip(f"{file} is not installed")
    seen = scan(set_lines(other, BLOCK), np.random.default_rng(SEED), Look())
    told = [text.arial for text in read(seen) if len(text.glyphs) >= 6]
    assert told
    assert not any(told)


def confident(pixels: Pixels, dpi: int) -> list[str]:
    matrix = np.diag((1 / dpi, 1 / dpi, 1.0))
    height, width = (side / dpi for side in pixels.shape)
    plane = Plane(pixels, matrix, inverse(matrix), width, height, float(dpi))
    texts = read_lettering(plane, [Box(0.0, 0.0, width, height)], face(), levels=Levels(30.0, 245.0))
    return [text.string for text in texts if text.confidence >= 0.5]


@pytest.mark.parametrize("dpi", [200, 300])
def test_symbols_bars_and_noise_say_nothing_with_confidence(dpi: int) -> None:
    rng = np.random.default_rng(SEED)
    bare = place(Wish(lettering=(), address=False, return_address=False))
    seen = print_and_scan(bare.pixels, bare.dpi, rng, Look(scan_dpi=dpi, noise=3.0)).pixels
    torn = seen.copy()
    for row, column in rng.integers(0, 5 * dpi, (400, 2)):
        torn[row : row + 20, column + dpi : column + dpi + 14] = 245
    top = slice(0, round(1.4 * dpi))
    assert [] == confident(np.ascontiguousarray(seen[top]), dpi)
    assert [] == confident(np.ascontiguousarray(torn[top]), dpi)
    assert [] == confident(np.clip(245 + rng.normal(0, 30, (dpi // 2, dpi // 2)), 0, 255).astype(np.uint8), dpi)
