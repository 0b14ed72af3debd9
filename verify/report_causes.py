"""Why a rule is usually broken: one line of words a rule, by its id; rules of one kind share theirs.

What to do about it is the rule's own remedy (`Row.remedy`).
"""

from collections.abc import Mapping

from indicia.rulebook.row import Outcome
from verify.answer import PageFinding

_OFFSET = "the printer's offset is set for another feed or size, or the piece was fed out of place"
_TEMPLATE = "the layout was made for another size of envelope, or an element was moved by hand"
_SCALED = "the page was scaled when it was printed (fit to page), or the type was chosen too small"
_WEIGHT = "the bold face was not found or not chosen when the indicium was laid out"
_CAPITALS = "the wording was typed in by hand instead of taken from the standard words"
_INK = "ink runs low, nozzles are clogged, the ribbon is worn, or the head is dirty"
_FORGED = "the lettering was altered after printing, the symbol belongs to another piece, or the lettering was misread"
_DEVICE = "the message was not made by this device: a copied or invented symbol, or a device that is out of order"
_SETTING = "the profile of the device or of the licensee is not the one of this piece"
_OMITTED = "the element was left out of the layout, covered, or too faint to be read"
_MATTER = "other matter was printed by the same system, or on stock that already bore it"
_LATE = "the piece was held back after printing, or the date of the device is wrong"
_BLANKET = "several causes are possible; the picture shows what was seen"

_BY_RULE: Mapping[str, str] = {
    "202.2.1-ocr-address": "the address is too long for the area, or the piece is too small for it",
    "604.4.7.1-positive": "a test or quality assurance piece went into the mail",
    "604.4.7.3-illustration": "a picture of an indicium was made from a real one",
    "604.4.8.2-legible": _INK,
    "604.4.8.2-scannable": f"{_INK}; or the symbol is smeared, scratched, covered or cut off",
    "604.4.8.2-overlap": "two indicia were printed on one piece, one over the other",
    "604.4.8.2-reflectance-red": "the ink is red or too pale: in red light it is as light as the paper",
    "604.4.8.2-reflectance-green": "the ink is too pale, or the paper too dark",
    "604.4.8.2-background-red": "the paper is coloured, kraft or printed in the background",
    "604.4.8.2-background-green": "the paper is coloured, kraft or printed in the background",
    "604.4.8.3-upper-right": "the piece was fed the wrong way round, or the layout is for another size",
    "604.4.8.3-right-edge": _OFFSET,
    "604.4.8.3-top-edge": _OFFSET,
    "604.4.8.3-fim-zone": f"{_TEMPLATE}; or {_OFFSET}",
    "604.4.8.3-barcode-zone": _TEMPLATE,
    "604.4.8.3-ocr-zone": "the piece is too low for the height of the indicium, or the layout is for another size",
    "604.4.8.3-parallel": "the piece or label was fed or applied askew",
    "604.4.8.3-longest": "the indicium was turned, or arranged higher than wide",
    "604.4.8.3-fim-position": f"{_OFFSET}; or the page was scaled when it was printed",
    "604.4.8.4-b-clear-left": "the return address or a logo stands too near to the indicium",
    "604.4.8.4-b-clear-below": "the address block stands too high, or the piece is too low",
    "604.4.8.4-b-local": "the special indicium was printed too near to other matter",
    "604.4.8.5-licensing-zip": _SETTING,
    "604.4.8.5-usps-absent": _SETTING,
    "604.4.8.5-usps-present": _SETTING,
    "604.4.8.5-mailed-from": _CAPITALS,
    "604.4.8.5-symbol": "the symbol was left out, or is damaged so that it is not seen as one",
    "604.4.8.6-arial": "Arial is not installed on the system that printed it, and another face took its place",
    "604.4.8.6-prominence": "other lettering was made larger than US POSTAGE",
    "604.4.8.8-zones": _MATTER,
    "604.4.8.8-a-digital": "an advertisement or return address was placed inside the indicium",
    "604.4.8.10-fim-d": "the FIM was left out, or cut off at the top edge by the printer",
    "604.4.8.10-fim-kind": "the FIM of another kind of mail was chosen or preprinted on the envelope",
    "604.4.8.10-fim-format": "the page was scaled when it was printed, the piece fed askew, or the ink spreads",
    "604.4.8.10-no-fim-flat": "a letter's layout was used for a flat or parcel",
    "604.4.8.11-f-position": "the label was applied out of place or askew",
    "604.4.8.11-g-covers": "the label was put on a reply envelope with a FIM of its own",
    "604.4.8.12-year": "the date format of the system is not one of the manual's",
    "604.4.9.1-needed": _LATE,
    "604.4.9.1-one": "the piece was held back twice",
    "604.4.9.4-h-fim-a": "the reply envelope was preprinted for another kind of reply mail",
    "signature-invalid": _DEVICE,
    "signature-unsupported-algorithm": "the device is newer or of another kind than this verifier knows",
    "certificate-unknown": "the trust directory is older than the device's certificate, or the device is none of ours",
    "certificate-not-yet-valid": "the clock of the device is wrong, or the message was not made by it",
    "certificate-expired": "the certificate was not renewed, or an old message was copied",
    "certificate-revoked": "the device was withdrawn: lost, stolen or compromised",
    "payload-malformed": "the message is cut short or was made by something that is no postage evidencing system",
    "policy.imi-2025": "the system has not been changed over to Intelligent Mail Indicia",
    "no-indicium": "the piece bears stamps, is business reply mail, or its indicium cannot be recognized",
    "mirrored": "the picture was taken from behind, or printer or scanner mirrors",
    "duplicate": "the indicium was copied, or the same piece was scanned twice",
    "duplicate-conflict": "a copy was altered, or a device uses a register value twice",
    "register-sequence": "the device's memory was set back, pieces were mailed out of order, or a message was invented",
    "refunded": "the piece was mailed after its postage had been claimed back",
    "match-destination": "the address was changed after the indicium was made, or the barcode belongs to another piece",
}
_BY_BEGINNING: tuple[tuple[str, str], ...] = (
    ("604.4.8.5-", _OMITTED),
    ("604.4.8.6-special-size", _SCALED),
    ("604.4.8.6-amount-bold", _WEIGHT),
    ("604.4.8.6-class-bold", _WEIGHT),
    ("604.4.8.6-special-bold", _WEIGHT),
    ("604.4.8.6-us-postage-bold", _WEIGHT),
    ("604.4.8.6-class-caps", _CAPITALS),
    ("604.4.8.6-special-caps", _CAPITALS),
    ("604.4.8.6-us-postage-caps", _CAPITALS),
    ("604.4.8.6-", _SCALED),
    ("604.4.8.7-", "the ad plate was not made for this marking"),
    ("604.4.8.8-", _MATTER),
    ("604.4.8.11-b-", "the label stock is coloured or printed"),
    ("604.4.8.11-", "the indicium was laid out for another stock"),
    ("604.4.8.12-", "the form of the date was chosen for another class of mail"),
    ("604.4.8.13-", _LATE),
    ("604.4.9.1-", "the date correction was printed as an ordinary indicium, or on the wrong side or place"),
    ("604.4.9.2-", "the correction was printed as an ordinary indicium, or on the wrong side or place"),
    ("604.4.9.3-", _SETTING),
    ("604.4.9.4-", "the reply piece was laid out as ordinary mail, or on preprinted stock"),
    ("604.3.", "the postmark was made for another device, or printed out of place"),
    ("604.6.", "the permit imprint was made for another class or permit, or preprinted matter stands too near"),
    ("507-", "the reply format was scaled, or made for another size"),
    ("708.", "the reply format was scaled, or made for another size"),
    ("match-", _FORGED),
)
_UNDETERMINED = "the picture does not tell: {}"


def cause(one: PageFinding) -> str:
    """What is usually behind a finding that is not in order; why the picture leaves it open, when it does."""
    finding = one.finding
    if finding.outcome is Outcome.UNDETERMINED and finding.measurement.note:
        return _UNDETERMINED.format(finding.measurement.note)
    return cause_of(finding.row.id)


def cause_of(rule: str) -> str:
    """Why a rule is usually broken."""
    return _BY_RULE.get(rule) or next((words for start, words in _BY_BEGINNING if rule.startswith(start)), _BLANKET)
