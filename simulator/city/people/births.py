"""Births by the children a woman has.

With q the share who plan a second child and e the share of couples allowed one,

    first births   childless → spacing_early (share qe) and one_child (share 1 − qe)
    second births  waiting → two_or_more

Between the two mothers of one wait (``waiting``).
"""

from simulator.city.people import waiting
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Lever, Parameter, Spread
from simulator.stockflow.grammar.setting import Sense

PARAMETERS = (
    Parameter(
        name="first_birth_level",
        axes=(),
        unit="1",
        meaning="level of first births against the standard schedule",
        symbol=r"\lambda_1",
        lever=Lever(key="world.first_birth_level"),
    ),
    Parameter(
        name="first_birth_rate",
        axes=("cohort",),
        unit="1/year",
        meaning="standard first births per childless woman and year",
        symbol="h_0",
        source=("rates/fertility_by_order.csv",),
        lever=Lever(
            key="world.first_birth_timing",
            minimum=-10.0,
            maximum=10.0,
            sense=Sense(low=-3.0, high=3.0, of_record=False),
            unit="year",
            meaning="shift of first births to later ages",
        ),
    ),
    Parameter(
        name="second_birth_level",
        axes=(),
        unit="1",
        meaning="how fast waiting women come forward, against the standard schedule",
        symbol=r"\lambda_2",
        lever=Lever(key="world.second_birth_level"),
    ),
    Parameter(
        name="second_birth_rate",
        axes=("cohort",),
        unit="1/year",
        meaning="standard second births per waiting woman and year",
        symbol="h_1",
        source=("rates/fertility_by_order.csv",),
    ),
    Parameter(
        name="higher_birth_level",
        axes=(),
        unit="1",
        meaning="level of third and later births against the standard schedule",
        symbol=r"\lambda_3",
        lever=Lever(key="world.higher_birth_level"),
    ),
    Parameter(
        name="higher_birth_rate",
        axes=("cohort",),
        unit="1/year",
        meaning="standard later births per woman with two or more children and year",
        symbol="h_2",
        source=("rates/fertility_by_order.csv",),
    ),
    Parameter(
        name="birth_season",
        axes=(),
        unit="1",
        meaning="births of the month against the mean of the year",
        symbol=r"\sigma",
        lever=Lever(
            key="world.birth_seasonality",
            axis="month",
            unit="1",
            meaning="births of a month against the mean",
        ),
    ),
    Parameter(
        name="year_effect",
        axes=(),
        unit="1",
        meaning="births of the year against an ordinary one (Dragon, Sheep)",
        symbol=r"\zeta",
        lever=Lever(key="world.year_effect", sense=Sense(low=0.7, high=1.4, of_record=False)),
    ),
    Parameter(
        name="three_child_factor",
        axes=(),
        unit="1",
        meaning="third and later births under the three-child policy against those without it",
        symbol=r"\kappa",
        lever=Lever(key="policy.three_child.higher_births"),
    ),
    *waiting.PARAMETERS,
    Parameter(
        name="boys_share",
        axes=(),
        unit="1",
        meaning="share of boys among newborns",
        symbol="b",
        lever=Lever(
            key="world.sex_ratio_at_birth",
            minimum=50.0,
            maximum=200.0,
            sense=Sense(low=100.0, high=125.0, of_record=False),
            unit="1",
            meaning="boys born for 100 girls",
        ),
    ),
    Parameter(
        name="newborn_residency",
        axes=("residency", "to_residency"),
        unit="1",
        meaning="residency of newborns by residency of the mother",
        symbol="R",
        lever=Lever(
            key="world.registered_newborn_share",
            maximum=1.0,
            unit="1",
            meaning="share of newborns of migrant mothers who are registered at birth",
        ),
    ),
)

AUXILIARIES = (
    *waiting.AUXILIARIES,
    Auxiliary(
        name="first_birth_hazard",
        axes=("cohort",),
        expression="first_birth_level * birth_season * year_effect * first_birth_rate",
        unit="1/year",
        meaning="first births per childless woman and year",
        symbol=r"\eta_0",
    ),
    Auxiliary(
        name="higher_births",
        axes=("cohort", "residency", "district"),
        expression="higher_birth_level * three_child_factor * birth_season * year_effect "
        "* higher_birth_rate * people[two_or_more]",
        unit="persons/year",
        meaning="third and later births; the mother stays where she is",
        symbol="B_3",
    ),
    Auxiliary(
        name="births",
        axes=("residency", "district"),
        over=("cohort",),
        expression="first_births_planning + first_births_content + second_births + higher_births",
        unit="persons/year",
        meaning="newborns, by residency and district of the mother",
        symbol="B",
    ),
)

_BY_MOTHER = Spread(axis="residency", shares="newborn_residency")

FLOWS = (
    Flow(
        name="first_births_planning",
        source="people[childless]",
        target="people[spacing_early]",
        rate="first_birth_hazard * planning * people[childless]",
        meaning="first births to mothers who plan, and may have, a second child",
    ),
    Flow(
        name="first_births_content",
        source="people[childless]",
        target="people[one_child]",
        rate="first_birth_hazard * (1 - planning) * people[childless]",
        meaning="first births to mothers who may not or do not plan a second child",
    ),
    *waiting.FLOWS,
    Flow(
        name="second_births",
        source="people[waiting]",
        target="people[two_or_more]",
        rate="second_birth_level * birth_season * year_effect * second_birth_rate "
        "* people[waiting]",
        meaning="second births",
    ),
    Flow(
        name="newborn_boys",
        source=None,
        target="people[men, newest]",
        rate="boys_share * births",
        spread=_BY_MOTHER,
        meaning="boys born",
    ),
    Flow(
        name="newborn_girls",
        source=None,
        target="people[childless, newest]",
        rate="(1 - boys_share) * births",
        spread=_BY_MOTHER,
        meaning="girls born",
    ),
)

NEWBORNS = ("newborn_boys", "newborn_girls")
"""Flows of the births of residents; newborns brought in from outside are none."""
