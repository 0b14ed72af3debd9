"""Releasing prints: a page exists under its name only after it was paid for, drawn and read back (design, section 5).

Takes: orders, an open PSD with its signer, a face, places to write to.
Gives: files under their names, and the issues that they show; single prints, sheets of labels, batches.
Cites: nothing of its own.
Never: draws, lays out or judges; reads a clock, asks at a terminal.
"""

from indicia.release.desk import Piece, Released
from indicia.release.finishing import finish
from indicia.release.printing import print_order

__all__ = ["Piece", "Released", "finish", "print_order"]
