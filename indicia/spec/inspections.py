"""What the provider checks at an inspection, item by item (39 CFR 501.26(b), 2005)."""

import enum
from typing import NamedTuple


class Item(enum.StrEnum):
    """Paragraphs of 501.26(b)."""

    SERIAL = "501.26(b)(1)"
    REGISTERS = "501.26(b)(2)"
    CONTROL_TOTAL = "501.26(b)(3)"
    ZERO_PRINT = "501.26(b)(4)"
    SEAL = "501.26(b)(5)"
    LOCK_COVER = "501.26(b)(6)"
    BASE = "501.26(b)(7)(i)"
    SCREWS = "501.26(b)(7)(ii)"
    DATER = "501.26(b)(7)(iii)"
    ENGRAVING = "501.26(b)(7)(iv)"
    REGISTER_DOOR = "501.26(b)(7)(v)"
    DRUM = "501.26(b)(7)(vi)"
    COVER = "501.26(b)(7)(vii)"
    DIE = "501.26(b)(7)(viii)"
    WINDOWS = "501.26(b)(7)(ix)"
    SIGNATURE = "501.26(b)(7)(x)"


class Build(enum.StrEnum):
    """What a meter has that some items are about; (b)(7) asks for each "as applicable to the specific meter model"."""

    SEALED = "sealed"
    """Set at the post office: lock, seal and register door; manually reset meters."""
    LETTERPRESS = "letterpress"
    """Die, drum, wheels, break-off screws."""
    HOUSED = "housed"
    """A housing of its own with the licensee; not a PSD in the provider's custody."""


class Check(NamedTuple):
    """One item."""

    words: str
    """What is checked."""
    build: Build | None = None
    """Only of meters built so; None: of all."""


CHECKS = {
    Item.SERIAL: Check("serial number on the meter and in the provider's records"),
    Item.REGISTERS: Check("ascending and descending register readings and their total"),
    Item.CONTROL_TOTAL: Check("control total against that after the last setting"),
    Item.ZERO_PRINT: Check("a .00 print leaves both registers as they were"),
    Item.SEAL: Check("locking seal in place, tight, of the number recorded at the last setting", Build.SEALED),
    Item.LOCK_COVER: Check("lock cover protects the lock; not loosened, bent or tampered with", Build.SEALED),
    Item.BASE: Check("meter fits properly on its base", Build.HOUSED),
    Item.SCREWS: Check("no break-off screw missing, loose or removed", Build.LETTERPRESS),
    Item.DATER: Check("dater, postmark die and ad plate", Build.LETTERPRESS),
    Item.ENGRAVING: Check("alignment and engraving of the denomination printing wheels", Build.LETTERPRESS),
    Item.REGISTER_DOOR: Check("descending register door undamaged, opens only when unlocked", Build.SEALED),
    Item.DRUM: Check("meter drum without damage, pry marks or scarring", Build.LETTERPRESS),
    Item.COVER: Check("meter cover without pry marks, scarring, drilled holes or signs of entry", Build.HOUSED),
    Item.DIE: Check("meter stamp die and its retaining screws", Build.LETTERPRESS),
    Item.WINDOWS: Check("register, counter and display windows unbroken and clear", Build.HOUSED),
    Item.SIGNATURE: Check("signature of the licensee that the inspection has taken place"),
}
MEASURED = (Item.SERIAL, Item.REGISTERS, Item.CONTROL_TOTAL, Item.ZERO_PRINT)
"""Items that readings decide; the others are what the inspector sees."""
