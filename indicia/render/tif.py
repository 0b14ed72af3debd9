"""TIFF: whole pixels, one page after another; Group 4 for black ink, LZW with a palette for coloured."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.render.about import MAKER, description
from indicia.render.inks import RGB
from indicia.render.png import Pixels, draw
from indicia.spec.kinds import Ink

# TIFF 6.0 section 8, NewSubfileType; bit 1: one page of several.
_NEW_SUBFILE_TYPE = 254
_PAGE_OF_SEVERAL = 2
_PAPER = (255, 255, 255)


def render(pages: Sequence[Page], face: Face, *, title: str) -> bytes:
    """One file of `pages`, each at its own resolution, which the file states."""
    stream = io.BytesIO()
    with AppendingTiffWriter(stream) as frames:
        for page in pages:
            image, compression = _image(draw(page, face), page.ink)
            image.save(
                frames,
                format="TIFF",
                compression=compression,
                dpi=(page.dpi, page.dpi),
                software=MAKER,
                # The tag holds ASCII (section 8, ImageDescription).
                description=f"{title}. {description([page], face)}".encode("ascii", "replace").decode(),
                tiffinfo={_NEW_SUBFILE_TYPE: _PAGE_OF_SEVERAL} if len(pages) > 1 else {},
            )
            frames.newFrame()
    return stream.getvalue()


def _image(dark: Pixels, ink: Ink) -> tuple[Image.Image, str]:
    """The picture and the compression that suits it."""
    if ink is Ink.BLACK:
        return Image.fromarray(~dark), "group4"
    image = Image.fromarray(dark.astype(np.uint8))
    image.putpalette([*_PAPER, *RGB[ink]])
    return image, "tiff_lzw"
