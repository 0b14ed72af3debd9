"""What resetting asks the office: may this licensee reset this meter today, and what is the meter to be told."""

import datetime as dt

from pydantic import TypeAdapter

from indicia.psd.messages import Receipt
from indicia.spec.deadlines import BY_ID
from indicia.spec.happenings import Event
from provider.deadlines import instances, reset_block
from provider.errors import ProviderRefused
from provider.inventory.register import News, Register
from provider.inventory.states import State
from provider.licences import Licences
from provider.resetting.licensing import Terms
from provider.store import Store

_REMOVE = BY_ID["501.23(l)-remove"]
_SPECIAL = BY_ID["604.4.3.7-special"]
_RECEIPT = TypeAdapter(Receipt)
_GRANT = "grant"


class OfficeLicensing:
    """The licences, meters and deadlines of one office (`provider.resetting.licensing.Licensing`)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._register = Register(store)

    def authenticate(self, licence: str, device: str, on: dt.date) -> str:
        """The ZIP Code of the licensing post office, under which the licensee may reset this device.

        Raises:
            ProviderRefused: the licence is not in force or not for this device, the device is not in service, or an
                examination or inspection is overdue.
        """
        note_resets(self._store, device)
        meter = self._register.find(device)
        if meter.state is not State.IN_SERVICE:
            raise ProviderRefused(f"{device} is {meter.state}", "604.4.1.6")
        found = Licences(self._store).numbered(licence)
        if meter.licence != found.application:
            raise ProviderRefused(f"{device} is not in service under licence {licence!r}", "604.4.2.1")
        Licences(self._store).authenticate(licence, found.asked.zip)
        block = reset_block(self._store, meter.subject, on)
        if block is not None:
            raise ProviderRefused(f"{device}: overdue: {block.duty} ({block.section})", "501.23(f)")
        return found.asked.zip

    def terms(self, device: str, on: dt.date) -> Terms:
        """What the next grant says: the day by which it is removed locks it, an ordered inspection has its day."""
        story = self._register.story(device)
        days = {i.row: i.due for i in instances(story, on, [_REMOVE, _SPECIAL]) if i.is_pending(on)}
        return Terms(lock_on=days.get(_REMOVE), inspect_by=days.get(_SPECIAL))


def note_resets(store: Store, device: str | None = None) -> int:
    """Write the confirmed resets into the meters' records, each once; how many were new.

    Args:
        store: the provider's.
        device: only of this one.
    """
    register, count = Register(store), 0
    with store.transaction():
        asked = "SELECT grant_id, device, amount, ended_at, receipt FROM reset WHERE state = 'confirmed'"
        order = " ORDER BY device, number"
        rows = store.rows(f"{asked} AND device = ?{order}", (device,)) if device else store.rows(f"{asked}{order}")
        for row in rows:
            if row["amount"] is None or row["receipt"] is None:
                continue
            noted = {h.detail.get(_GRANT) for h in register.story(row["device"]) if h.event is Event.RESET}
            meter = register.find(row["device"])
            if row["grant_id"] in noted or meter.state is not State.IN_SERVICE:
                continue
            registers = _RECEIPT.validate_json(row["receipt"]).registers
            readings = {"ascending": str(registers.ascending), "descending": str(registers.descending)}
            detail = {_GRANT: row["grant_id"], "amount": str(row["amount"]), **readings}
            register.tell(row["device"], News(Event.RESET, dt.datetime.fromisoformat(row["ended_at"]), detail))
            count += 1
    return count
