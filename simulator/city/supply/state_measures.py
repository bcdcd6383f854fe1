"""What is read of places and beds: how many are in each state, but for those of named projects."""

from simulator.city.axes import PLACE
from simulator.city.supply.equations import EARLY_STAGES
from simulator.stockflow.grammar.elements import Measure


def supply_measures(building_stages: int) -> tuple[Measure, ...]:
    """Places by the state they are in, out of starting stock and programmes."""
    planned, approved, building = (
        " + ".join(f"{state}_{stage}" for stage in range(1, stages + 1))
        for state, stages in (
            ("planned", EARLY_STAGES),
            ("approved", EARLY_STAGES),
            ("building", building_stages),
        )
    )
    return (
        *(
            _measure(name, expression, meaning, symbol)
            for name, expression, meaning, symbol in (
                ("planned_now", planned, "places planned and not yet approved", "L"),
                ("approved_now", approved, "places approved and not yet begun", "V"),
                ("building_now", building, "places under construction", "U"),
                ("finished_now", "finished", "places finished, waiting for 1 September", "F"),
                ("cancelled_now", "cancelled", "places given up so far", "C"),
            )
        ),
        _measure(
            "open_places",
            "open",
            "places or beds open, serving or not, out of starting stock and programmes",
            "O",
            ("years_open",),
        ),
        _measure("closed_now", "closed", "places closed so far", "X", ("years_open",)),
    )


def _measure(
    name: str, expression: str, meaning: str, symbol: str, over: tuple[str, ...] = ()
) -> Measure:
    return Measure(
        name=name,
        axes=PLACE,
        over=over,
        expression=expression,
        unit="places",
        meaning=meaning,
        symbol=symbol,
    )
