"""Permits, precancels and reply formats from the command line: no device, nothing debited."""

from pathlib import Path

import pytest
from PIL import Image

from fixtures.order_files import ORDERS, document
from indicia.errors import ExitCode
from indicia.render.formats import FORMATS
from tests.indicia.cli.conftest import Run, write_order

NAMES = ["permit-imprint", "precancel-postmark", "courtesy-reply", "business-reply"]
every_name = pytest.mark.parametrize("name", NAMES)


@every_name
def test_the_order_is_lawful(run: Run, name: str) -> None:
    ended = run("check", ORDERS / f"{name}.json", "--json")
    assert ExitCode.DONE == ended.code
    (answer,) = ended.answers
    assert {"pass"} == {finding["status"] for finding in answer["findings"]}


@pytest.mark.parametrize("name", NAMES[:2])
def test_the_orders_are_the_normative_ones(shared: Path, name: str) -> None:
    normative = shared / "examples" / "orders" / f"{name}.json"
    assert normative.read_bytes() == (ORDERS / f"{name}.json").read_bytes()


@every_name
@pytest.mark.parametrize("suffix", FORMATS)
def test_print_and_specimen_differ_in_the_word_specimen(run: Run, tmp_path: Path, name: str, suffix: str) -> None:
    order, specimen, page = ORDERS / f"{name}.json", tmp_path / f"specimen{suffix}", tmp_path / f"page{suffix}"
    assert ExitCode.DONE == run("specimen", order, "-o", specimen).code
    printed = run("print", order, "-o", page)
    assert (ExitCode.DONE, f"{page}\n", "") == (printed.code, printed.out, printed.err)
    shown, plain = (FORMATS[suffix].gray(file.read_bytes(), dpi=300) for file in (specimen, page))
    assert (plain != shown).any()
    assert [page.name, specimen.name] == sorted(file.name for file in tmp_path.iterdir())


@every_name
def test_print_answers_that_nothing_was_debited(run: Run, tmp_path: Path, name: str) -> None:
    page = tmp_path / "page.png"
    (answer,) = run("print", ORDERS / f"{name}.json", "-o", page, "--json").answers
    findings = answer.pop("findings")
    debited = {"piece_id": None, "payload": None, "registers": None, "symbol": None}
    assert {"schema": "indicia.print/1", "file": str(page), **debited}.items() <= answer.items()
    assert {"pass"} == {finding["status"] for finding in findings}


def test_the_resolution_is_the_pictures(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.png"
    run("print", ORDERS / "permit-imprint.json", "-o", page, "--dpi", 200)
    with Image.open(page) as image:
        assert (1900, 825) == image.size


def test_a_device_named_all_the_same_is_not_opened(run: Run, desk: Path) -> None:
    before = (desk / "psd" / "psd.sqlite").read_bytes()
    ended = run("print", ORDERS / "permit-imprint.json", "--psd", "psd", "-o", "page.png")
    assert ExitCode.DONE == ended.code
    assert before == (desk / "psd" / "psd.sqlite").read_bytes()
    assert "" == run("psd", "log", "psd").out


def test_a_metered_order_needs_its_device(run: Run, tmp_path: Path) -> None:
    ended = run("print", ORDERS / "ibi-letter-10.json", "-o", tmp_path / "page.png")
    assert ExitCode.USAGE == ended.code
    assert ["indicia: the technology ibi is paid by a device: print needs --psd PSD"] == ended.lines
    assert [] == list(tmp_path.iterdir())


def test_a_refused_order_leaves_no_file(run: Run, tmp_path: Path) -> None:
    order = write_order(tmp_path, document("permit-imprint", indicium={"mail_class": "express"}))
    ended = run("print", order, "-o", tmp_path / "page.png")
    assert ExitCode.REFUSED == ended.code
    assert "604.6.1.1-class" in ended.err
    assert [order] == list(tmp_path.iterdir())


def test_an_overprint_is_judged_on_the_day_of_deposit(run: Run, tmp_path: Path) -> None:
    changed = document("precancel-postmark", indicium={"initials": "ROE"}, stamp={"value": "2.00"})
    order = write_order(tmp_path, changed)
    assert ExitCode.DONE == run("check", order).code
    assert ExitCode.DONE == run("check", order, "--on", "2005-07-10").code
    late = run("print", order, "-o", tmp_path / "page.png", "--on", "2005-07-11")
    assert ExitCode.REFUSED == late.code
    assert "604.3.6-overprint" in late.err
