"""Births by the children a woman has, and the policy that allows a second one.

Mothers of one child wait where the policy and their own plans allow a second: ``people[waiting]``
fills when the policy opens or more couples plan, and drains as the births come or plans are given
up. With q the share who plan a second child and e the share of couples allowed one,

    first births   childless → spacing_early (share qe) and one_child (share 1 − qe)
    spacing        spacing_early → spacing_late → waiting, each after half the mean spacing
    opening        one_child → waiting at (q ė + q̇₊ e) ÷ (1 − qe)
    withdrawal     spacing and waiting → one_child at q̇₋ ÷ q
    second births  waiting → two_or_more

Opening and withdrawal keep mothers of one at the split (1 − qe) : qe however e and q move; both
are made of the paths of e and q, never of a stock. Where q steps on a day, the same happens at once
(``TRANSFERS``). Two stages of spacing, and not one, as few second births follow soon after a first.
"""

from simulator.stockflow.grammar.elements import Auxiliary, Flow, Lever, Parameter, Spread, Transfer
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
    Parameter(
        name="planning_share",
        axes=(),
        unit="1",
        meaning="share of allowed couples who plan a second child",
        symbol="q",
        lever=Lever(key="policy.two_child.planning_share", maximum=0.9),
    ),
    Parameter(
        name="planning_rise",
        axes=(),
        unit="1/year",
        meaning="rise of the share who plan a second child, where it rises along a line",
        symbol=r"\dot q_+",
        source=("policy.two_child.planning_share",),
    ),
    Parameter(
        name="planning_fall",
        axes=(),
        unit="1/year",
        meaning="fall of the share who plan a second child against the share itself, where it "
        "falls along a line",
        symbol=r"\dot q_-",
        source=("policy.two_child.planning_share",),
    ),
    Parameter(
        name="planning_gain",
        axes=("residency",),
        unit="1",
        meaning="share of mothers of one who plan and may have a second child from a day on",
        symbol=r"\Delta_+",
        source=("policy.two_child.planning_share",),
    ),
    Parameter(
        name="planning_loss",
        axes=(),
        unit="1",
        meaning="share of those who plan a second child who give it up on a day",
        symbol=r"\Delta_-",
        source=("policy.two_child.planning_share",),
    ),
    Parameter(
        name="eligible_share",
        axes=("residency",),
        unit="1",
        meaning="share of couples allowed a second child, as births respond to it",
        symbol="e",
        source=("policy.two_child.stages",),
        lever=Lever(
            key="policy.two_child.eligible_before",
            kind="number",
            axis="residency",
            maximum=1.0,
            unit="1",
            meaning="share of couples allowed a second child before the first stage",
        ),
    ),
    Parameter(
        name="eligible_rise",
        axes=("residency",),
        unit="1/year",
        meaning="rise of the eligible share while a stage opens",
        symbol=r"\dot e",
        source=("policy.two_child.stages",),
    ),
    Parameter(
        name="below_age_limit",
        axes=("cohort",),
        unit="1",
        meaning="share of a cohort still young enough to wait for a second child",
        symbol=r"\Lambda",
        lever=Lever(
            key="policy.two_child.age_limit",
            kind="integer",
            minimum=30,
            maximum=55,
            sense=Sense(low=40.0, high=50.0, of_record=False),
            unit="year",
            meaning="age from which a mother of one no longer responds to an opening",
        ),
    ),
    Parameter(
        name="mean_spacing",
        axes=(),
        unit="year",
        meaning="mean time from a first birth until a planning mother is ready for the second",
        symbol=r"\tau_s",
        lever=Lever(key="policy.two_child.mean_spacing", minimum=0.1, maximum=20.0),
    ),
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
    Auxiliary(
        name="planning",
        axes=("residency",),
        expression="planning_share * eligible_share",
        unit="1",
        meaning="share of new mothers who plan, and may have, a second child",
        symbol="qe",
    ),
    Auxiliary(
        name="policy_release",
        axes=("residency",),
        expression="(planning_share * eligible_rise + planning_rise * eligible_share) "
        "/ (1 - planning_share * eligible_share)",
        unit="1/year",
        meaning="mothers of one whom an opening stage, or plans that grow, turn to waiting; keeps "
        "mothers of one at the split (1 − qe) : qe however stages are dated",
        symbol=r"\phi",
    ),
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

PLANNING = (
    ("spacing_early", "soon after the first"),
    ("spacing_late", "some time after the first"),
    ("waiting", "ready for it"),
)
"""Statuses of mothers of one who plan a second child, and where they stand."""

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
    Flow(
        name="half_of_spacing",
        source="people[spacing_early]",
        target="people[spacing_late]",
        rate="2 * people[spacing_early] / mean_spacing",
        meaning="mothers half through the time between a first and a second child",
    ),
    Flow(
        name="end_of_spacing",
        source="people[spacing_late]",
        target="people[waiting]",
        rate="2 * people[spacing_late] / mean_spacing",
        meaning="mothers ready for their second child",
    ),
    Flow(
        name="policy_opening",
        source="people[one_child]",
        target="people[waiting]",
        rate="policy_release * below_age_limit * people[one_child]",
        meaning="mothers of one whom the policy newly allows, and who want, a second child",
    ),
    *(
        Flow(
            name=f"plans_given_up_{status}",
            source=f"people[{status}]",
            target="people[one_child]",
            rate=f"planning_fall * people[{status}]",
            meaning=f"mothers who no longer plan a second child, {when}",
        )
        for status, when in PLANNING
    ),
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

TRANSFERS = (
    Transfer(
        name="plans_taken_up_that_day",
        source="people[one_child]",
        target="people[waiting]",
        share="planning_gain * below_age_limit",
        meaning="mothers of one who plan a second child from a stated day on",
    ),
    *(
        Transfer(
            name=f"plans_given_up_that_day_{status}",
            source=f"people[{status}]",
            target="people[one_child]",
            share="planning_loss",
            meaning=f"mothers who no longer plan a second child from a stated day on, {when}",
        )
        for status, when in PLANNING
    ),
)

NEWBORNS = ("newborn_boys", "newborn_girls")
"""Flows of the births of residents; newborns brought in from outside are none."""
