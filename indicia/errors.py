"""What can go wrong, each class with its exit code (design, section 5).

    IndiciaError
    ├── UsageError            1    a flag or a value on the command line
    ├── InputError            2    an input that cannot be read
    │   └── OrderError        2    every problem of one order
    ├── MissingPartError      3    an optional part is not installed
    ├── PreflightRefused      6    a rule of the manual would be broken
    ├── CredentialError       8    keys or certificates
    ├── PsdRefused            9    funds, limits, licensing office
    └── OutputError          10    output or ledger not writable

The printing house raises; the verifying house answers. A bad mailpiece is never an exception there.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class ExitCode(enum.IntEnum):
    """What a command leaves behind, one enum for all commands."""

    DONE = 0
    USAGE = 1
    INPUT = 2
    MISSING_PART = 3
    UNACCEPTABLE = 4
    UNDETERMINED = 5
    REFUSED = 6
    INTERNAL = 7
    CREDENTIALS = 8
    PSD = 9
    OUTPUT = 10
    INTERRUPTED = 130


PRECEDENCE = (
    ExitCode.INTERRUPTED,
    ExitCode.INTERNAL,
    ExitCode.OUTPUT,
    ExitCode.CREDENTIALS,
    ExitCode.PSD,
    ExitCode.INPUT,
    ExitCode.REFUSED,
    ExitCode.UNACCEPTABLE,
    ExitCode.UNDETERMINED,
    ExitCode.MISSING_PART,
    ExitCode.USAGE,
    ExitCode.DONE,
)
"""Which code wins where several apply."""


def combined(codes: Iterable[ExitCode]) -> ExitCode:
    """The one code of a run whose parts ended with `codes`; DONE for no parts."""
    return min(codes, key=PRECEDENCE.index, default=ExitCode.DONE)


class IndiciaError(Exception):
    """A failure that a person can understand: its text is one clear line."""

    exit_code = ExitCode.INTERNAL


class UsageError(IndiciaError):
    """A command was called with values that cannot be meant."""

    exit_code = ExitCode.USAGE


class InputError(IndiciaError):
    """An input cannot be read or is not what it should be."""

    exit_code = ExitCode.INPUT


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in an order."""

    path: str
    """Where: keys joined by points, as `indicium.amount`."""
    found: str
    """What stands there."""
    allowed: str
    """What would be right."""

    def __str__(self) -> str:
        return f"{self.path}: found {self.found}; allowed: {self.allowed}"


class OrderError(InputError):
    """An order with every problem that it has."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class MissingPartError(IndiciaError):
    """An optional part is needed and not installed; the text says what to install."""

    exit_code = ExitCode.MISSING_PART


class PreflightRefused(IndiciaError):  # noqa: N818 - a refusal, not a fault
    """A print that would break a rule; nothing was debited."""

    exit_code = ExitCode.REFUSED


class CredentialError(IndiciaError):
    """A key, certificate, revocation list or passphrase is missing or wrong."""

    exit_code = ExitCode.CREDENTIALS


class PsdRefused(IndiciaError):  # noqa: N818 - the PSD refuses; it does not err
    """The PSD does not issue: funds, a limit, another licensing office."""

    exit_code = ExitCode.PSD


class OutputError(IndiciaError):
    """A place to write to that cannot be written."""

    exit_code = ExitCode.OUTPUT
