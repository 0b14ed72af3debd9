"""Print quality below the picture: the modulation map and the parameters with their grades."""

from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image, ImageDraw

from indicia.faces import Face
from verify.answer import Answer
from verify.overlay.canvas import INK, PALE, PAPER, Look, font
from verify.overlay.modulation import modulation_map
from verify.overlay.view import Pixels
from verify.seen import Quality, SymbolSeen
from verify.words import NO_CERTIFICATE, graded, grades

_PAD_PX = 28
_LINE_PX = 34
_TEXT_PX = 21
_SMALL_PX = 16
_HEAD_PX = 26
_COLUMNS_PX = (0, 300, 520)
_CLOSE_UP_PX = 420


def strips(scan: Pixels, answer: Answer, face: Face, width: int) -> Iterator[Image.Image]:
    """For each graded symbol of an indicium its picture, its map and its grades, `width` pixels wide."""
    for one in answer.indicia:
        symbol = one.symbol
        if symbol is not None and symbol.quality is not None:
            yield _strip(close_up(scan, symbol), symbol, symbol.quality, face, width)


def close_up(scan: Pixels, symbol: SymbolSeen) -> Pixels:
    """The symbol laid out upright with its quiet zone, RGB, about as large as a thumb."""
    scale = _CLOSE_UP_PX / (max(symbol.rows, symbol.columns) + 4)
    size = round((symbol.columns + 4) * scale), round((symbol.rows + 4) * scale)
    corners = np.array([(2, 2), (symbol.columns + 2, 2), (symbol.columns + 2, symbol.rows + 2), (2, symbol.rows + 2)])
    # OpenCV counts pixels by their centres.
    matrix = cv2.getPerspectiveTransform(
        (symbol.corners_px - 0.5).astype(np.float32), (corners * scale - 0.5).astype(np.float32)
    )
    flat = cv2.warpPerspective(scan, matrix, size, flags=cv2.INTER_AREA, borderValue=(255, 255, 255))
    color = flat if flat.ndim == 3 else np.repeat(np.asarray(flat)[..., None], 3, axis=2)
    return np.asarray(color, dtype=np.uint8)


def _strip(close: Pixels, symbol: SymbolSeen, quality: Quality, face: Face, width: int) -> Image.Image:
    map_ = Image.fromarray(modulation_map(symbol, quality, face))
    height = max(map_.height, close.shape[0] + 16 * _LINE_PX) + _PAD_PX
    image = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(image)
    pen.line((_PAD_PX, 0, width - _PAD_PX, 0), fill=PALE, width=2)
    image.paste(map_, (_PAD_PX // 2, _PAD_PX))
    x = map_.width + 2 * _PAD_PX
    image.paste(Image.fromarray(close), (width - _PAD_PX - close.shape[1], _PAD_PX))
    _table(pen, quality, face, (x, _PAD_PX))
    return image


def _table(pen: ImageDraw.ImageDraw, quality: Quality, face: Face, corner: tuple[int, int]) -> None:
    x, y = corner
    head, plain = font(face.file(bold=True), _HEAD_PX), font(face.file(bold=False), _TEXT_PX)
    pen.text((x, y), f"Print quality {graded(quality)}", fill=INK, font=head)
    y += _LINE_PX + 14
    for words in grades(quality):
        low = words[2][:1] in ("0", "1", "2")
        colour = Look.FAIL.colour if words[2].startswith("0") else INK
        for column, word in zip(_COLUMNS_PX, words, strict=True):
            lettering = font(face.file(bold=low), _TEXT_PX) if low else plain
            pen.text((x + column, y), word, fill=colour, font=lettering)
        y += _LINE_PX
    small = font(face.file(bold=False), _SMALL_PX)
    for line in NO_CERTIFICATE.split("; "):
        pen.text((x, y + 8), line, fill=PALE, font=small)
        y += _SMALL_PX + 8
