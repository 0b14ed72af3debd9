"""Whether the page bears an indicium, and whether its symbol reads (DMM 604.4.8.2, 4.8.5e, 4.9.1)."""

from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec.kinds import System, Technology
from verify.evidence.case import Case
from verify.evidence.facts import NO, YES, Facts, unknown
from verify.evidence.fim import fim_evidence
from verify.seen import Seen

_ALONE = unknown("a date correction pays for nothing, and its original was not seen: show both sides of the piece")


def symbol_evidence(case: Case) -> Facts:
    """Presence, reading and orientation."""
    piece, one = case.seen.mailpiece, case.one
    mirrored = piece is not None and piece.mirrored
    if one.symbol is not None:
        symbol = case.seen.symbols[one.symbol]
        return {
            Quantity.INDICIUM: _present(case),
            Quantity.SCANNABLE: YES,
            Quantity.MIRRORED: Measurement(symbol.mirrored or mirrored),
        }
    facts = {Quantity.INDICIUM: _present(case), Quantity.MIRRORED: Measurement(mirrored)}
    if one.kind is Technology.IBI and not (one.redates and one.system is System.PC_POSTAGE):
        note = "the lettering and the FIM are of an information-based indicium, and no symbol can be read"
        facts[Quantity.SYMBOL] = NO
        facts[Quantity.SCANNABLE] = Measurement(False, note=note)
    elif one.loose_ink and case.metered:
        facts[Quantity.SCANNABLE] = unknown("a mark beside the lettering may be a symbol that cannot be read")
    return facts


def no_indicium() -> Facts:
    """Of a page on which no indicium was read."""
    note = "none was read: the piece may bear stamps, or be business reply mail"
    return {Quantity.INDICIUM: unknown(note)}


def unread_indicium(seen: Seen) -> Facts:
    """Of a page whose FIM D says that information-based postage was printed on it, and nothing of which reads.

    FIM D goes with nothing else (604.4.8.10), so the postage is there and cannot be scanned (604.4.8.2).
    """
    note = "FIM D announces an information-based indicium, and no symbol can be read"
    return {
        Quantity.INDICIUM: YES,
        Quantity.SCANNABLE: Measurement(False, note=note),
        **fim_evidence(seen),
    }


def _present(case: Case) -> Measurement:
    """A date correction is an indicium, but no postage."""
    alone = case.one.redates and not any(not other.redates for other in case.others)
    return _ALONE if alone else YES
