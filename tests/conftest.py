"""What all tests share: the face, the folder of third-party data, and no silent skips in CI."""

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from fixtures import postgres as server
from indicia.faces import Face, default_cache, default_search, find_face
from verify.threads import one_thread

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# Tests run a process a core, as workers do.
one_thread()

# What a shell starts in the background ignores Ctrl-C, and so would every program that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A landing is judged on the same examples each time; elsewhere every run looks at new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def face() -> Face:
    return find_face(None, default_search(), default_cache())


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], server.Server]]:
    """Starts the server when it is asked for; skips where it or its driver is not installed."""
    with ExitStack() as stack:
        started: list[server.Server] = []

        def get() -> server.Server:
            pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'indicia[postgres]'")
            if server.binary("pg_ctl") is None:
                pytest.skip("PostgreSQL is not installed: apt install postgresql")
            if not started:
                # A short path: that of a socket has at most 107 characters.
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp")))
                started.append(stack.enter_context(server.running(folder)))
            return started[0]

        yield get


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """In CI every optional part is installed: a skip there is a failure, but for an absent ../shared."""
    if _unlawful_skips(terminalreporter):
        terminalreporter.write_line("CI allows no skips but those of an absent ../shared", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.OK and reporter is not None and _unlawful_skips(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _unlawful_skips(reporter: pytest.TerminalReporter) -> list[str]:
    if not os.environ.get("CI"):
        return []
    reasons = [str(report.longrepr) for report in reporter.stats.get("skipped", [])]
    return [reason for reason in reasons if "../shared" not in reason]
