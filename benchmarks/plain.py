"""The plain way: what a capable programmer writes with reportlab, Pillow and zxing-cpp in an afternoon."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import zxingcpp
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from indicia.units import points

Line = tuple[float, float, float, bool, str]
"""x, y (inches, from the top left), points, bold, words."""


def pdf(messages: Sequence[bytes], lines: Sequence[Line], fonts: tuple[Path, Path]) -> bytes:
    """A PDF of 4x6 labels: text by drawString, the symbol one rectangle a run of dark modules."""
    for name, file in zip(("plain", "plain-bold"), fonts, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(file)))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(points(4), points(6)))
    for message in messages:
        for x, y, size, bold, words in lines:
            canvas.setFont("plain-bold" if bold else "plain", size)
            canvas.drawString(points(x), points(6 - y), words)
        module = points(0.02)
        for row, bits in enumerate(_modules(message)):
            edges = np.flatnonzero(np.diff(np.concatenate(([0], bits, [0]))))
            for left, right in edges.reshape(-1, 2):
                top = points(6 - 0.28) - (row + 1) * module
                canvas.rect(points(1.5) + left * module, top, (right - left) * module, module, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def png(message: bytes, lines: Sequence[Line], fonts: tuple[Path, Path]) -> bytes:
    """One 4x6 label at 300 dpi: Pillow text, the symbol scaled up and pasted, an 8-bit PNG."""
    image = Image.new("L", (1200, 1800), 255)
    pen = ImageDraw.Draw(image)
    for x, y, size, bold, words in lines:
        font = ImageFont.truetype(str(fonts[bold]), size * 300 / 72)
        pen.text((x * 300, y * 300), words, font=font, fill=0, anchor="ls")
    symbol = Image.fromarray(np.where(_modules(message), 0, 255).astype(np.uint8))
    image.paste(symbol.resize((symbol.width * 6, symbol.height * 6), Image.Resampling.NEAREST), (450, 84))
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(300, 300))
    return stream.getvalue()


def _modules(message: bytes) -> npt.NDArray[np.uint8]:
    barcode = zxingcpp.create_barcode(message, zxingcpp.BarcodeFormat.DataMatrix)
    image: npt.NDArray[np.uint8] = np.array(barcode.to_image(scale=1, add_quiet_zones=False))
    dark: npt.NDArray[np.uint8] = np.equal(image, 0).astype(np.uint8)
    return dark
