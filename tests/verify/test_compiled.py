"""Machine code is made anew when anything that it was made from has changed."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from verify import compiled
from verify.locate import parts
from verify.read import cells, comparing

CALLER = """
from verify.compiled import compiled
from verify.called import twice


@compiled
def thrice(number: int) -> int:
    return twice(number) + number
"""
CALLED = """
from verify.compiled import compiled


@compiled
def twice(number: int) -> int:
    return {} * number
"""


def load(file: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_loop_is_made_anew_when_what_it_calls_in_another_file_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_ROOT", tmp_path)
    (tmp_path / "verify").mkdir()
    caller, called = tmp_path / "verify" / "caller.py", tmp_path / "verify" / "called.py"
    caller.write_text(CALLER, "utf-8")
    found = []
    for number, factor in enumerate((2, 2, 5)):
        called.write_text(CALLED.format(factor), "utf-8")
        os.utime(called, (factor, factor))
        monkeypatch.setitem(__import__("sys").modules, "verify.called", load(called, "verify.called"))
        found.append(load(caller, f"caller{number}").thrice(7))
    assert [21, 21, 42] == found


def test_what_a_loop_is_made_from_is_followed_through_imports() -> None:
    named = {name for name, _, _ in compiled.stamp(Path(str(comparing.__file__)))}
    assert {Path(str(module.__file__)).name for module in (comparing, cells, parts)} <= named


def test_a_loop_gives_what_its_plain_python_gives() -> None:
    assert cells.level_of(5.0) == cells.level_of.py_func(5.0) == 2  # type: ignore[attr-defined]
