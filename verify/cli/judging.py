"""The flags that say how pieces are judged: the same words in every command, and the verifier that they make."""

import datetime as dt
import enum
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from indicia.errors import MissingPartError, UsageError
from verify.card import card_from
from verify.checks import Check, parse_checks
from verify.engine.worker import Hire
from verify.options import FacingMethod
from verify.pipeline import Verifier


class Engine(enum.StrEnum):
    """Who works."""

    LOCAL = "local"
    RAY = "ray"


Trust = Annotated[Path, typer.Option(metavar="DIR", help="The trust directory: ca.pem, certificates, CRL.")]
Dpi = Annotated[float | None, typer.Option(min=20, max=10_000, help="Where the files do not say.")]
Size = Annotated[str | None, typer.Option(metavar="WxH|NAME", help="Of the upright piece: 9.5x4.125 (inches) or #10.")]
Facing = Annotated[FacingMethod | None, typer.Option(help="How the pieces are faced.")]
AfterLastCollection = Annotated[
    bool, typer.Option("--after-last-collection", help="They entered after the day's last collection.")
]
DepositZip = Annotated[
    str | None, typer.Option(metavar="ZIP", help="Of the office of deposit: is it the licensing one?")
]
PolicyName = Annotated[
    str,
    typer.Option("--policy", metavar="dmm-2005|current|FILE", help="Edition of the rules, or a policy file (TOML)."),
]
Checks = Annotated[
    str | None,
    typer.Option("--checks", metavar="LIST", help=f"What to check, with commas between; else all: {', '.join(Check)}."),
]
ReflectanceCard = Annotated[
    str | None,
    typer.Option("--reflectance-card", metavar="FILE=LIGHT,DARK", help="Scan of a card and its two reflectances."),
]
LedgerUrl = Annotated[
    str | None,
    typer.Option("--ledger", metavar="URL", help="Register of indicia already seen: sqlite:///FILE, postgresql://…"),
]
Workers = Annotated[
    int, typer.Option(min=0, max=1024, metavar="N", help="Processes; 0 verifies in this one, in Ray on every CPU.")
]
StationWorkers = Annotated[int, typer.Option("--workers", min=1, max=1024, metavar="N", help="Processes.")]
EngineName = Annotated[Engine, typer.Option("--engine", help="Who works: processes here, or a Ray cluster.")]
RayAddress = Annotated[
    str | None,
    typer.Option(
        "--ray-address", metavar="ADDRESS", help="Of the cluster: HOST:PORT, auto; else a Ray is started here."
    ),
]
Station = Annotated[str, typer.Option(metavar="NAME", help="Of this station, for the ledger.")]
Place = Annotated[str, typer.Option(metavar="WHERE", help="Where this station stands, for the ledger.")]


def recipe(
    trust: Path,
    on: dt.date,
    *,
    facing: FacingMethod | None,
    after_last_collection: bool,
    policy: str,
    deposit_zip: str | None,
    size: str | None,
    dpi: float | None,
    checks: str | None = None,
    ledger: str | None = None,
    reflectance_card: str | None = None,
    timing: bool = False,
) -> Callable[[], Verifier]:
    """What makes the verifier that the flags describe, here and in every worker.

    Raises:
        UsageError: no such checks, or a ledger that nobody would ask.
    """
    wanted = parse_checks(checks)
    if ledger is not None and Check.DUPLICATE not in wanted:
        raise UsageError(f"--ledger needs the check {Check.DUPLICATE.value}: name it in --checks")
    return partial(
        Verifier,
        trust.absolute(),  # workers may stand in another folder
        on,
        facing=facing,
        after_last_collection=after_last_collection,
        policy=policy,
        deposit_zip=deposit_zip,
        checks=wanted,
        size=size,
        dpi=dpi,
        card=None if reflectance_card is None else card_from(reflectance_card),
        clock=time.perf_counter if timing else None,
    )


def hire(engine: Engine, address: str | None) -> Hire | None:
    """What starts the workers; None where the line's own processes do.

    Raises:
        UsageError: an address that nobody asks for.
        MissingPartError: Ray is not installed.
    """
    if engine is Engine.LOCAL:
        if address is not None:
            raise UsageError("--ray-address needs --engine ray")
        return None
    try:
        # Optional, large, and slow to import.
        from verify.engine.cluster import RayPool  # noqa: PLC0415
    except ImportError as missing:
        raise MissingPartError(f"--engine ray needs {missing.name}; install indicia[ray]") from missing
    # A Ray of our own reports to nobody.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    return partial(RayPool, address=address)
