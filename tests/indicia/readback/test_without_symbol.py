"""A page without a symbol reads back by the ink of every mark, whatever the ink's colour."""

import io

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from fixtures.order_files import document
from indicia.faces import Face
from indicia.layout.marks import BarsMark, Frame, Page, Rule, Text
from indicia.model.order import parse_order
from indicia.payload.codec import Payload, encode, signed_bytes
from indicia.payload.profiles import Algorithm
from indicia.preflight import preflight
from indicia.readback import ReadBackFailed, Shown, read_back
from indicia.render.formats import FORMATS
from indicia.security.signing import signer_for
from indicia.spec.kinds import Ink, Role

KEY = ec.derive_private_key(604, ec.SECP256R1())
PAYLOAD = Payload(
    algorithm=Algorithm.ECDSA_P256,
    certificate_serial=4001,
    manufacturer="ZZ",
    model="01",
    psd_serial=4001,
    ascending_register=199,
    amount=199,
    mailing_date=20050600,
    licensing_zip=6926,
    destination=941031234,
    descending_register=99_801,
)
MESSAGE = encode(PAYLOAD, signer_for(KEY).sign(signed_bytes(PAYLOAD)))
LETTERPRESS, DIGITAL = "letterpress-ad-plate", "digital-psd-meter"


def page_of(face: Face, name: str, *, dpi: int = 300, ink: str = "fluorescent-red") -> Page:
    order = parse_order(document(name, indicium={"ink": ink}))
    assert order.meter is not None
    return preflight(order, order.meter, face, dpi=dpi, message_length=len(MESSAGE)).layout.page(MESSAGE)


def shown(page: Page, face: Face, suffix: str) -> bytes:
    return FORMATS[suffix].render([page], face, title="read back")


@pytest.mark.parametrize("ink", [Ink.BLACK, Ink.FLUORESCENT_RED])
@pytest.mark.parametrize("dpi", [203, 600])
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", [LETTERPRESS, DIGITAL])
def test_every_ink_reads_back(face: Face, name: str, suffix: str, dpi: int, ink: Ink) -> None:
    page = page_of(face, name, dpi=dpi, ink=ink.value)
    read_back(shown(page, face, suffix), suffix, [Shown(page, (MESSAGE,))], KEY.public_key())


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_mark_that_is_lost_is_missed(face: Face, suffix: str) -> None:
    page = page_of(face, LETTERPRESS)
    assert {Frame, Rule, Text, BarsMark} == {type(mark) for mark in page.marks}
    for index in range(len(page.marks)):
        rest = page.marks[:index] + page.marks[index + 1 :]
        data = shown(Page(page.width, page.height, page.dpi, rest), face, suffix)
        with pytest.raises(ReadBackFailed, match="left no ink"):
            read_back(data, suffix, [Shown(page, (MESSAGE,))], KEY.public_key())


@pytest.mark.parametrize("role", [Role.US_POSTAGE, Role.DELIVERY_ADDRESS])
def test_ink_that_is_too_pale_for_a_mark_is_none(face: Face, role: Role) -> None:
    """A grey that is ink where fluorescent red should be, and paper where black should be."""
    page = page_of(face, DIGITAL)
    pixels = FORMATS[".png"].gray(shown(page, face, ".png"), dpi=page.dpi).copy()
    mark = next(mark for mark in page.marks if isinstance(mark, Text) and mark.role is role)
    box = mark.ink_box
    left, top, right, bottom = (round(side * page.dpi) for side in (box.left, box.top, box.right, box.bottom))
    pixels[top:bottom, left:right] = 160
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, format="PNG")
    if mark.ink is Ink.FLUORESCENT_RED:
        read_back(stream.getvalue(), ".png", [Shown(page)])
    else:
        with pytest.raises(ReadBackFailed, match="delivery-address left no ink"):
            read_back(stream.getvalue(), ".png", [Shown(page)])


def test_anothers_signature_is_refused_although_no_symbol_shows_it(face: Face) -> None:
    page = page_of(face, DIGITAL)
    stranger = ec.derive_private_key(708, ec.SECP256R1()).public_key()
    with pytest.raises(ReadBackFailed, match="signature does not check"):
        read_back(shown(page, face, ".png"), ".png", [Shown(page, (MESSAGE,))], stranger)
