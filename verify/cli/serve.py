"""`verify serve`: the scan station over HTTP."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.errors import CredentialError, ExitCode, MissingPartError
from indicia.spec.kinds import Edition
from verify.cli import judging
from verify.cli.station import opened


def serve(
    *,
    trust: judging.Trust,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="To listen on.")] = 8080,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="To listen on.")] = "127.0.0.1",
    on: console.On = None,
    dpi: judging.Dpi = None,
    size: judging.Size = None,
    facing: judging.Facing = None,
    after_last_collection: judging.AfterLastCollection = False,
    deposit_zip: judging.DepositZip = None,
    policy: judging.PolicyName = Edition.DMM_2005.value,
    checks: judging.Checks = None,
    ledger: judging.LedgerUrl = None,
    workers: judging.StationWorkers = 1,
    queue: Annotated[int, typer.Option(min=1, help="Pieces under way, at most; callers beyond wait and retry.")] = 256,
    token_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its first line is the bearer token that callers must show.")
    ] = None,
    station: judging.Station = "",
    place: judging.Place = "",
) -> int:
    """Answer images over HTTP: POST /v1/verify; /docs describes the service. Without --on each is judged on its day."""
    try:
        # Optional, and slow to import: whoever scans a file does not wait for a web server.
        from verify.station import http, intake, logs, metrics, service  # noqa: PLC0415
    except ImportError as missing:
        raise MissingPartError(f"the station needs {missing.name}; install indicia[station]") from missing
    logs.configure()
    token = _token(token_file)
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
    with opened(recipe, workers=workers, ledger=ledger) as collector:
        counted = metrics.Metrics()
        taken = intake.Intake(collector.submit, limit=queue, metrics=counted)
        serving = http.Station(
            taken,
            counted,
            ready=lambda: collector.alive,
            now=lambda: dt.datetime.now(dt.UTC),
            day=lambda: on or console.today(),
            name=station,
            place=place,
            token=token,
        )
        service.run(serving, host=host, port=port)
    return ExitCode.DONE


def _token(path: Path | None) -> str | None:
    """The first line of a file."""
    if path is None:
        return None
    try:
        token = path.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise CredentialError(f"cannot read the token in {path}: {fault}") from fault
    if not token:
        raise CredentialError(f"the first line of {path} is empty; it should be the token")
    return token
