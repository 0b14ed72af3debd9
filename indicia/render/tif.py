"""TIFF: whole pixels, one page after another; Group 4 for black ink, LZW with a palette for coloured."""

import io
from collections.abc import Sequence

from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.render.about import MAKER, description
from indicia.render.canvas import Painting
from indicia.render.png import paint

# TIFF 6.0 section 8, NewSubfileType; bit 1: one page of several.
_NEW_SUBFILE_TYPE = 254
_PAGE_OF_SEVERAL = 2


def render(pages: Sequence[Page], face: Face, *, title: str) -> bytes:
    """One file of `pages`, each at its own resolution, which the file states."""
    stream = io.BytesIO()
    with AppendingTiffWriter(stream) as frames:
        for page in pages:
            image, compression = _image(paint(page, face))
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


def _image(painting: Painting) -> tuple[Image.Image, str]:
    """The picture and the compression that suits it."""
    if painting.plain:
        return Image.fromarray(~painting.dark), "group4"
    image = Image.fromarray(painting.numbers)
    image.putpalette([channel for colour in painting.palette for channel in colour])
    return image, "tiff_lzw"
