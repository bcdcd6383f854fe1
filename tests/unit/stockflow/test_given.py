"""What a run is given is looked at before its first step; all that is wrong is told at once."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.demography.cohort_paths import ByAge
from simulator.errors import IntegrationError, StructureError
from simulator.stockflow.engine.preconditions import refuse_incomplete
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Measure, Parameter
from simulator.stockflow.values.paths import (
    Constant,
    Lines,
    Mapped,
    Scaled,
    Stacked,
    Steps,
    reach_back,
)
from simulator.stockflow.values.scenario import Occasion
from tests.toys import region, region_scenario

REGION = region()
BASE = region_scenario(REGION)
COHORTS = REGION.axis["cohort"]
PEOPLE = BASE.initial["people"]


def people(cell=None, value=0.0):
    found = PEOPLE.copy()
    if cell is not None:
        found[cell] = value
    return {"people": found}


def transfer(name, year, parameter, values):
    return {"occasions": {name: (Occasion(year, {parameter: np.array([values])}),)}}


def departing(first=2000, years=10, **more):
    return ByAge(
        name="table of departures",
        cohorts=COHORTS,
        table=np.full((1, years, 101), 0.02),
        years=tuple(range(first, first + years)),
        **more,
    )


def told_apart(open_age, cell):
    """Departures that differ at one age."""
    table = np.full((1, 1, open_age + 1), 0.02)
    table[0, 0, cell] = 0.5
    return ByAge(name="d", cohorts=COHORTS, table=table, years=(2000,), open_age=open_age)


def with_path(path, name="departure_rate"):
    return {"paths": BASE.paths | {name: path}}


REFUSED = {
    "a table that ends too soon": (
        with_path(departing(years=9)),
        "departure_rate: table of departures: no value at 2010; its values run from 2000 to 2009",
    ),
    "a table that begins too late": (
        with_path(departing(first=2002)),
        "departure_rate: table of departures: no value at 2000; its values run from 2002 to 2012",
    ),
    "a transfer before": (
        transfer("recall", 1999.0, "recalled", [0.1, 0.1]),
        "recall: the transfer at 1999 lies outside the run (2000 to 2010) and would never happen",
    ),
    "a transfer after": (
        transfer("extra_newborns", 2010.5, "extra", [1.0, 1.0]),
        "extra_newborns: the transfer at 2010.5 lies outside the run (2000 to 2010)",
    ),
    "a transfer on no date": (
        transfer("recall", np.nan, "recalled", [0.1, 0.1]),
        "recall: the transfer at nan lies outside the run",
    ),
    "a transfer of no number": (
        transfer("extra_newborns", 2003.0, "extra", [1.0, np.nan]),
        "extra_newborns, 2003: extra[west]: nan is not a finite number (1 in all)",
    ),
    "a transfer below zero": (
        transfer("extra_newborns", 2003.0, "extra", [1.0, -2.0]),
        "extra_newborns, 2003: extra[west]: -2 is negative (1 in all); expected at least 0",
    ),
    "more than there is": (
        transfer("recall", 2003.0, "recalled", [1.5, 0.0]),
        "recall, 2003: recalled[registered]: the share 1.5 exceeds the whole (1 in all)",
    ),
    "a transfer of another shape": (
        transfer("recall", 2003.0, "recalled", [0.5, 0.0, 0.1]),
        (
            "recall, 2003: recalled: its value has shape (1, 3); expected (1, 2), the sizes of "
            "(draws, residency)"
        ),
    ),
    "a transfer by a path that has ended": (
        {
            "occasions": {"recall": (Occasion(2005.0),)},
            **with_path(
                Steps(
                    name="calls",
                    years=(2000.0,),
                    values=np.ones((1, 1, 2)),
                    axes=("residency",),
                    after="error",
                    last=2004.0,
                ),
                "recalled",
            ),
        },
        "recall: calls: no value at 2005; its values run from 2000 to 2004",
    ),
    "readings out of order": (
        {"readings": (2005.0, 2010.0, 2000.0)},
        "the reading at 2000 comes after the one at 2010; expected instants in ascending order",
    ),
    "a date read twice": (
        {"readings": (2004 + 2 / 3, 2004 + 2 / 3 + 4e-13)},
        "the reading at 2004.67 is given twice; expected each instant once",
    ),
    "a snapshot twice": (
        {"snapshots": (2001.0, 2001.0)},
        "the snapshot at 2001 is given twice",
    ),
    "a start of another shape": (
        {"initial": {"people": np.zeros((1, 3, 5))}},
        (
            "people: its value has shape (1, 3, 5); expected (1, 3, 41, 2, 2), the sizes of "
            "(draws, status, cohort, residency, district)"
        ),
    ),
    "a start of other draws": (
        {"initial": {"people": np.zeros((2, *PEOPLE.shape[1:]))}, "draws": 3},
        "people: its value has shape (2, 3, 41, 2, 2); expected (1 or 3, 3, 41, 2, 2)",
    ),
    "a start without draws": (
        {"initial": {"people": np.zeros(())}},
        "people: its value has shape (); expected (1, 3, 41, 2, 2)",
    ),
    "a start below zero": (
        {"initial": people((0, 1, 2, 1, 0), -4.0)},
        "people[childless, 1997-05, migrant, east]: -4 is negative (1 in all)",
    ),
    "a start that is no number": (
        {"initial": people((0, 2, 0, 0, 1), np.nan)},
        "people[mothers, older, registered, west]: nan is not a finite number (1 in all)",
    ),
    "an open label that a path tells apart": (
        with_path(told_apart(100, 60)),
        (
            "in older, the cohort of everyone born before cohort begins (1997); departure_rate has "
            "a value for each year up to 61 years back, but all of them would get the oldest one; "
            "expected a cohort axis that begins in 1939 or earlier"
        ),
    ),
}


@pytest.mark.parametrize(("changes", "message"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_told_before_the_first_step(changes, message):
    told = []
    with pytest.raises(IntegrationError) as caught:
        simulate(REGION, replace(BASE, **changes), told.append)
    assert message in str(caught.value)
    assert caught.value.year == 2000
    assert told == []


def test_all_that_does_not_fit_stands_on_lines_of_its_own():
    with pytest.raises(IntegrationError) as caught:
        refuse_incomplete(
            REGION,
            replace(
                BASE,
                initial=people((0, 1, 2, 1, 0), -4.0),
                readings=(2000.0, 2000.0),
                **transfer("recall", 2011.0, "recalled", [0.1, 0.1]),
            ),
        )
    assert len(str(caught.value).split("\n")) == 3


def test_what_holds_beyond_its_years_is_no_fault():
    refuse_incomplete(
        REGION, replace(BASE, **with_path(departing(2002, 3, before="hold", after="hold")))
    )


def test_a_transfer_at_either_end_is_part_of_the_run():
    for year in (2000.0, 2010.0):
        refuse_incomplete(REGION, replace(BASE, **transfer("recall", year, "recalled", [0.1, 0.1])))


def test_an_open_label_is_no_fault_where_it_is_empty_or_nothing_is_told_apart():
    older = PEOPLE.copy()
    older[:, :, 0] = 0
    refuse_incomplete(
        REGION, replace(BASE, initial={"people": older}, **with_path(told_apart(9, 4)))
    )
    refuse_incomplete(REGION, replace(BASE, **with_path(told_apart(9, 2))))
    with pytest.raises(IntegrationError, match="up to 4 years back"):
        refuse_incomplete(REGION, replace(BASE, **with_path(told_apart(9, 3))))


def test_what_a_path_is_made_of_is_told_apart_too():
    path, still = told_apart(9, 4), Constant(np.ones((1, 41)), ("cohort",))
    assert reach_back(still) == 0
    assert reach_back(Scaled(path=path, factor=2.0)) == 5
    assert reach_back(Stacked(axis="sex", place=0, paths={"men": still, "women": path})) == 5
    assert reach_back(Mapped(function=np.add, paths=(still, path), axes=("cohort",))) == 5


def priced(path, readings):
    """The region with a price that only a measure names."""
    price = Parameter(name="price", axes=(), unit="1", meaning="price", symbol="p")
    worth = Measure(
        name="worth",
        axes=(),
        over=("status", "cohort", "residency", "district"),
        expression="price * people",
        unit="persons",
        meaning="worth",
        symbol="V",
    )
    system = replace(
        REGION,
        parameters=(*REGION.parameters, price),
        measures=(*REGION.measures, worth),
    )
    return system, replace(BASE, paths=BASE.paths | {"price": path}, readings=readings)


def test_what_measures_alone_name_has_a_value_from_the_first_reading_to_the_last():
    line = Lines(name="price", years=(2002.0, 2008.0), values=np.ones((2, 1)))
    refuse_incomplete(*priced(line, (2002.0, 2008.0)))
    refuse_incomplete(*priced(line, ()))
    with pytest.raises(IntegrationError, match=r"price: no value at 2009; .* from 2002 to 2008"):
        refuse_incomplete(*priced(line, (2003.0, 2009.0)))
    with pytest.raises(IntegrationError, match=r"price: its value has shape \(2,\); expected"):
        refuse_incomplete(*priced(Constant(np.ones(2)), (2003.0,)))


# -- paths that are refused when they are made


def steps(**changes):
    settings = {"name": "p", "years": (2000.0, 2005.0), "values": np.ones((2, 1, 3))}
    return Steps(**settings | {"axes": ("district",)} | changes)


def lines(**changes):
    settings = {"name": "p", "years": (2000.0, 2005.0), "values": np.ones((2, 1, 3))}
    return Lines(**settings | {"axes": ("district",)} | changes)


@pytest.mark.parametrize("make", [steps, lines])
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"values": np.ones((2, 3))},
            "p: shape (2, 3) has 2 axes; expected 3, in this order: years, draws, district",
        ),
        ({"values": np.ones((3, 1, 3))}, "p: 3 values for 2 years"),
        (
            {"values": np.array([[[1.0, 1, 1]], [[1, np.nan, 1]]])},
            "p: the value for 2005 is not a number; expected a number for every year",
        ),
        ({"years": (2005.0, 2000.0)}, "p: the year 2000 comes after 2005"),
        ({"after": "keep"}, 'p: after = "keep"; expected "hold" or "error"'),
    ],
)
def test_a_path_that_does_not_fit_is_refused_when_it_is_made(make, changes, message):
    make()
    with pytest.raises(StructureError) as caught:
        make(**changes)
    assert message in str(caught.value)


def test_a_constant_has_a_dimension_for_every_axis():
    with pytest.raises(StructureError) as caught:
        Constant(np.ones(2), ("district",))
    assert str(caught.value).startswith(
        "Constant(district): shape (2,) has 1 axes; expected 2, in this order: draws, dist"
    )


def test_a_table_needs_an_axis_with_windows():
    with pytest.raises(StructureError, match="place"):
        replace(departing(), cohorts=Axis(name="place", labels=("a",)))
