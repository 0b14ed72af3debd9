"""Our ZPL II against a renderer of the language that is not ours."""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pytest
import zplkit
import zxingcpp
from zplkit.rendering import Limits

from fixtures.order_files import NAMES, document
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.marks import BarsMark, Page, SymbolMark, Text
from indicia.layout.specimen import specimen_page
from indicia.model.order import parse_order
from indicia.payload.codec import Payload, encode
from indicia.preflight import Checked, preflight
from indicia.render import png, zpl
from indicia.spec.ecc200 import BY_SHAPE
from indicia.symbology import datamatrix

MESSAGE = np.random.default_rng(113).integers(0, 256, 113, dtype=np.uint8).tobytes()
DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
LIMITS = Limits(graphic_bytes=99_999, input_bytes=1 << 24, segments=1 << 27, stored_graphic_segments=1 << 27)
Profile = Literal["specification", "zd621"]
PROFILES: tuple[Profile, ...] = ("specification", "zd621")
"""The programming guide's reading of the language, and that of one printer's firmware."""
QUIET = 4


def checked(face: Face, name: str, dpi: int, **changes: object) -> Checked:
    order = parse_order(document(name, **changes))
    assert order.meter is not None
    return preflight(order, order.meter, face, dpi=dpi, message_length=len(MESSAGE), on=None)


def page_of(face: Face, name: str, dpi: int, **changes: object) -> Page:
    page: Page = checked(face, name, dpi, **changes).layout.page(MESSAGE)
    return page


def printed(data: bytes, page: Page, profile: Profile = "specification") -> npt.NDArray[np.bool_]:
    """The first label's burnt dots as the other renderer has them."""
    width, height = round(page.width * page.dpi), round(page.height * page.dpi)
    options = zplkit.Options(profile=profile, width=width, height=height, dpi=page.dpi)
    job = zplkit.render(data, options, limits=LIMITS)
    assert not job.warnings
    raster = job.labels[0].rasterize()
    return np.frombuffer(raster.pixels, dtype=np.uint8).reshape(raster.height, raster.width) < 128


def box_of(mark: object) -> Box | None:
    match mark:
        case Text():
            return mark.ink_box
        case SymbolMark():
            return mark.box
        case BarsMark():
            return union(mark.bars)
    return None


@pytest.mark.parametrize("dpi", zpl.HEADS)
@pytest.mark.parametrize("name", NAMES)
def test_the_label_is_dot_for_dot_the_png(face: Face, name: str, dpi: int) -> None:
    page = page_of(face, name, dpi)
    assert (png.draw(page, face) == printed(zpl.render([page], face, title=name), page)).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_specimen_is_dot_for_dot_the_png(face: Face, name: str) -> None:
    page = specimen_page(checked(face, name, 300).layout)
    assert (png.draw(page, face) == printed(zpl.render([page], face, title=name), page)).all()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("name", NAMES)
def test_every_element_lies_where_the_layout_says_within_a_dot(
    face: Face, name: str, dpi: int, profile: Profile
) -> None:
    page = page_of(face, name, dpi)
    dark = printed(zpl.render([page], face, title=name), page, profile)
    boxes = [box for box in map(box_of, page.marks) if box is not None]
    assert len(boxes) > 8
    for box in boxes:
        left, top, right, bottom = (round(side * dpi) for side in (box.left, box.top, box.right, box.bottom))
        # Two dots around: the next line of an address lies no nearer.
        y, x = max(0, top - 2), max(0, left - 2)
        rows, columns = np.nonzero(dark[y : bottom + 2, x : right + 2])
        found = (x + columns.min(), y + rows.min(), x + columns.max() + 1, y + rows.max() + 1)
        assert (left, top, right, bottom) == pytest.approx(found, abs=1.01)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_symbol_is_read_from_the_label(face: Face, dpi: int, profile: Profile) -> None:
    page = page_of(face, "ibi-label-4x6", dpi)
    dark = printed(zpl.render([page], face, title=""), page, profile)
    found = zxingcpp.read_barcodes(np.where(dark, np.uint8(0), np.uint8(255)), formats=DATA_MATRIX)
    assert [MESSAGE] == [symbol.bytes for symbol in found]


@pytest.mark.parametrize("line", ["^XZ^XA^JUS^XZ", "~JR", "^FS^FO0,0^GB800,800,800^FS"])
def test_commands_in_an_address_are_printed_and_not_obeyed(face: Face, line: str) -> None:
    page = page_of(face, "ibi-label-4x6", 300, from_=[line, "1 ELM ST", "STAMFORD CT 06926-0700"])
    assert line in [mark.string for mark in page.marks if isinstance(mark, Text)]
    assert (png.draw(page, face) == printed(zpl.render([page], face, title=line), page)).all()


def native(message: bytes, side: int) -> npt.NDArray[np.bool_]:
    """The modules of `^BX` at quality 200, forced to a size, as one printer's firmware draws them."""
    field = "".join(f"_{byte:02X}" for byte in message)
    escape = next(chr(byte) for byte in range(0x21, 0x5E) if byte not in message)
    data = f"^XA^FO0,0^BXN,1,200,{side},{side},,{escape}^FH_^FD{field}^FS^XZ".encode("ascii")
    raster = zplkit.render(data, zplkit.Options(profile="zd621", width=side, height=side)).labels[0].rasterize()
    return np.frombuffer(raster.pixels, dtype=np.uint8).reshape(side, side) < 128


def signed(seed: int) -> bytes:
    """A message as devices issue them; only its registers and its signature differ from piece to piece."""
    rng = np.random.default_rng(seed)
    payload = Payload(
        algorithm=129,
        certificate_serial=1001,
        manufacturer="ZZ",
        model="01",
        psd_serial=1001,
        ascending_register=int(rng.integers(1_000, 10_000_000)),
        amount=370,
        mailing_date=20050615,
        licensing_zip=6926,
        destination=941031234,
        descending_register=int(rng.integers(1_000, 1_000_000)),
    )
    return encode(payload, rng.bytes(64))


def read(modules: npt.NDArray[np.bool_]) -> bytes:
    light = np.kron(np.pad(~modules, QUIET, constant_values=True), np.ones((5, 5), dtype=np.uint8))
    found = zxingcpp.read_barcode(light.astype(np.uint8) * np.uint8(255), formats=DATA_MATRIX)
    assert found is not None
    return bytes(found.bytes)


def test_the_printers_own_symbol_says_the_same_in_other_modules() -> None:
    """Why a symbol is sent as a graphic: `^BX` chooses its own encodation schemes."""
    for message in map(signed, range(40)):
        ours, theirs = datamatrix.encode(message, BY_SHAPE[44, 44]), native(message, 44)
        assert [message, message] == [read(ours), read(theirs)]
        assert (ours != theirs).any()
