"""The flags that say how pieces are judged: the same words in every command, and the verifier that they make."""

import datetime as dt
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from verify.card import card_from
from verify.options import FacingMethod
from verify.pipeline import Verifier

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
ReflectanceCard = Annotated[
    str | None,
    typer.Option("--reflectance-card", metavar="FILE=LIGHT,DARK", help="Scan of a card and its two reflectances."),
]
LedgerUrl = Annotated[
    str | None,
    typer.Option("--ledger", metavar="URL", help="Register of indicia already seen: sqlite:///FILE, postgresql://…"),
]
Workers = Annotated[int, typer.Option(min=0, max=1024, metavar="N", help="Processes; 0 verifies in this one.")]
StationWorkers = Annotated[int, typer.Option("--workers", min=1, max=1024, metavar="N", help="Processes.")]
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
    reflectance_card: str | None = None,
    timing: bool = False,
) -> Callable[[], Verifier]:
    """What makes the verifier that the flags describe, here and in every worker."""
    return partial(
        Verifier,
        trust,
        on,
        facing=facing,
        after_last_collection=after_last_collection,
        policy=policy,
        deposit_zip=deposit_zip,
        size=size,
        dpi=dpi,
        card=None if reflectance_card is None else card_from(reflectance_card),
        clock=time.perf_counter if timing else None,
    )
