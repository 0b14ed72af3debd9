"""The modulation map: the grade of every module, with corrected and erased codewords outlined."""

import numpy as np
from PIL import Image, ImageDraw

from indicia.faces import Face
from indicia.spec.ecc200 import BY_SHAPE
from verify.overlay.canvas import INK, PALE, PAPER, Colour, font
from verify.overlay.view import Pixels
from verify.read.codewords import places
from verify.seen import Quality, SymbolSeen

_SIDE_PX = 820
"""Of the map's longer side, about."""
_PAD_PX = 24
_LINE_PX = 26
_TEXT_PX = 17
_DIGIT_SHARE = 0.78
"""Height of a grade's digit, of a cell."""
_SHADES: tuple[Colour, ...] = ((122, 18, 40), (176, 66, 48), (206, 128, 64), (224, 196, 140), (236, 238, 240))
"""Of the grades 0 to 4: the darker the worse, also without colour."""
_OUTLINE: Colour = (20, 60, 150)


def modulation_map(symbol: SymbolSeen, quality: Quality, face: Face) -> Pixels:
    """H x W x 3 RGB: a cell a module, as dark as it is weak, grades below 4 as digits, mended codewords outlined.

    Args:
        symbol: Whose map it is.
        quality: Its grades.
        face: To letter with.
    """
    cell = max(8, _SIDE_PX // max(symbol.rows, symbol.columns))
    width, height = symbol.columns * cell + 2 * _PAD_PX, symbol.rows * cell + 2 * _PAD_PX + 2 * _LINE_PX
    image = Image.new("RGB", (max(width, 430), height), PAPER)
    pen = ImageDraw.Draw(image)
    _cells(pen, quality, cell, face)
    mended = _outlines(pen, symbol, cell)
    _legend(pen, symbol.rows * cell + 2 * _PAD_PX, mended=mended, face=face)
    return np.asarray(image, dtype=np.uint8)


def _cells(pen: ImageDraw.ImageDraw, quality: Quality, cell: int, face: Face) -> None:
    digits = font(face.file(bold=True), round(_DIGIT_SHARE * cell))
    for (row, column), grade in np.ndenumerate(quality.modulation_map):
        x, y = _PAD_PX + column * cell, _PAD_PX + row * cell
        pen.rectangle((x, y, x + cell - 2, y + cell - 2), fill=_SHADES[grade])
        if grade < 4:
            ink = PAPER if grade < 3 else INK
            pen.text((x + cell / 2 - 1, y + cell / 2), str(grade), fill=ink, font=digits, anchor="mm")


def _outlines(pen: ImageDraw.ImageDraw, symbol: SymbolSeen, cell: int) -> bool:
    """Lines around every codeword that was corrected or filled in; whether there is one."""
    size = BY_SHAPE[symbol.rows, symbol.columns]
    of = np.full(symbol.rows * symbol.columns, -1)
    if symbol.unsure is None or not symbol.unsure.any():
        return False
    for number, word in enumerate(places(size)):
        if symbol.unsure.reshape(-1)[word].all():
            of[word] = number
    wide = np.pad(of.reshape(symbol.rows, symbol.columns), 1, constant_values=-1)
    for row, column in np.argwhere(wide[1:, 1:] != wide[:-1, 1:]):
        x, y = _PAD_PX + column * cell - 1, _PAD_PX + row * cell - 1
        pen.line((x, y, x + cell, y), fill=_OUTLINE, width=3)
    for row, column in np.argwhere(wide[1:, 1:] != wide[1:, :-1]):
        x, y = _PAD_PX + column * cell - 1, _PAD_PX + row * cell - 1
        pen.line((x, y, x, y + cell), fill=_OUTLINE, width=3)
    return True


def _legend(pen: ImageDraw.ImageDraw, y: int, *, mended: bool, face: Face) -> None:
    lettering = font(face.file(bold=False), _TEXT_PX)
    x = float(_PAD_PX)
    for grade in (4, 3, 2, 1, 0):
        pen.rectangle((x, y - 4, x + 20, y + 16), fill=_SHADES[grade], outline=PALE)
        pen.text((x + 28, y + 6), f"{grade}", fill=INK, font=lettering, anchor="lm")
        x += 56
    pen.text((x, y + 6), "modulation grade", fill=INK, font=lettering, anchor="lm")
    if mended:
        pen.rectangle((_PAD_PX, y + _LINE_PX - 2, _PAD_PX + 20, y + _LINE_PX + 16), outline=_OUTLINE, width=3)
        words = "codeword corrected or filled in"
        pen.text((_PAD_PX + 28, y + _LINE_PX + 7), words, fill=INK, font=lettering, anchor="lm")
