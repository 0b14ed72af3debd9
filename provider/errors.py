"""What the provider refuses, with the section that says so."""

from indicia.errors import ExitCode, IndiciaError


class ProviderRefused(IndiciaError):  # noqa: N818 - a refusal, not a fault
    """The provider does not do what was asked: funds, a lock, a licence, an unfinished step.

    Attributes:
        section: of the standards; empty for what no section says.
    """

    exit_code = ExitCode.PSD

    def __init__(self, text: str, section: str = "") -> None:
        self.section = section
        super().__init__(f"{text} ({section})" if section else text)
