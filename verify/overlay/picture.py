"""What an overlay shows: the picture with the drawing over it, and the findings below."""

import numpy as np
from PIL import Image

from indicia.faces import Face
from verify.answer import Answer
from verify.overlay.canvas import PAPER, Canvas, Look
from verify.overlay.grades import strips
from verify.overlay.marks import draw
from verify.overlay.panel import panel
from verify.overlay.sheet import MARGINS, Sheet, located
from verify.overlay.view import CELL, KEPT_MARGIN, Pixels, as_it_lies, faded, upright, veiled
from verify.seen import MailpieceSeen


def overlay(scan: Pixels, answer: Answer, *, face: Face, addresses: bool = False) -> Pixels:
    """The picture of one page with its answer drawn over it.

    Args:
        scan: the page as it was handed in, H x W or H x W x 3.
        answer: what the verifier says of it.
        face: to letter with.
        addresses: leave everything readable. Otherwise only the postage marks are: addresses are
            customers' data.

    Returns:
        H x W x 3, RGB.
    """
    drawn = _drawn(scan, answer, face, addresses=addresses)
    return _stacked([drawn, panel(answer, face, drawn.width), *strips(scan, answer, face, drawn.width)])


def annotated(scan: Pixels, answer: Answer, *, face: Face, addresses: bool = False) -> Pixels:
    """The same without the findings, for those who write them themselves."""
    drawn = _drawn(scan, answer, face, addresses=addresses)
    return _stacked([drawn, *strips(scan, answer, face, drawn.width)])


def _drawn(scan: Pixels, answer: Answer, face: Face, *, addresses: bool) -> Image.Image:
    piece = answer.seen.mailpiece
    if piece is None:
        return _unscaled(scan, answer, face, addresses=addresses)
    return _scaled(scan, answer, piece, face, addresses=addresses)


def _stacked(parts: list[Image.Image]) -> Pixels:
    """One under the other."""
    whole = Image.new("RGB", (parts[0].width, sum(part.height for part in parts)), PAPER)
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return np.asarray(whole, dtype=np.uint8)


def _scaled(scan: Pixels, answer: Answer, piece: MailpieceSeen, face: Face, *, addresses: bool) -> Image.Image:
    view = upright(scan, piece)
    fim = answer.seen.fim
    kept = [mark.box for mark in located(answer)] + ([] if fim is None else [fim.box])
    background = (
        view.pixels
        if addresses
        else veiled(view.pixels, [view.box_px(box.grown(KEPT_MARGIN)) for box in kept], CELL * view.px_per_inch)
    )
    height, width = background.shape[:2]
    image = Image.new("RGB", (width + MARGINS.left + MARGINS.right, height + MARGINS.top + MARGINS.bottom), PAPER)
    image.paste(Image.fromarray(faded(background)), (MARGINS.left, MARGINS.top))
    draw(Sheet(Canvas(image, face), view.px_per_inch, answer, piece))
    return image


def _unscaled(scan: Pixels, answer: Answer, face: Face, *, addresses: bool) -> Image.Image:
    """Without a scale: the picture as it lies, the symbols outlined, nothing measured."""
    view = as_it_lies(scan)
    outlines = [symbol.corners_px * view.px_per_inch for symbol in answer.seen.symbols]
    background = view.pixels if addresses else veiled(view.pixels, [], max(view.pixels.shape) / 80)
    canvas = Canvas(Image.fromarray(faded(background)), face)
    for outline in outlines:
        canvas.polygon([(float(x), float(y)) for x, y in outline], Look.PLAIN)
    canvas.label("no scale: nothing is measured", [(20, 20)], Look.UNDETERMINED, bold=True)
    return canvas.image
