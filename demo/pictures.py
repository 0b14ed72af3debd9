"""`make pictures`: the specimens that README and docs show, and the contact sheets of every named size and order."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from demo.office import LABEL, LETTER, order
from fixtures.order_files import ORDERS
from indicia.errors import IndiciaError
from indicia.faces import Face, default_cache, default_search, find_face
from indicia.layout.specimen import specimen_page
from indicia.model.meter import Meter, PostOffice
from indicia.model.order import load_order
from indicia.payload.profiles import Algorithm, message_length
from indicia.preflight import Checked, preflight
from indicia.render.png import paint
from indicia.spec.kinds import Shape
from indicia.spec.placement import NAMED_SIZES

OUT = Path("docs") / "pictures"
_PRINT_DPI = 300
_SHEET_DPI = 75
_COLUMNS = 3
_GAP_PX = 36
_CAPTION_PX = 46
METER = Meter(
    provider="TEST PROVIDER",
    manufacturer="ZZ",
    model="01",
    serial=1001,
    licensing_post_office=PostOffice(city="STAMFORD", state="CT", zip="06926"),
)
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture of the contact sheet."""

    caption: str
    picture: Pixels | None
    """None for what is refused."""


def main() -> None:
    """Write every picture into docs/pictures/."""
    OUT.mkdir(parents=True, exist_ok=True)
    face = find_face(None, default_search(), default_cache())
    for name, document in {"letter": LETTER, "label": LABEL}.items():
        _save(OUT / f"{name}.png", _reduced(_specimen(document, face), 150))
    _save(OUT / "contact-sheet.png", _sheet(list(_sizes(face)), face))
    _save(OUT / "orders.png", _sheet([_normative(path, face) for path in sorted(ORDERS.glob("*.json"))], face))


def _sizes(face: Face) -> Iterator[Panel]:
    for name in NAMED_SIZES:
        for with_return in (True, False) if name == "card" else (True,):
            document = {**LETTER, "mailpiece": {"size": name}}
            if not with_return:
                document.pop("from")
            title = name if with_return else f"{name}, no return address"
            yield _panel(title, document, face)
    yield _panel("4x6 label", LABEL, face)


def _normative(path: Path, face: Face) -> Panel:
    """A normative order as a specimen."""
    read = load_order(path)
    length = message_length(Algorithm.ECDSA_P256)
    checked = preflight(read, read.meter, face, dpi=_PRINT_DPI, message_length=length)
    return Panel(path.stem, _reduced(_pixels(checked, face), _SHEET_DPI))


def _panel(title: str, document: dict[str, object], face: Face) -> Panel:
    if order(document).shape is Shape.FLAT:
        document = {**document, "indicium": {**dict(document["indicium"]), "facing": "none"}}  # type: ignore[call-overload]
    try:
        checked = _checked(document, face)
    except IndiciaError as refusal:
        return Panel(f"{title}: {refusal}", None)
    choice = checked.layout.choice
    assert choice is not None
    band = "" if checked.layout.strict else ", into the OCR read area"
    caption = f"{title}: {choice.size} at {choice.module * 1000:.1f} mil{band}"
    return Panel(caption, _reduced(_pixels(checked, face), _SHEET_DPI))


def _checked(document: dict[str, object], face: Face) -> Checked:
    length = message_length(Algorithm.ECDSA_P256)
    return preflight(order(document), METER, face, dpi=_PRINT_DPI, message_length=length)


def _specimen(document: dict[str, object], face: Face) -> Pixels:
    return _pixels(_checked(document, face), face)


def _pixels(checked: Checked, face: Face) -> Pixels:
    """H x W x 3, every mark in its ink."""
    painting = paint(specimen_page(checked.layout), face)
    return np.array(painting.palette, dtype=np.uint8)[painting.numbers]


def _reduced(pixels: Pixels, dpi: int) -> Pixels:
    """The page at `dpi`, with the edge of the paper drawn."""
    share = dpi / _PRINT_DPI
    small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.copyMakeBorder(small, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=[150.0, 150.0, 150.0]), dtype=np.uint8
    )


def _sheet(panels: list[Panel], face: Face) -> Pixels:
    rows = [panels[i : i + _COLUMNS] for i in range(0, len(panels), _COLUMNS)]
    shapes = [[panel.picture.shape[:2] if panel.picture is not None else (60, 300) for panel in row] for row in rows]
    heights = [max(height for height, _ in row) + _CAPTION_PX + _GAP_PX for row in shapes]
    column = max(width for row in shapes for _, width in row) + _GAP_PX
    sheet = Image.new("RGB", (column * _COLUMNS + _GAP_PX, sum(heights) + _GAP_PX), "#f0f0f0")
    pen = ImageDraw.Draw(sheet)
    lettering = ImageFont.truetype(str(face.regular), 17)
    top = _GAP_PX
    for row, height in zip(rows, heights, strict=True):
        for index, panel in enumerate(row):
            left = _GAP_PX + index * column
            pen.multiline_text((left, top), _wrapped(panel.caption), font=lettering, fill="#282828")
            if panel.picture is not None:
                sheet.paste(Image.fromarray(panel.picture), (left, top + _CAPTION_PX))
        top += height
    return np.asarray(sheet, dtype=np.uint8)


def _wrapped(caption: str, width: int = 84) -> str:
    lines = [""]
    for word in caption.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f"{word} "
    return "\n".join(lines)


def _save(place: Path, pixels: Pixels) -> None:
    Image.fromarray(pixels).quantize(32).save(place, optimize=True)


if __name__ == "__main__":
    main()
