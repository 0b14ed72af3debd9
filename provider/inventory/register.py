"""The register of meters: everything that happens to one is checked against the table, then written down."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicia.spec.happenings import Event
from indicia.spec.licences import Use
from provider.deadlines import Happening, History, record
from provider.errors import ProviderRefused
from provider.inventory.conditions import CHECKS, Telling
from provider.inventory.meters import Meter, from_row, subject_of, to_row
from provider.inventory.states import State, Step, step_of
from provider.licences import Licence, Licences
from provider.store import Store

ACTIVE = frozenset({State.IN_SERVICE, State.FAULT_REPORTED, State.NOT_LOCATED})
"""States in which a meter counts as a licence's active system (604.4.2.1d)."""
WITH_LICENSEE = "licensee"


@dataclass(frozen=True, slots=True)
class News:
    """What is told of a meter."""

    event: Event
    """What happened."""
    at: dt.datetime
    """When, UTC."""
    detail: Mapping[str, str] = field(default_factory=dict)
    """Readings in mills, places, names of documents: what the conditions ask for."""
    due: dt.date | None = None
    """The day that was named, for what asks for one."""


class Register:
    """The meters of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._licences = Licences(store)

    def add(self, meter: Meter, at: dt.datetime) -> Meter:
        """A newly produced meter.

        Raises:
            ProviderRefused: there is one of that number.
        """
        with self._store.transaction():
            if self._store.row("SELECT 1 AS yes FROM meter WHERE device = ?", (meter.device,)):
                raise ProviderRefused(f"there is a meter {meter.device} already", "501.23(k)")
            self._store.insert("meter", to_row(meter))
            self._write_down(meter, News(Event.PRODUCED, at, {"place": meter.place}))
        return meter

    def tell(self, device: str, news: News) -> Meter:
        """The meter after what happened.

        Raises:
            ProviderRefused: it may not happen in its state, or something stands in the way; nothing is written.
        """
        with self._store.transaction():
            meter, step = self.require(device, news)
            after = self._after(meter, step, news)
            columns = {name: value for name, value in to_row(after).items() if name != "device"}
            settings = ", ".join(f"{name} = ?" for name in columns)
            statement = f"UPDATE meter SET {settings} WHERE device = ?"  # noqa: S608 - own names
            self._store.run(statement, (*columns.values(), device))
            # Tags are those of the licence that it is or was under.
            self._write_down(after if after.licence else replace(after, licence=meter.licence), news)
            self._tell_licence(meter, after, news.at)
        return after

    def require(self, device: str, news: News) -> tuple[Meter, Step]:
        """The meter and its step in the table, when it may happen.

        Raises:
            ProviderRefused: it may not.
        """
        meter = self.find(device)
        step = step_of(meter.state, news.event)
        telling = self._telling(meter, news)
        for condition in step.needs:
            problem = CHECKS[condition](telling)
            if problem:
                raise ProviderRefused(f"{device}: {problem}", step.section)
        return meter, step

    def find(self, device: str) -> Meter:
        """One meter.

        Raises:
            ProviderRefused: there is none of that number.
        """
        row = self._store.row("SELECT * FROM meter WHERE device = ?", (device,))
        if row is None:
            raise ProviderRefused(f"there is no meter {device!r}", "501.23(k)")
        return from_row(row)

    def all(self, *states: State) -> list[Meter]:
        """Every meter, or those in some states, by number."""
        found = map(from_row, self._store.rows("SELECT * FROM meter ORDER BY device"))
        return [meter for meter in found if not states or meter.state in states]

    def of_licence(self, application: str) -> list[Meter]:
        """The meters under one licence."""
        rows = self._store.rows("SELECT * FROM meter WHERE licence = ? ORDER BY device", (application,))
        return [from_row(row) for row in rows]

    def story(self, device: str) -> Sequence[Happening]:
        """Everything that happened to one meter (501.23(k))."""
        return History.read(self._store, subject_of(device)).of(subject_of(device))

    def licence(self, meter: Meter) -> Licence | None:
        """The licence that a meter is under."""
        return self._licences.find(meter.licence) if meter.licence else None

    def _telling(self, meter: Meter, news: News) -> Telling:
        licence = news.detail.get("licence", "")
        customer = news.detail.get("customer_licence", "")
        return Telling(
            meter,
            self.story(meter.device),
            news.at,
            news.detail,
            self._licences.find(licence) if licence else self.licence(meter),
            self._licences.numbered(customer) if customer else None,
        )

    def _after(self, meter: Meter, step: Step, news: News) -> Meter:
        """The meter with what the news change."""
        after = replace(
            meter,
            state=step.after or meter.state,
            place=news.detail.get("place", meter.place),
            ascending=int(news.detail.get("ascending") or meter.ascending),
            descending=int(news.detail.get("descending") or meter.descending),
        )
        if news.event is Event.CHECKED_IN:
            application = news.detail["licence"]
            return replace(after, licence=application, place=WITH_LICENSEE, in_service_on=news.at.date())
        if news.event is Event.CHECKED_OUT:
            # The register is cleared when it is checked out (501.23(g)); the news keep what it showed.
            return replace(after, licence="", in_service_on=None, descending=0)
        return after

    def _write_down(self, meter: Meter, news: News) -> None:
        licence = self.licence(meter)
        abroad = licence is not None and licence.asked.use is Use.ABROAD
        tags = meter.tags(abroad=abroad)
        record(self._store, Happening(meter.subject, news.event, news.at, tags, news.due, news.detail))

    def _tell_licence(self, before: Meter, after: Meter, at: dt.datetime) -> None:
        """What a licence must know of its systems (604.4.2.1d, 4.2.2b)."""
        was, stays = (bool(m.licence) and m.state in ACTIVE for m in (before, after))
        if stays and not was:
            self._licences.told(after.licence, Event.SYSTEM_ASSOCIATED, at)
        elif stays and after.ascending > before.ascending and self._licences.find(after.licence).is_valid:
            self._licences.told(after.licence, Event.USED, at)
        elif was and not stays and not any(m.state in ACTIVE for m in self.of_licence(before.licence)):
            self._licences.told(before.licence, Event.LAST_SYSTEM_GONE, at)
