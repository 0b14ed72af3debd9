"""A device's state as the words of answers."""

from indicia.psd.ladder import ladders
from indicia.psd.messages import Receipt
from indicia.psd.records import Record, Status
from indicia.units import dollars

Words = dict[str, object]


def standing_words(status: Status) -> Words:
    """State, use, dates, what is due, lockouts."""
    standing = status.standing
    user, placement = standing.user, standing.placement
    return {
        "life": standing.life.value,
        "use": user.use.value if user else None,
        "licence": user.licence if user else None,
        "loan": None
        if placement is None
        else {
            "licence": placement.licence,
            "first_day": placement.first_day.isoformat(),
            "last_day": placement.last_day.isoformat(),
        },
        "security_level": int(status.level),
        "lock_on": _iso(standing.lock_on),
        "reset_on": _iso(standing.reset_on),
        "inspected_on": _iso(standing.inspected_on),
        **{f"{ladder.matter}_due": ladder.due.isoformat() for ladder in ladders(standing, status.level)},
        "records": status.records,
        "lockouts": [lockout.lockout.value for lockout in status.lockouts],
    }


def record_words(record: Record) -> Words:
    """One record of the log."""
    return {
        "sequence": record.sequence,
        "kind": record.event.value,
        "at": record.at,
        "amount": str(dollars(record.amount)),
        "ascending_register": str(dollars(record.registers.ascending)),
        "descending_register": str(dollars(record.registers.descending)),
        "detail": record.detail,
        "piece": record.piece,
        "life": record.life.value if record.life else None,
        "digest": record.digest.hex(),
    }


def receipt_words(receipt: Receipt) -> Words:
    """What a device is after a grant."""
    return {
        "grant_id": receipt.grant_id,
        "device": receipt.device,
        "life": receipt.life.value,
        "ascending_register": str(dollars(receipt.registers.ascending)),
        "descending_register": str(dollars(receipt.registers.descending)),
        "control_total": str(dollars(receipt.registers.control_total)),
        "sequence": receipt.sequence,
        "head": receipt.head,
    }


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
