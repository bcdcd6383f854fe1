"""What somebody knows of demand and supply: both as they were some time ago, smoothed.

An information delay of order n is a chain of n stocks. Each holds a number of places as it is
known at one step of the way (counted, published, taken up); with τ the mean delay,

    d(x₁)/dt = (actual − x₁) n / τ        d(xᵢ)/dt = (xᵢ₋₁ − xᵢ) n / τ        known = xₙ

written as flows in, on and out, so that no stock can fall below zero (Sterman 2000, *Business
Dynamics*, ch. 11). Before the record of a service starts nobody knows of a gap: supply is then
taken to be what is wanted. Where the record starts the two part, and the delay begins to count.
"""

from dataclasses import dataclass
from itertools import pairwise

from simulator.stockflow.grammar.elements import Auxiliary, Flow, Lever, Parameter, Stock, Transfer

SERVICE = ("service", "district")

PARAMETERS = (
    Parameter(
        name="is_expected",
        axes=("timetable",),
        unit="1",
        meaning="1 for places as they are really expected, 0 for those promised",
        symbol=r"\epsilon",
    ),
    Parameter(
        name="watching",
        axes=("service",),
        unit="1",
        meaning="1 from the day the record of a service starts, 0 before and where it never does",
        symbol=r"\iota",
        source=("services.toml: start",),
    ),
    Parameter(
        name="projects_in_use",
        axes=SERVICE,
        unit="places",
        meaning="places expected to serve in named projects, as counted three times a year",
        symbol="J_b",
        source=("projects.csv", "plan.projects"),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="places_in_use",
        axes=SERVICE,
        over=("timetable",),
        expression="is_expected * programme_serving",
        unit="places",
        meaning="places that serve out of starting stock and programmes, as expected",
        symbol="Q_b",
    ),
    Auxiliary(
        name="visible_supply",
        axes=SERVICE,
        expression="watching * (places_in_use + projects_in_use) + (1 - watching) * wanted",
        unit="places",
        meaning="places that anybody can see serve; as many as are wanted before the record starts",
        symbol="Z_b",
    ),
)

SEEN = {"demand": "wanted_around", "supply": "visible_around"}
WAYS = {
    "demand": ("+ wanted_by_catchment", "+ wanted_around"),
    "supply": ("+ visible_by_catchment", "+ visible_around"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Perception:
    """What one observer knows of demand and supply, and the chain of stocks it comes through."""

    observer: str
    stages: int
    symbol: str

    def known(self, what: str) -> str:
        """The stock that holds what is known of ``demand`` or ``supply``."""
        return f"{self.observer}_{what}_{self.stages}"

    def chain(self, what: str) -> tuple[str, ...]:
        """From what is there to what is known, catchment, flows and stocks, for a loop's path."""
        found = [*WAYS[what], f"+ {self.observer}_{what}_noticed", f"+ {self.observer}_{what}_1"]
        for stage in range(1, self.stages):
            found += [
                f"+ {self.observer}_{what}_passing_{stage}",
                f"+ {self.observer}_{what}_{stage + 1}",
            ]
        return tuple(found)

    @property
    def parameter(self) -> Parameter:
        """The mean delay."""
        return Parameter(
            name=f"{self.observer}_delay",
            axes=(),
            unit="year",
            meaning=f"mean time until {self.observer} know of demand and supply",
            symbol=rf"\tau_{{{self.symbol}}}",
            lever=Lever(
                key=f"feedback.{FEEDBACK_OF[self.observer]}.delay",
                kind="number",
                minimum=0.05,
                maximum=20.0,
            ),
        )

    @property
    def stocks(self) -> tuple[Stock, ...]:
        """A chain for demand and one for supply."""
        return tuple(
            Stock(
                name=f"{self.observer}_{what}_{stage}",
                axes=SERVICE,
                unit="places",
                meaning=f"{what} of the catchment a district lies in, on its way to be known to "
                f"{self.observer}, stage {stage}",
                kind="information",
                watched=SERVICE,
                symbol=f"{letter}^{{{self.symbol}}}_{{{stage}}}",
            )
            for what, letter in (("demand", "W"), ("supply", "Z"))
            for stage in range(1, self.stages + 1)
        )

    @property
    def flows(self) -> tuple[Flow, ...]:
        """Into the chains, along them, and out."""
        return tuple(flow for what in SEEN for flow in self._flows(what))

    def _flows(self, what: str) -> tuple[Flow, ...]:
        pace = f"{self.stages} / {self.observer}_delay"
        stocks = [f"{self.observer}_{what}_{stage}" for stage in range(1, self.stages + 1)]
        passing = (
            Flow(
                name=f"{self.observer}_{what}_passing_{stage}",
                source=source,
                target=target,
                rate=f"{pace} * {source}",
                meaning=f"{what} known at stage {stage} goes on to the next",
            )
            for stage, (source, target) in enumerate(pairwise(stocks), 1)
        )
        noticed = Flow(
            name=f"{self.observer}_{what}_noticed",
            source=None,
            target=stocks[0],
            rate=f"{pace} * {SEEN[what]}",
            meaning=f"{what} as it is comes to notice",
        )
        fading = Flow(
            name=f"{self.observer}_{what}_fading",
            source=stocks[-1],
            target=None,
            rate=f"{pace} * {stocks[-1]}",
            meaning=f"what was known of {what} gives way to what is newer",
        )
        return (noticed, *passing, fading)

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """On the first day of a run things are known as they are."""
        return tuple(
            Transfer(
                name=f"{stock.name}_at_first",
                source=None,
                target=stock.name,
                amount=SEEN["demand" if "_demand_" in stock.name else "supply"],
                meaning="what is known on the first day of a run: things as they are",
            )
            for stock in self.stocks
        )


FEEDBACK_OF = {"planners": "planners", "families": "families", "parents": "private"}
"""Which table of a scenario an observer belongs to."""

PLANNERS = Perception(observer="planners", stages=3, symbol="P")
FAMILIES = Perception(observer="families", stages=1, symbol="F")
PARENTS = Perception(observer="parents", stages=1, symbol="E")
