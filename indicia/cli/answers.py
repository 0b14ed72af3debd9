"""What the printing commands answer, in words and as JSON."""

from indicia.psd.registers import Registers
from indicia.units import dollars


def registers_words(registers: Registers) -> dict[str, str]:
    """Registers in dollars, ready for JSON."""
    return {
        "ascending": str(dollars(registers.ascending)),
        "descending": str(dollars(registers.descending)),
        "control_total": str(dollars(registers.control_total)),
    }
