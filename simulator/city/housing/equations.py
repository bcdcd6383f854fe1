"""Households and subsidised homes: who heads a household, how many homes are begun, built and let.

households    = headship level × Σ over people headship rate by age and residency × people
begun → 3 stages of building → finished, standing empty → let

A home is built in three stages of equal length, so that a stay is Erlang's: few take much less
than the mean and few much longer. The mean is the promised time and the delay as on record. What
is finished is let at so much of it a year. Homes move nobody: whether a home that can be afforded
keeps people in the city is no equation here.
"""

from itertools import pairwise

from simulator.stockflow.grammar.elements import (
    Auxiliary,
    Flow,
    Lever,
    Measure,
    Parameter,
    Stock,
)
from simulator.stockflow.grammar.setting import Sense, Setting

STAGES = ("homes_building_1", "homes_building_2", "homes_building_3")
"""Stages of building a home, in their order."""


def _stock(name: str, meaning: str, symbol: str) -> Stock:
    return Stock(
        name=name,
        axes=(),
        unit="homes",
        meaning=meaning,
        kind="homes",
        watched=(),
        symbol=symbol,
    )


STOCKS = (
    *(
        _stock(name, f"subsidised homes under construction, stage {number}", f"H_{number}")
        for number, name in enumerate(STAGES, start=1)
    ),
    _stock("homes_empty", "subsidised homes finished and not yet let", "H_e"),
    _stock("homes_let", "subsidised homes let or sold to a household", "H_l"),
)

PARAMETERS = (
    Parameter(
        name="headship_rate",
        axes=("cohort", "residency"),
        unit="households/persons",
        meaning="share of people who head a household, by age and residency",
        symbol="k_h",
        source=("housing.toml: headship",),
    ),
    Parameter(
        name="headship_level",
        axes=(),
        unit="1",
        meaning="households against the headship rates of the pack",
        symbol=r"\lambda_h",
        lever=Lever(key="world.headship"),
    ),
    Parameter(
        name="homes_started",
        axes=(),
        unit="homes/year",
        meaning="subsidised homes on which building begins",
        symbol="h_s",
        lever=Lever(key="plan.homes_started"),
    ),
    Parameter(
        name="home_building_rate",
        axes=(),
        unit="1/year",
        meaning="share of the subsidised homes in a stage of building that leaves it in a year, "
        "as a rate: the number of stages over the mean time of building",
        symbol=r"\beta_h",
        source=("plan.home_delay", "plan.delay_factor", "plan.on_time"),
        lever=Lever(
            key="plan.home_building_time",
            kind="number",
            minimum=0.25,
            maximum=50.0,
            unit="year",
            meaning="mean time from the start of a subsidised home to its promised end",
        ),
    ),
    Parameter(
        name="home_letting",
        axes=(),
        unit="1/year",
        meaning="share of the empty finished homes that is let in a year, as a rate",
        symbol="h_l",
        lever=Lever(key="plan.homes_allocated", sense=Sense(low=0.25, high=12.0, of_record=False)),
    ),
    Parameter(
        name="need_share",
        axes=(),
        unit="1",
        meaning="share of urban households that need a subsidised home",
        symbol=r"\nu_h",
        lever=Lever(key="world.households_in_need", maximum=1.0),
    ),
    Parameter(
        name="urban_share",
        axes=(),
        unit="1",
        meaning="share of households that live in towns",
        symbol="u_h",
        source=("housing.toml: urban",),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="householders",
        axes=("district",),
        over=("status", "cohort", "residency"),
        expression="headship_rate * people",
        unit="households",
        meaning="households at the headship rates of the pack",
        symbol="K_0",
    ),
)

SETTINGS = (
    Setting(
        key="plan.home_delay",
        kind="number",
        unit="year",
        meaning="mean time by which a subsidised home is finished after its promised end, before "
        "plan.delay_factor",
        minimum=0.0,
        maximum=50.0,
    ),
)

FLOWS = (
    Flow(
        name="homes_begun",
        source=None,
        target=STAGES[0],
        rate="homes_started",
        meaning="subsidised homes begun",
    ),
    *(
        Flow(
            name=f"homes_progress_{number}",
            source=stage,
            target=following,
            rate=f"home_building_rate * {stage}",
            meaning=f"subsidised homes pass from stage {number} to {number + 1}",
        )
        for number, (stage, following) in enumerate(pairwise(STAGES), start=1)
    ),
    Flow(
        name="homes_completion",
        source=STAGES[-1],
        target="homes_empty",
        rate=f"home_building_rate * {STAGES[-1]}",
        meaning="subsidised homes finished",
    ),
    Flow(
        name="homes_letting",
        source="homes_empty",
        target="homes_let",
        rate="home_letting * homes_empty",
        meaning="subsidised homes let or sold",
    ),
)

MEASURES = (
    Measure(
        name="households",
        axes=("district",),
        expression="headship_level * householders",
        unit="households",
        meaning="family households of residents",
        symbol="K_h",
    ),
    Measure(
        name="urban_households",
        axes=("district",),
        expression="urban_share * headship_level * householders",
        unit="households",
        meaning="family households of residents in towns",
        symbol="K_u",
    ),
    Measure(
        name="households_in_need",
        axes=("district",),
        expression="need_share * urban_share * headship_level * householders",
        unit="households",
        meaning="family households in towns that need a subsidised home",
        symbol="K_n",
    ),
    Measure(
        name="homes_under_construction",
        axes=(),
        expression=" + ".join(STAGES),
        unit="homes",
        meaning="subsidised homes under construction",
        symbol=r"\bar{H}",
    ),
    Measure(
        name="homes_finished",
        axes=(),
        expression="homes_empty + homes_let",
        unit="homes",
        meaning="subsidised homes finished, let or empty",
        symbol="H_f",
    ),
    Measure(
        name="homes_allocated",
        axes=(),
        expression="homes_let",
        unit="homes",
        meaning="subsidised homes let or sold to a household",
        symbol="H_a",
    ),
)
