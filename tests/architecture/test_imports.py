"""Nothing imports upward, and the verifier never sees what could hide a layout bug from it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FROM_INDICIA_TO_VERIFY = frozenset(
    {"units", "geometry", "errors", "files", "console", "faces", "spec", "rulebook", "model", "payload", "security"}
)
NEVER_IN_VERIFY = frozenset({"indicia.security.signing"})
RENDERERS_KNOW = frozenset({"faces", "geometry", "layout.marks", "spec", "units", "errors", "render"})


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offences(package: str, forbidden: tuple[str, ...]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in imports(path)
        if any(name == root or name.startswith(root + ".") for root in forbidden)
    ]


def test_every_package_has_modules_to_walk() -> None:
    assert all(len(modules(package)) > 10 for package in ("indicia", "verify", "provider"))


def test_printing_house_never_imports_upward() -> None:
    assert [] == offences("indicia", ("verify", "provider", "fixtures", "tests", "benchmarks", "demo"))


def test_verifying_house_never_imports_provider_or_tests() -> None:
    assert [] == offences("verify", ("provider", "fixtures", "tests", "benchmarks", "demo"))


def test_provider_never_imports_tests() -> None:
    assert [] == offences("provider", ("fixtures", "tests", "benchmarks", "demo"))


def test_verifying_house_imports_facts_only() -> None:
    seen = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("verify")
        for name in imports(path)
        if name.startswith("indicia.")
        and (name.split(".")[1] not in FROM_INDICIA_TO_VERIFY or any(name.startswith(n) for n in NEVER_IN_VERIFY))
    ]
    assert [] == [line for line in seen if not line.endswith("indicia.__version__")]


def test_what_verify_may_import_imports_nothing_that_it_may_not() -> None:
    forbidden = tuple(
        f"indicia.{room}" for room in ("compose", "layout", "render", "typeset", "symbology", "psd", "preflight")
    )
    rooms = sorted(FROM_INDICIA_TO_VERIFY)
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room in rooms
        for path in (ROOT / "indicia" / f"{room}.py", *modules(f"indicia/{room}"))
        if path.is_file()
        for name in imports(path)
        if name.startswith(forbidden)
    ]
    assert [] == found


def test_renderers_know_only_marks_and_faces() -> None:
    found = [
        f"{path.name} imports {name}"
        for path in modules("indicia/render")
        for name in imports(path)
        if name.startswith("indicia.")
        and not any(name.startswith(f"indicia.{room}") for room in RENDERERS_KNOW)
        and name != "indicia.__version__"
    ]
    assert [] == found


@pytest.mark.parametrize("package", ["indicia", "verify", "provider"])
def test_every_package_states_takes_gives_cites_never(package: str) -> None:
    missing = [
        str(path.relative_to(ROOT))
        for path in (ROOT / package).rglob("__init__.py")
        if not all(
            word in (ast.get_docstring(ast.parse(path.read_text())) or "")
            for word in ("Takes:", "Gives:", "Cites:", "Never:")
        )
    ]
    assert [] == missing


@pytest.mark.parametrize("package", ["indicia", "verify", "provider"])
def test_no_clock_and_no_environment_below_the_command_line(package: str) -> None:
    edge = {"cli", "console.py", "faces.py"}
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in modules(package)
        if not edge & set(path.parts)
        for word in ("date.today(", "datetime.now(", "os.environ", "os.getenv", "time.time(")
        if word in path.read_text("utf-8")
    ]
    assert [] == found


@pytest.mark.parametrize("package", ["indicia", "verify", "provider"])
def test_files_stay_small(package: str) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules(package)
        if "spec" not in path.parts
        and "rows" not in path.parts
        and (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert {} == long
