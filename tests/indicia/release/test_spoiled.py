"""A page that does not say what was signed never gets its name; its debit is spoiled."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from indicia.layout.marks import BarsMark, Mark, Page, SymbolMark, Text
from indicia.payload.profiles import Algorithm
from indicia.psd.records import IssueState
from indicia.readback import ReadBackFailed
from indicia.release import finish
from indicia.render.formats import FORMATS
from indicia.security.keys import PublicKey
from indicia.security.signing import Signer
from indicia.spec.kinds import Role
from tests.indicia.release.conftest import AT_RENAME, FUNDS, Desk, crashed, damage

SUFFIXES = list(FORMATS)


def without(kind: type[Mark], role: Role | None = None) -> Callable[[Page], Page]:
    def change(page: Page) -> Page:
        dropped = [
            mark for mark in page.marks if isinstance(mark, kind) and role in {None, getattr(mark, "role", None)}
        ]
        assert dropped
        return dataclasses.replace(page, marks=tuple(mark for mark in page.marks if mark not in dropped[:1]))

    return change


def with_symbol(change: Callable[[SymbolMark], SymbolMark]) -> Callable[[Page], Page]:
    return lambda page: dataclasses.replace(
        page, marks=tuple(change(mark) if isinstance(mark, SymbolMark) else mark for mark in page.marks)
    )


def wrecked(symbol: SymbolMark) -> SymbolMark:
    modules = symbol.modules.copy()
    modules[4:30, 4:30] = ~modules[4:30, 4:30]
    return dataclasses.replace(symbol, modules=modules)


def blank(symbol: SymbolMark) -> SymbolMark:
    return dataclasses.replace(symbol, modules=np.zeros_like(symbol.modules))


def shifted(symbol: SymbolMark) -> SymbolMark:
    return dataclasses.replace(symbol, box=symbol.box.moved(-1.5, 1.0))


DAMAGE = {
    "symbol wrecked": (with_symbol(wrecked), "cannot be read back"),
    "symbol blank": (with_symbol(blank), "cannot be read back"),
    "symbol elsewhere": (with_symbol(shifted), "cannot be read back"),
    "amount missing": (without(Text, Role.AMOUNT), "role amount left no ink"),
    "serial missing": (without(Text, Role.SERIAL), "role serial left no ink"),
    "FIM missing": (without(BarsMark), "fim left no ink"),
    "another size": (lambda page: dataclasses.replace(page, width=page.width + 0.5), "pixels instead of"),
}


class TestSpoiled:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    @pytest.mark.parametrize("name", DAMAGE)
    def test_a_damaged_page_never_gets_its_name(
        self, desk: Desk, name: str, suffix: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        change, why = DAMAGE[name]
        with monkeypatch.context() as broken:
            damage(broken, change)
            with pytest.raises(ReadBackFailed, match=why):
                desk.print(desk.folder / f"page{suffix}")
        require_spoiled(desk, why)

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_a_file_that_cannot_be_opened_again_is_spoiled(
        self, desk: Desk, suffix: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        torn = dataclasses.replace(FORMATS[suffix], render=lambda *_, **__: b"not a page")
        with monkeypatch.context() as broken:
            broken.setitem(FORMATS, suffix, torn)
            with pytest.raises(ReadBackFailed, match="opened again"):
                desk.print(desk.folder / f"page{suffix}")
        require_spoiled(desk, "opened again")

    def test_a_symbol_that_says_another_message_is_spoiled(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        released = desk.print(desk.folder / "first.png")
        other = released.checked.layout.page(released.issued.message)
        damage(monkeypatch, lambda _: other)
        with pytest.raises(ReadBackFailed, match="another message"):
            desk.print(desk.folder / "second.png")
        assert ["first.png"] == desk.names()
        assert [IssueState.RELEASED, IssueState.SPOILED] == desk.states()

    def test_a_signature_that_does_not_check_is_spoiled(self, desk: Desk) -> None:
        with pytest.raises(ReadBackFailed, match="signature does not check"):
            desk.print(desk.folder / "page.png", signer=Forger(desk.psd.signer()))
        require_spoiled(desk, "signature does not check")

    def test_a_damaged_page_of_a_pending_piece_spoils_it(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        piece = crashed(desk, desk.folder / "page.png", AT_RENAME, monkeypatch=monkeypatch)
        with monkeypatch.context() as broken:
            damage(broken, with_symbol(blank))
            with pytest.raises(ReadBackFailed):
                finish(desk.psd, piece, desk.face)
        require_spoiled(desk, "cannot be read back")


def require_spoiled(desk: Desk, why: str) -> None:
    """Debited, logged with its reason, no file and nothing left over; the next print takes other registers."""
    spoiled = desk.entry()
    assert (IssueState.SPOILED, []) == (spoiled.state, desk.names())
    assert spoiled.reason is not None
    assert why in spoiled.reason
    assert (spoiled.message.hex(),) == desk.psd.spoiled_messages()
    assert () == desk.psd.pending()
    following = desk.print(desk.folder / "following.png").issued
    assert spoiled.registers.ascending + following.amount == following.registers.ascending
    assert FUNDS == following.registers.control_total
    assert ["following.png"] == desk.names()


@dataclass(frozen=True, slots=True)
class Forger:
    """A signer that signs something else."""

    inner: Signer

    @property
    def algorithm(self) -> Algorithm:
        return self.inner.algorithm

    @property
    def public_key(self) -> PublicKey:
        return self.inner.public_key

    def sign(self, signed: bytes) -> bytes:
        return self.inner.sign(signed[::-1])
