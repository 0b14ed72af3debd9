"""The licences, the inventory and the deadlines of the office, as resetting asks for them."""

import datetime as dt
import logging

from indicia.model.business_days import months_after
from indicia.psd.ladder import Ladder, Matter
from indicia.psd.registers import Registers
from indicia.spec.happenings import Event
from indicia.spec.psd import RESET_MONTHS
from provider.deadlines import inspect_by, reset_block
from provider.errors import ProviderRefused
from provider.inventory.meters import subject_of
from provider.inventory.register import News, Register
from provider.inventory.states import State
from provider.licences import Licences
from provider.resetting.licensing import Stopped, Terms
from provider.store import Store

_MISSING = frozenset({State.NOT_LOCATED, State.LOST})
_log = logging.getLogger(__name__)


class OfficeLicensing:
    """`Licensing` from the office's own records."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._licences = Licences(store)
        self._register = Register(store)

    def authenticate(self, licence: str, device: str, on: dt.date) -> str:
        """As `Licensing.authenticate`."""
        meter, found = self._register.find(device), self._licences.numbered(licence)
        if meter.state in _MISSING:
            raise Stopped(f"{device} is {meter.state}", "39 CFR 501.27")
        self._licences.authenticate(licence, found.asked.zip)
        if meter.licence != found.application:
            raise ProviderRefused(f"{device} is not in service under licence {licence!r}", "604.4.6.5b")
        if meter.state is not State.IN_SERVICE:
            raise ProviderRefused(f"{device} is {meter.state}: it is not reset", "604.4.1.6")
        block = reset_block(self._store, subject_of(device), on)
        if block is not None:
            raise ProviderRefused(f"{device} is not reset before what is overdue is done: {block.id}", block.section)
        return found.asked.zip

    def terms(self, device: str, on: dt.date) -> Terms:
        """As `Licensing.terms`: the device stops when, without another reset, it should have been removed.

        The text names no lock date; the end of the ladder of 501.23(f) is this project's reading.
        """
        ladder = Ladder(matter=Matter.RESET, due=months_after(on, RESET_MONTHS))
        by = inspect_by(self._store, subject_of(device), on)
        return Terms(lock_on=ladder.removal + dt.timedelta(days=1), inspect_by=by)

    def completed(self, device: str, registers: Registers, at: dt.datetime) -> None:
        """As `Licensing.completed`."""
        detail = {"ascending": f"{registers.ascending}", "descending": f"{registers.descending}"}
        try:
            self._register.tell(device, News(Event.RESET, at, detail))
        except ProviderRefused:
            # The value is in the device, whatever became of it meanwhile; the grant stands in the journal.
            _log.warning("a reset was completed of a meter that is out of service")
