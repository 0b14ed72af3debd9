import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from fixtures.order_files import document
from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.model.order import Order, parse_order
from indicia.model.printer import Printer
from indicia.payload.profiles import Algorithm
from indicia.psd.create import create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import Identity
from indicia.psd.records import Issued, IssueState
from indicia.release import Released, print_order
from indicia.render.formats import FORMATS
from indicia.security.authority import Authority
from indicia.security.signing import Signer
from indicia.spec.kinds import Location, System

FUNDS = 20_000
DAY = dt.date(2005, 6, 15)
"""Of deposit, where an order is undated."""
IDENTITY = Identity(
    manufacturer="ZZ",
    model="01",
    serial=1001,
    provider="TEST PROVIDER",
    city="STAMFORD",
    state="CT",
    zip="06926",
    system=System.PC_POSTAGE,
    location=Location.LICENSEE,
)


@dataclass(slots=True)
class Desk:
    """A loaded device, the folder that verifiers get, and a folder to print into."""

    psd: Psd
    trust: Path
    folder: Path
    face: Face

    def print(
        self,
        output: Path,
        order: Order | None = None,
        *,
        dpi: int = 300,
        signer: Signer | None = None,
        printer: Printer | None = None,
    ) -> Released:
        chosen = order or order_of()
        day = chosen.mailing_day or DAY
        device = signer or self.psd.signer()
        return print_order(chosen, self.psd, device, self.face, output=output, dpi=dpi, on=day, printer=printer)

    def entry(self) -> Issued:
        """The one entry of the log."""
        (entry,) = self.psd.log()
        return entry

    def states(self) -> list[IssueState]:
        return [entry.state for entry in self.psd.log()]

    def names(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir())


def order_of(name: str = "ibi-letter-10", /, **changes: Any) -> Order:
    return parse_order(document(name, **changes))


Open = Callable[[Algorithm], Desk]


@pytest.fixture
def open_desk(tmp_path: Path, face: Face) -> Iterator[Open]:
    """A desk whose device signs with the algorithm asked for."""
    opened: list[Psd] = []

    def desk(algorithm: Algorithm = Algorithm.ECDSA_P256) -> Desk:
        place = tmp_path / algorithm.name
        first, last = dt.date(2000, 1, 1), dt.date(2049, 12, 31)
        authority = Authority.create(place / "keys", valid_from=first, valid_to=last)
        create_psd(place / "psd", IDENTITY, authority, algorithm=algorithm)
        psd = Psd.open(place / "psd")
        opened.append(psd)
        psd.load(FUNDS)
        folder = place / "pages"
        folder.mkdir()
        return Desk(psd, place / "keys" / "trust", folder, face)

    yield desk
    for psd in opened:
        psd.close()


@pytest.fixture
def desk(open_desk: Open) -> Desk:
    return open_desk(Algorithm.ECDSA_P256)


def pixels(file: Path, dpi: int) -> npt.NDArray[np.uint8]:
    """A page as H x W grey pixels, a PDF drawn at `dpi` by PDFium's plain renderer."""
    if file.suffix == ".pdf":
        with closing(pypdfium2.PdfDocument(file)) as document_:
            image = document_[0].render(scale=dpi / 72).to_pil().convert("L")
            return np.array(image, dtype=np.uint8)
    if file.suffix in {".svg", ".zpl"}:
        return FORMATS[file.suffix].gray(file.read_bytes(), dpi=dpi)
    with Image.open(file) as image:
        return np.array(image.convert("L"), dtype=np.uint8)


def symbols(gray: npt.NDArray[np.uint8]) -> list[Any]:
    """Everything that zxing-cpp reads on the whole page, as Data Matrix."""
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    return list(zxingcpp.read_barcodes(gray, formats=formats))


def damage(monkeypatch: pytest.MonkeyPatch, change: Callable[[Page], Page]) -> None:
    """Let every renderer draw changed pages."""
    for suffix, format_ in FORMATS.items():

        def render(pages: Sequence[Page], face: Face, *, title: str, honest: Any = format_.render) -> bytes:
            return bytes(honest([change(page) for page in pages], face, title=title))

        monkeypatch.setitem(FORMATS, suffix, replace(format_, render=render))


class Crash(BaseException):
    """The process ends here."""


def _crash(*_: object, **__: object) -> None:
    raise Crash


def crash(broken: pytest.MonkeyPatch, where: str, *, after: int = 0) -> None:
    """Let the process end at a step, once it was taken `after` times."""
    module, _, name = where.rpartition(".")
    honest = resolve_name(
        f"{module}:{name}" if module != "indicia.psd.device.Psd" else f"indicia.psd.device:Psd.{name}"
    )
    turns = iter(range(after))

    def step(*given: object, **named: object) -> object:
        if next(turns, None) is None:
            raise Crash
        return honest(*given, **named)

    broken.setattr(where, step)


def crashed(
    desk: Desk,
    output: Path,
    where: str,
    *,
    monkeypatch: pytest.MonkeyPatch,
    order: Order | None = None,
    printer: Printer | None = None,
) -> str:
    """Id of the first piece of a print that crashed at a step."""
    with monkeypatch.context() as broken:
        broken.setattr(where, _crash)
        with pytest.raises(Crash):
            desk.print(output, order, printer=printer)
    assert {IssueState.ISSUED} == set(desk.states())
    return desk.psd.pending()[0].piece_id


AT_READ_BACK = "indicia.release.printing.read_back"
AT_RENAME = "indicia.files.move"
AT_MARK = "indicia.psd.device.Psd.mark_released"
