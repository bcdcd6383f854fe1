"""The verbs of calibration as data; ``commands`` answers them. The standard library alone."""

from datetime import date

from simulator.commands.verb_forms import Argument, Option, Verb
from simulator.commands.verbs import VERBS as OF_THE_SIMULATOR

STEP_NAMES = ("supply", "population", "net_arrivals", "schools")
"""Steps of a calibration, in order; ``steps`` says what each does."""

EARLIEST, LATEST = 2012, 2100
"""Years a forecast may start from."""


def _origin(text: str) -> int:
    year = int(text)
    if not EARLIEST <= year <= LATEST:
        raise ValueError(text)
    return year


_CITY = Argument(name="city", shown="CITY", help="help.city", read=str)

CALIBRATE = Verb(
    name="calibrate",
    example="xiamen --step supply",
    arguments=(_CITY,),
    options=(
        Option(
            flags=("--step",), name="names", help="help.step", shown="STEP", choices=STEP_NAMES,
            many=True,
        ),
        Option(
            flags=("--standing",), name="standing", help="help.standing", shown="DATE",
            read=date.fromisoformat, expected="expected.date",
        ),
    ),
)  # fmt: skip
BACKTEST = Verb(
    name="backtest",
    example="xiamen --origin 2016",
    arguments=(_CITY,),
    options=(
        Option(
            flags=("--origin",), name="origins", help="help.origin", shown="YEAR", read=_origin,
            expected="expected.origin", many=True,
        ),
    ),
)  # fmt: skip

EVERY_VERB: tuple[Verb, ...] = (*OF_THE_SIMULATOR, CALIBRATE, BACKTEST)
"""The verbs of both packages, in the order of the help."""
