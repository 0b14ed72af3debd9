"""The verifier: a page in, an answer out. Load, observe, judge; each line is a room."""

import copy
import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from indicia.errors import ExitCode, IndiciaError, InputError
from indicia.faces import Face, default_cache, default_search, find_face
from indicia.rulebook.row import Row
from indicia.spec.kinds import Edition
from verify.ahead import ahead
from verify.answer import Answer, AnyAnswer, ErrorAnswer
from verify.checks import Check, parse_checks
from verify.engine.line import Line
from verify.engine.pieces import Image, Piece
from verify.lettered import Wanted
from verify.look_again import stands_beside, stands_elsewhere
from verify.measure.reflectance import Card
from verify.observe import observe
from verify.options import FacingMethod, Options, parse_choice, parse_day, parse_size, parse_zip
from verify.policy import Policy, load_policy
from verify.scans import Scan, load, scan_of
from verify.stopwatch import Clock, Stopwatch
from verify.verdict import Court
from verify.warming import warm_up


@dataclass(frozen=True, slots=True)
class LoadedPage:
    """A page that was read and not yet looked at."""

    scan: Scan
    """As pixels."""
    watch: Stopwatch
    """Has timed the reading."""


JudgedPage = tuple[Scan, Answer] | tuple[None, ErrorAnswer]
"""A page with its answer; no page where something went wrong."""

_log = logging.getLogger(__name__)


class Verifier:
    """Answers for pages, judged on one day under one policy; keys and tables are loaded once."""

    def __init__(  # noqa: PLR0913 - each keyword is one flag of the command line
        self,
        trust: str | Path,
        on: dt.date | str,
        *,
        facing: FacingMethod | str | None = None,
        after_last_collection: bool = False,
        policy: Policy | str | Path = Edition.DMM_2005,
        deposit_zip: str | None = None,
        checks: Iterable[Check | str] | str | None = None,
        size: tuple[float, float] | str | None = None,
        dpi: float | None = None,
        thorough: bool = False,
        face: Face | None = None,
        card: Card | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Load the trust directory and the rulebook.

        Args:
            trust: the trust directory.
            on: day of deposit; a date, or YYYY-MM-DD.
            facing: `fim`, `fluorescent` or `label`, where the facing method is known.
            after_last_collection: the pieces entered after the day's last collection (604.4.8.13a).
            policy: `dmm-2005`, `current`, or the path of a policy file (see `verify.policy`).
            deposit_zip: ZIP Code of the office of deposit; brings the row of 604.4.10.4.
            checks: what is looked at and judged, as `symbol,signature,placement`; None is everything.
            size: width and height of the upright piece, inches, or a name as `#10`, where known.
            dpi: pixels an inch, where neither file nor size tells.
            thorough: look for symbols and lettering on the whole of every page, also where the corner tells enough.
            face: the face that lettering is read by; None finds Arial or its twin as the programs do.
            card: what greys are in reflectance, where a card was scanned.
            clock: times every stage; the answers carry the milliseconds.

        Raises:
            CredentialError: the trust directory has no root.
            UsageError: a value is none of those allowed.
            InputError: the policy file cannot be read.
        """
        options = Options(
            on=parse_day(on),
            facing=None if facing is None else parse_choice(FacingMethod, facing, "facing").facing,
            after_last_collection=after_last_collection,
            policy=policy if isinstance(policy, Policy) else load_policy(policy),
            deposit_zip=parse_zip(deposit_zip),
            checks=parse_checks(checks),
        )
        self._court = Court.of(Path(trust), options)
        self._again = partial(  # in another process, which may stand in another folder
            Verifier,
            Path(trust).absolute(),
            facing=facing,
            after_last_collection=after_last_collection,
            policy=options.policy,
            deposit_zip=deposit_zip,
            checks=options.checks,
            size=size,
            dpi=dpi,
            thorough=thorough,
            face=face,
            card=card,
            clock=clock,
        )
        self._size = parse_size(size)
        self._dpi = dpi
        self._clock = clock
        self._notes: tuple[str, ...] = ()
        if face is None and Check.LETTERING in options.checks:
            face, self._notes = _usual_face()
        self._wanted = _wanted(options.checks, face, card, thorough=thorough)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row that an answer can cite, in an order that depends on the policy alone."""
        return (*self._court.rows, *self._court.rows_beside_symbol)

    def on(self, day: dt.date) -> "Verifier":
        """The same verifier for pieces deposited on another day."""
        if day == self._court.options.on:
            return self
        other = copy.copy(self)
        other._court = replace(self._court, options=replace(self._court.options, on=day))  # noqa: SLF001 - a copy of ours
        return other

    def warm_up(self) -> None:
        """Have machine code and templates ready before the first piece comes; on a new machine it takes a while."""
        warm_up(self)

    def verify(self, image: Image, *, dpi: float | None = None) -> Answer:
        """The answer for one page: an array, or a file's first page (`verify_pages` gives all of them).

        Args:
            image: a path, or H x W (x 3) uint8 pixels, which are not copied.
            dpi: of the pixels, where known.

        Raises:
            InputError: the file cannot be read, or the array is no picture.
        """
        first = next(self._loaded(image, dpi=dpi), None)
        if first is None:
            raise InputError(f"{image}: has no pages")
        return self._answer(first)

    def verify_pages(self, path: str | Path) -> Iterator[Answer]:
        """The answers for every page of a file, in order.

        Raises:
            InputError: the file cannot be read; the pages before the damage were given.
        """
        return map(self._answer, ahead(self._loaded(path)))

    def verify_many(self, images: Iterable[Image], *, workers: int = 0) -> Iterator[AnyAnswer]:
        """Answers in the order of `images`, one a page, worked out as they are asked for.

        An input that cannot be read has an error answer in its place, and so has one at which a worker ended or hung.

        Args:
            images: they are taken as they are needed: one ahead, with workers a few.
            workers: processes that share the work; 0 works in this one.
        """
        if not workers:
            for page in ahead(page for image in images for page in self.loaded(image)):
                yield self.judged(page)[1]
            return
        with Line(partial(self._again, self._court.options.on), workers=workers) as line:
            for answers in line.answers(Piece(image) for image in images):
                yield from answers

    def paired(self, one: Answer, other: Answer) -> tuple[Answer, Answer]:
        """The answers of two pages again, now as the two sides of one piece.

        A redate on one side finds its original on the other, and its day counts for the original's mailing period.
        """
        names = [(answer.file, answer.page) for answer in (one, other)]
        first, second = self._court.answers(one.seen, other.seen, names=names)
        return replace(first, timing_ms=one.timing_ms), replace(second, timing_ms=other.timing_ms)

    def pages_or_error(
        self, image: Image, *, called: str | None = None, dpi: float | None = None
    ) -> Iterator[JudgedPage]:
        """Every page of an input with its answer, for those who also want the pixels; never raises.

        Args:
            image: a path or pixels.
            called: the name that answers carry instead of the path.
            dpi: of pixels, where known.
        """
        return map(self.judged, self.loaded(image, called=called, dpi=dpi))

    def loaded(
        self, image: Image, *, called: str | None = None, dpi: float | None = None
    ) -> Iterator[LoadedPage | ErrorAnswer]:
        """Every page of an input, read and not yet looked at, for those who read ahead; never raises.

        Args:
            image: a path or pixels.
            called: the name that answers carry instead of the path.
            dpi: of pixels, where known.
        """
        try:
            yield from self._loaded(image, called=called, dpi=dpi)
        except Exception as error:
            name = called or (None if isinstance(image, np.ndarray) else str(image))
            # Messages begin with the path; an input that goes by another name keeps that.
            yield _fault(name, error, str(error) if called is None else str(error).replace(str(image), called))

    def judged(self, page: LoadedPage | ErrorAnswer) -> JudgedPage:
        """A page that was read, with its answer; never raises."""
        if isinstance(page, ErrorAnswer):
            return None, page
        try:
            return page.scan, self._answer(page)
        except Exception as error:
            return None, _fault(page.scan.file or None, error, str(error))

    def _loaded(self, image: Image, *, called: str | None = None, dpi: float | None = None) -> Iterator[LoadedPage]:
        if isinstance(image, np.ndarray):
            yield LoadedPage(replace(scan_of(image, dpi), file=called or ""), Stopwatch(self._clock))
            return
        scans = load(image)
        while True:
            watch = Stopwatch(self._clock)
            scan = next(scans, None)
            if scan is None:
                return
            watch.lap("load")
            yield LoadedPage(replace(scan, file=called or str(image)), watch)

    def _answer(self, page: LoadedPage) -> Answer:
        scan, watch = page.scan, page.watch
        watch.resume()
        answer = self._look(scan, self._wanted, watch)
        if not self._wanted.thorough and stands_beside(answer):
            # A redate or correction may stand there, with a symbol of its own.
            answer = self._look(scan, replace(self._wanted, whole=True, thorough=True), watch)
        elif self._wanted.face and not self._wanted.whole and stands_elsewhere(answer):
            answer = self._look(scan, replace(self._wanted, whole=True), watch)
        return replace(answer, timing_ms=watch.times())

    def _look(self, scan: Scan, wanted: Wanted, watch: Stopwatch) -> Answer:
        seen = observe(scan, size=self._size, dpi=self._dpi, wanted=wanted, stamp=watch.lap)
        seen = replace(seen, notes=(*seen.notes, *self._notes))
        answer = self._court.answer(seen, file=scan.file or None, page=scan.page)
        watch.lap("judge")
        return answer


def _fault(name: str | None, error: Exception, said: str) -> ErrorAnswer:
    """The answer where one should be; a piece that a library chokes on must not take the others with it."""
    if isinstance(error, IndiciaError):
        return ErrorAnswer(name, error.exit_code, said)
    _log.debug("internal error on one input", exc_info=error)
    return ErrorAnswer(name, ExitCode.INTERNAL, f"{name}: internal error: {type(error).__name__}: {error}")


def _wanted(checks: frozenset[Check], face: Face | None, card: Card | None, *, thorough: bool) -> Wanted:
    """The stages of looking that some checks need."""
    return Wanted(
        face=face if Check.LETTERING in checks else None,
        card=card,
        places=not checks.isdisjoint({Check.PLACEMENT, Check.LETTERING, Check.REFLECTANCE}),
        bars=Check.BARS in checks,
        light=Check.REFLECTANCE in checks,
        grades=Check.GRADE in checks,
        whole=thorough,
        thorough=thorough,
    )


def _usual_face() -> tuple[Face | None, tuple[str, ...]]:
    """Arial or its twin on this system; a note where there is none to be had: then lettering is not read."""
    try:
        return find_face(None, default_search(), default_cache()), ()
    except IndiciaError as error:
        return None, (f"lettering is not read: {error}",)
