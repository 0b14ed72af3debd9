"""A debit whose file does not stand yet is pending, and is finished as it was meant."""

import dataclasses
import errno
import os
import shutil
import stat
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from indicia.errors import CredentialError, ExitCode, OutputError, PsdRefused
from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.payload.profiles import Algorithm
from indicia.psd.device import Psd
from indicia.psd.records import IssueState, Request
from indicia.release import finish
from indicia.render.formats import FORMATS
from indicia.security.keys import PublicKey
from indicia.security.signing import Signer
from tests.indicia.release.conftest import (
    AT_MARK,
    AT_READ_BACK,
    AT_RENAME,
    FUNDS,
    Desk,
    Open,
    crashed,
    order_of,
    pixels,
    symbols,
)

SUFFIXES = list(FORMATS)


class TestPending:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("where", [AT_READ_BACK, AT_RENAME, AT_MARK])
    def test_a_crash_leaves_a_piece_that_is_finished(
        self, desk: Desk, where: str, suffix: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        output = desk.folder / f"page{suffix}"
        piece = crashed(desk, output, where, monkeypatch=monkeypatch)
        assert (where == AT_MARK) == output.exists()
        assert output == finish(desk.psd, piece, desk.face).file
        (found,) = symbols(pixels(output, 300))
        assert (desk.entry().message, IssueState.RELEASED) == (found.bytes, desk.entry().state)
        assert [output.name] == desk.names()
        assert (370, FUNDS - 370) == (desk.psd.registers().ascending, desk.psd.registers().descending)

    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("algorithm", [Algorithm.ECDSA_P256, Algorithm.ED25519, Algorithm.DSA_1024])
    def test_what_is_finished_later_is_the_same_file(
        self, open_desk: Open, algorithm: Algorithm, suffix: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk = open_desk(algorithm)
        output = desk.folder / f"page{suffix}"
        piece = crashed(desk, output, AT_MARK, monkeypatch=monkeypatch)
        first = output.read_bytes()
        output.unlink()
        later = time.time() + 1e6
        monkeypatch.setattr(time, "time", lambda: later)
        finish(desk.psd, piece, desk.face)
        assert first == output.read_bytes()

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_the_same_device_state_prints_the_same_file(self, desk: Desk, suffix: str) -> None:
        """RFC 6979: no randomness comes in anywhere."""
        twin = desk.psd.folder.with_name("twin")
        shutil.copytree(desk.psd.folder, twin)
        desk.print(desk.folder / f"one{suffix}")
        with Psd.open(twin) as psd:
            dataclasses.replace(desk, psd=psd).print(desk.folder / f"two{suffix}")
        assert (desk.folder / f"one{suffix}").read_bytes() == (desk.folder / f"two{suffix}").read_bytes()

    def test_a_full_disk_leaves_it_pending(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        output = desk.folder / "page.pdf"
        with monkeypatch.context() as full:
            full.setattr(os, "fsync", _full)
            with pytest.raises(OutputError, match=r"page\.pdf .*No space left") as refused:
                desk.print(output)
        assert (ExitCode.OUTPUT, [], [IssueState.ISSUED]) == (refused.value.exit_code, desk.names(), desk.states())
        finish(desk.psd, desk.entry().piece_id, desk.face)
        assert (["page.pdf"], [IssueState.RELEASED]) == (desk.names(), desk.states())

    @pytest.mark.parametrize("blocked", ["folder gone", "folder a file", "name taken by a folder"])
    def test_a_place_lost_after_the_debit_leaves_it_pending(self, desk: Desk, blocked: str) -> None:
        folder = desk.folder / "in"
        folder.mkdir()
        output = folder / "page.png"

        def lose() -> None:
            if blocked == "name taken by a folder":
                output.mkdir()
                return
            folder.rmdir()
            if blocked == "folder a file":
                folder.write_text("")

        with pytest.raises(OutputError) as refused:
            desk.print(output, signer=Meanwhile(desk.psd.signer(), lose))
        assert (ExitCode.OUTPUT, [IssueState.ISSUED]) == (refused.value.exit_code, desk.states())
        with pytest.raises(OutputError):
            finish(desk.psd, desk.entry().piece_id, desk.face)
        folder.unlink() if folder.is_file() else shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        finish(desk.psd, desk.entry().piece_id, desk.face)
        assert (["page.png"], [IssueState.RELEASED]) == ([file.name for file in folder.iterdir()], desk.states())

    def test_a_later_print_in_its_place_is_not_overwritten(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        output = desk.folder / "page.png"
        piece = crashed(desk, output, AT_RENAME, monkeypatch=monkeypatch)
        desk.print(output)
        second = output.read_bytes()
        with pytest.raises(OutputError, match=f"move it away, then release {piece}"):
            finish(desk.psd, piece, desk.face)
        assert (second, ["page.png"]) == (output.read_bytes(), desk.names())
        assert [IssueState.ISSUED, IssueState.RELEASED] == desk.states()
        output.rename(desk.folder / "second.png")
        finish(desk.psd, piece, desk.face)
        messages = [symbols(pixels(desk.folder / name, 300))[0].bytes for name in ("page.png", "second.png")]
        assert [entry.message for entry in desk.psd.log()] == messages

    def test_another_process_may_finish_it_meanwhile(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """A clerk releases whatever is pending while the print is still under way: both are told that it stands."""
        png = FORMATS[".png"]
        clerk = Psd.open(desk.psd.folder)

        def render(pages: Sequence[Page], face: Face, *, title: str) -> bytes:
            monkeypatch.setitem(FORMATS, ".png", png)
            finish(clerk, clerk.pending()[0].piece_id, face)
            return png.render(pages, face, title=title)

        monkeypatch.setitem(FORMATS, ".png", dataclasses.replace(png, render=render))
        with clerk:
            assert desk.folder / "page.png" == desk.print(desk.folder / "page.png").file
        assert (["page.png"], [IssueState.RELEASED]) == (desk.names(), desk.states())

    def test_what_is_done_is_not_finished_again(self, desk: Desk) -> None:
        piece = desk.print(desk.folder / "page.pdf").issued.piece_id
        (desk.folder / "page.pdf").unlink()
        with pytest.raises(PsdRefused, match=f"{piece} is released already"):
            finish(desk.psd, piece, desk.face)
        assert [] == desk.names()

    def test_what_was_issued_without_an_order_is_not_finished(self, desk: Desk) -> None:
        issued = desk.psd.issue(Request(amount=370, mailing_date=20050615), desk.psd.signer())
        with pytest.raises(PsdRefused, match="without an order"):
            finish(desk.psd, issued.piece_id, desk.face)
        assert [IssueState.ISSUED] == desk.states()


class TestBeforeTheDebit:
    def test_a_certificate_is_judged_on_the_printed_date(self, desk: Desk) -> None:
        late = order_of(indicium={"mailing_date": {"form": "complete", "date": "2050-01-03"}})
        released = desk.print(desk.folder / "page.png", late)
        assert "to 2049-12-31, not on 2050-01-03: verifiers will refuse" in released.warning

    def test_only_a_test_device_prints_outside_its_certificate(self, desk: Desk) -> None:
        desk.psd._identity = dataclasses.replace(desk.psd.identity, manufacturer="AB")
        late = order_of(meter=None, indicium={"mailing_date": {"form": "complete", "date": "2050-01-03"}})
        with pytest.raises(CredentialError, match="to 2049-12-31, not on 2050-01-03"):
            desk.print(desk.folder / "page.png", late)
        assert ([], [], FUNDS) == (desk.states(), desk.names(), desk.psd.registers().descending)

    def test_a_released_file_is_for_everyone_to_read(self, desk: Desk) -> None:
        mode = desk.print(desk.folder / "page.png").file.stat().st_mode
        assert 0o644 == stat.S_IMODE(mode)


def _full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A signer during whose work something happens outside."""

    inner: Signer
    happens: Callable[[], None]

    @property
    def algorithm(self) -> Algorithm:
        return self.inner.algorithm

    @property
    def public_key(self) -> PublicKey:
        return self.inner.public_key

    def sign(self, signed: bytes) -> bytes:
        self.happens()
        return self.inner.sign(signed)
