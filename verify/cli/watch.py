"""`verify watch`: the scan station as a folder."""

import datetime as dt
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from indicia import console, files
from indicia.errors import ExitCode, MissingPartError
from indicia.spec.kinds import Edition
from verify.answer import Answer, AnyAnswer
from verify.cli import judging
from verify.cli.station import opened
from verify.engine.pieces import Piece
from verify.ledger import Witness

NAME = "verify"


def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Pictures come into it.")],
    *,
    trust: judging.Trust,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Answers go there; else beside the picture.")] = None,
    done: Annotated[Path | None, typer.Option(metavar="DIR", help="Answered pictures go there; else DIR/done.")] = None,
    failed: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Pictures that cannot be read go there; else DIR/failed.")
    ] = None,
    poll: Annotated[bool, typer.Option("--poll", help="Look again and again, for network mounts.")] = False,
    settle: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="A picture that does not change for so long is whole.")
    ] = 0.5,
    on: console.On = None,
    as_json: console.Json = False,
    dpi: judging.Dpi = None,
    size: judging.Size = None,
    facing: judging.Facing = None,
    after_last_collection: judging.AfterLastCollection = False,
    deposit_zip: judging.DepositZip = None,
    policy: judging.PolicyName = Edition.DMM_2005.value,
    checks: judging.Checks = None,
    ledger: judging.LedgerUrl = None,
    workers: judging.StationWorkers = 1,
    station: judging.Station = "",
    place: judging.Place = "",
) -> int:
    """Answer every picture that comes into a folder, once, and move it on. Without --on each is judged on its day."""
    try:
        # Optional, and not needed by the other commands.
        from verify.station import folder as inbox  # noqa: PLC0415
        from verify.station import watch as watching  # noqa: PLC0415
    except ImportError as missing:
        raise MissingPartError(f"the station needs {missing.name}; install indicia[station]") from missing
    places = inbox.Places(folder, done or folder / "done", failed or folder / "failed", out)
    places.make()
    recipe = judging.recipe(
        trust,
        on or console.today(),
        facing=facing,
        after_last_collection=after_last_collection,
        policy=policy,
        deposit_zip=deposit_zip,
        size=size,
        dpi=dpi,
        checks=checks,
        ledger=ledger,
    )

    def piece_of(found: inbox.Found) -> Piece:
        witness = Witness(dt.datetime.now(dt.UTC), station, found.piece, place, found.path.name)
        return Piece(found.path, found.path.name, day=on or console.today(), witness=witness)

    stop = threading.Event()
    with (
        files.locked_folder(folder),
        opened(recipe, workers=workers, ledger=ledger) as collector,
        _stopped_by_signals(stop) as code,
    ):
        finished = watching.watched(
            places, lambda found: collector.submit(piece_of(found)), stop, settle_seconds=settle, polling=poll
        )
        for _, answers in finished:
            for answer in answers:
                _show(answer, as_json=as_json)
    return code[0]


def _show(answer: AnyAnswer, *, as_json: bool) -> None:
    if as_json:
        console.write_line(answer.json())
    elif isinstance(answer, Answer):
        console.write_line(f"{answer.file}  {answer.verdict.value}  {' '.join(answer.reasons)}".rstrip())
    else:
        console.complain(NAME, answer.message)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[list[ExitCode]]:
    """Ctrl-C and SIGTERM set `stop`, so that what was let in is finished; the code to leave with."""
    code = [ExitCode.DONE]

    def asked(number: int, _: FrameType | None) -> None:
        stop.set()
        code[0] = ExitCode.INTERRUPTED if number == signal.SIGINT else ExitCode.DONE

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield code
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
