"""The main job: what is printed comes back ACCEPTABLE, and what must not pass is refused by the right rule."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.order_files import NAMES, document
from indicia.faces import Face
from indicia.model.order import Order, parse_order
from indicia.payload.profiles import Algorithm
from indicia.psd.create import create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import Identity
from indicia.release import Released, print_order
from indicia.render.formats import FORMATS
from indicia.security.authority import Authority
from indicia.security.certificates import RevocationReason
from indicia.spec import placement
from indicia.spec.kinds import Location, System, Verdict
from verify import Answer, Verifier

DAY = dt.date(2005, 6, 15)
LETTERS = [name for name in placement.NAMED_SIZES if name not in {"12x9", "13x10"}]
Outcome = tuple[Verdict, tuple[str, ...]]
ACCEPTABLE: Outcome = (Verdict.ACCEPTABLE, ())


@dataclass(frozen=True, slots=True)
class Office:
    """A provider with one loaded device."""

    folder: Path
    authority: Authority
    device: Psd
    face: Face

    def print(self, order: Order, name: str, dpi: int = 300) -> Released:
        day = order.mailing_day or DAY
        signer = self.device.signer()
        return print_order(order, self.device, signer, self.face, output=self.folder / name, dpi=dpi, on=day)

    def verify(self, image: Path | npt.NDArray[np.uint8], on: dt.date = DAY, dpi: float | None = None) -> Answer:
        return Verifier(trust=self.authority.trust, on=on).verify(image, dpi=dpi)

    def outcome(self, image: Path | npt.NDArray[np.uint8], on: dt.date = DAY, dpi: float | None = None) -> Outcome:
        answer = self.verify(image, on, dpi)
        return answer.verdict, answer.reasons

    def showing(self, released: Released, message: bytes) -> npt.NDArray[np.uint8]:
        """The released page with another message in its symbol, as pixels at 300 dpi."""
        page = released.checked.layout.page(message)
        data = FORMATS[".png"].render([page], self.face, title="")
        return FORMATS[".png"].gray(data, dpi=300)


Open = Callable[..., Office]


@pytest.fixture
def open_office(tmp_path: Path, face: Face) -> Iterator[Open]:
    opened: list[Psd] = []

    def office(first: dt.date | None = None, last: dt.date | None = None, *, serial: int = 1001) -> Office:
        folder = tmp_path / f"office-{len(opened)}"
        authority = Authority.create(folder / "keys", valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31))
        identity = Identity(
            manufacturer="ZZ",
            model="01",
            serial=serial,
            provider="TEST PROVIDER",
            city="STAMFORD",
            state="CT",
            zip="06926",
            system=System.PC_POSTAGE,
            location=Location.LICENSEE,
        )
        create_psd(folder / "psd", identity, authority, valid_from=first, valid_to=last)
        device = Psd.open(folder / "psd")
        opened.append(device)
        device.load(100_000)
        return Office(folder, authority, device, face)

    yield office
    for device in opened:
        device.close()


@pytest.mark.parametrize("dpi", [200, 300, 600])
@pytest.mark.parametrize("suffix", [".pdf", ".png"])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_is_acceptable(open_office: Open, name: str, suffix: str, dpi: int) -> None:
    office = open_office()
    order = parse_order(document(name))
    released = office.print(order, f"page{suffix}", dpi)
    assert order.mailing_day is not None
    assert ACCEPTABLE == office.outcome(released.file, order.mailing_day)
    pixels = FORMATS[suffix].gray(released.file.read_bytes(), dpi=dpi)
    assert ACCEPTABLE == office.outcome(pixels, order.mailing_day, dpi)


@pytest.mark.parametrize("size", LETTERS)
def test_every_letter_and_card_is_acceptable(open_office: Open, size: str) -> None:
    office = open_office()
    released = office.print(parse_order(document(mailpiece={"size": size}, from_=None)), "page.png")
    answer = office.verify(released.file)
    assert ACCEPTABLE == (answer.verdict, answer.reasons)
    assert answer.seen.mailpiece is not None
    width, height = placement.NAMED_SIZES[size]
    assert width == pytest.approx(answer.seen.mailpiece.width.value, abs=0.005)
    assert height == pytest.approx(answer.seen.mailpiece.height.value, abs=0.005)


@pytest.mark.parametrize("size", ["12x9", "13x10"])
def test_flats_are_acceptable_without_a_fim(open_office: Open, size: str) -> None:
    office = open_office()
    order = parse_order(document(mailpiece={"size": size}, indicium={"facing": "none"}))
    assert ACCEPTABLE == office.outcome(office.print(order, "page.png").file)


@pytest.mark.parametrize("bit", [6 * 8, 14 * 8 + 3, 19 * 8, 26 * 8 + 1, 30 * 8 + 5, 48 * 8 + 7, 49 * 8, 112 * 8 + 7])
def test_a_flipped_bit_is_refused(open_office: Open, bit: int) -> None:
    office = open_office()
    released = office.print(parse_order(document()), "page.png")
    message = bytearray(released.issued.message)
    message[bit // 8] ^= 1 << bit % 8
    verdict, reasons = office.outcome(office.showing(released, bytes(message)), dpi=300)
    assert Verdict.UNACCEPTABLE is verdict
    assert "signature-invalid" in reasons


@pytest.mark.parametrize(
    ("first", "last", "rule"),
    [
        (dt.date(2005, 6, 16), None, "certificate-not-yet-valid"),
        (None, dt.date(2005, 6, 14), "certificate-expired"),
    ],
)
def test_a_certificate_must_hold_on_the_mailing_date(
    open_office: Open, first: dt.date | None, last: dt.date | None, rule: str
) -> None:
    office = open_office(first, last)
    released = office.print(parse_order(document()), "page.png")
    assert (Verdict.UNACCEPTABLE, (rule,)) == office.outcome(released.file)


@pytest.mark.parametrize(
    ("reason", "day", "expected"),
    [
        (RevocationReason.SUPERSEDED, dt.date(2005, 6, 1), (Verdict.UNACCEPTABLE, ("certificate-revoked",))),
        (RevocationReason.SUPERSEDED, dt.date(2005, 7, 1), ACCEPTABLE),
        (RevocationReason.KEY_COMPROMISE, dt.date(2005, 7, 1), (Verdict.UNACCEPTABLE, ("certificate-revoked",))),
    ],
)
def test_a_revocation_counts_from_its_day_and_a_compromise_always(
    open_office: Open, reason: RevocationReason, day: dt.date, expected: Outcome
) -> None:
    office = open_office()
    released = office.print(parse_order(document()), "page.png")
    office.authority.revoke(1001, reason, day)
    assert expected == office.outcome(released.file)


def test_another_devices_certificate_is_refused(open_office: Open) -> None:
    office, other = open_office(), open_office(serial=1002)
    released = office.print(parse_order(document()), "page.png")
    foreign = other.device.certificate
    message = bytearray(released.issued.message)
    message[2:6] = foreign.serial_number.to_bytes(4, "little")
    verifier = Verifier(trust=other.authority.trust, on=DAY)
    answer = verifier.verify(office.showing(released, bytes(message)), dpi=300)
    assert (Verdict.UNACCEPTABLE, ("signature-invalid",)) == (answer.verdict, answer.reasons)


def test_an_unknown_certificate_is_an_open_question(open_office: Open) -> None:
    office, other = open_office(), open_office(serial=1002)
    released = office.print(parse_order(document()), "page.png")
    answer = Verifier(trust=other.authority.trust, on=DAY).verify(released.file)
    assert (Verdict.UNDETERMINED, ("certificate-unknown",)) == (answer.verdict, answer.reasons)


def test_an_unknown_algorithm_is_an_open_question(open_office: Open) -> None:
    office = open_office()
    released = office.print(parse_order(document()), "page.png")
    message = bytearray(released.issued.message)
    message[1] = 77
    verdict, reasons = office.outcome(office.showing(released, bytes(message)), dpi=300)
    assert (Verdict.UNDETERMINED, ("signature-unsupported-algorithm",)) == (verdict, reasons)


def test_an_algorithm_that_contradicts_the_key_is_refused(open_office: Open) -> None:
    office = open_office()
    released = office.print(parse_order(document()), "page.png")
    message = bytearray(released.issued.message)
    message[1] = Algorithm.ED25519
    verdict, reasons = office.outcome(office.showing(released, bytes(message)), dpi=300)
    assert (Verdict.UNACCEPTABLE, ("signature-invalid",)) == (verdict, reasons)


@pytest.mark.parametrize("days", [-1, 1, 365])
def test_a_day_outside_the_mailing_period_is_refused(open_office: Open, days: int) -> None:
    office = open_office()
    released = office.print(parse_order(document()), "page.png")
    expected = (Verdict.UNACCEPTABLE, ("604.4.8.13-complete",))
    assert expected == office.outcome(released.file, DAY + dt.timedelta(days=days))
