"""PNG: one page of whole pixels, one bit a pixel; a few more where it has several inks."""

import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from indicia.faces import Face
from indicia.layout.marks import Banner, BarsMark, Frame, Page, Rule, SymbolMark, Text
from indicia.render import png_file
from indicia.render.about import MAKER, description
from indicia.render.boxes import filled
from indicia.render.canvas import Canvas, Painting, Pixels
from indicia.render.glyphs import STEPS_PX, font, glyph
from indicia.render.lettering import BANNER_HALO, BANNER_LINE, banner_steps_pt, steps_pt
from indicia.units import POINTS_PER_INCH


def render(pages: Sequence[Page], face: Face, *, title: str) -> bytes:
    """The one page of `pages` at its own resolution, which the file states (pHYs).

    Raises:
        ValueError: not exactly one page.
    """
    (page,) = pages
    texts = {"Title": title, "Software": MAKER, "Description": description(pages, face)}
    painting = paint(page, face)
    if painting.plain:
        return png_file.encode_black(painting.dark, dpi=page.dpi, texts=texts)
    return png_file.encode_coloured(painting.numbers, painting.palette, dpi=page.dpi, texts=texts)


def draw(page: Page, face: Face) -> Pixels:
    """The pixels of a page.

    Returns:
        ndarray of shape (H, W), True is ink of any colour; the page's size times its resolution, rounded.
    """
    return paint(page, face).dark


def paint(page: Page, face: Face) -> Painting:
    """The pixels of a page, each with its ink."""
    canvas = Canvas(page)
    for mark in page.marks:
        canvas.use(mark.ink)
        match mark:
            case Text():
                _draw_text(canvas, page, mark, face)
            case SymbolMark():
                _draw_symbol(canvas, page, mark)
            case BarsMark() | Rule() | Frame():
                for box in filled(mark, page.dpi):
                    canvas.fill(box)
            case Banner():
                _draw_banner(canvas, page, mark, face)
    return canvas.painting()


def _draw_symbol(canvas: Canvas, page: Page, mark: SymbolMark) -> None:
    pixels = mark.modules.repeat(mark.module_dots, axis=0).repeat(mark.module_dots, axis=1)
    canvas.stamp(pixels, round(mark.box.left * page.dpi), round(mark.box.top * page.dpi))


def _draw_text(canvas: Canvas, page: Page, mark: Text, face: Face) -> None:
    file = face.file(bold=mark.bold)
    scale = page.dpi / POINTS_PER_INCH
    size_px = mark.size_pt * scale
    row, phase_y = divmod(math.floor(mark.baseline * page.dpi * STEPS_PX), STEPS_PX)
    pen = mark.x * page.dpi
    for character, step in zip(mark.string, steps_pt(mark, face), strict=True):
        bounds = face.bounds(character, bold=mark.bold)
        if bounds is not None:
            column, phase_x = divmod(math.floor(pen * STEPS_PX), STEPS_PX)
            drawn = glyph(file, character, size_px, (phase_x, phase_y), bounds)
            canvas.stamp(drawn.pixels, column + drawn.left_px, row + drawn.top_px)
        pen += step * scale


def _draw_banner(canvas: Canvas, page: Page, mark: Banner, face: Face) -> None:
    """Outlined white letters with a white halo: read on any ground, and what lies beside them stays legible."""
    size_px = mark.size_pt * page.dpi / POINTS_PER_INCH
    letters = _turned_lettering(page, mark, face, margin=round(size_px))
    center_x, center_y = (round(side * page.dpi) for side in mark.box.center)
    left, top = center_x - letters.shape[1] // 2, center_y - letters.shape[0] // 2
    canvas.erase(_outline(letters, BANNER_HALO * size_px) | (letters > 0), left, top)
    canvas.stamp(_outline(letters, BANNER_LINE * size_px), left, top)


def _turned_lettering(page: Page, mark: Banner, face: Face, margin: int) -> npt.NDArray[np.uint8]:
    """The banner's letters, filled and turned; their middle is the middle of the picture. 255 is inside."""
    scale = page.dpi / POINTS_PER_INCH
    size_px = mark.size_pt * scale
    steps = banner_steps_pt(mark, face)
    capital = face.cap_height(bold=True) * size_px
    width, height = round(sum(steps) * scale) + 2 * margin, round(capital) + 2 * margin
    image = Image.new("L", (width, height))
    drawing, pen = ImageDraw.Draw(image), float(margin)
    for character, step in zip(mark.string, steps, strict=True):
        drawing.text((pen, margin + capital), character, fill=255, font=font(face.bold, size_px), anchor="ls")
        pen += step * scale
    turned = image.rotate(mark.angle_deg, resample=Image.Resampling.BICUBIC, expand=True)
    return np.where(np.asarray(turned) >= 128, np.uint8(255), np.uint8(0))


def _outline(letters: npt.NDArray[np.uint8], line_px: float) -> Pixels:
    """The lines of `letters`, `line_px` wide, half of it on either side of the edge."""
    side = max(3, round(line_px) | 1)
    pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.morphologyEx(letters, cv2.MORPH_GRADIENT, pen)) > 0
