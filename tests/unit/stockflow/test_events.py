from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine.events import _refuse_state
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.elements import Spread, Transfer
from simulator.stockflow.values.paths import Constant, Lines, Steps
from simulator.stockflow.values.scenario import Occasion
from simulator.words.catalogue import message
from simulator.words.telling import tell
from tests.textbook import numbers, start_with
from tests.toys import decay, region, region_scenario

REGION = region()
STILL = {"death_rate", "birth_rate", "arrivals_a_year", "departure_rate", "registration_rate",
         "moving_rate"}  # fmt: skip
BASE = region_scenario(REGION)
# nothing moves but what transfers move
QUIET = replace(
    BASE,
    paths={
        name: Constant(0 * path.array, path.axes) if name in STILL else path
        for name, path in BASE.paths.items()
    },
    snapshots=(2000.0, 2004.0, 2010.0),
)


def happen(*occasions, name="extra_newborns", system=REGION, **changes):
    return simulate(system, replace(QUIET, occasions={name: occasions}, **changes))


def extra(year, *numbers):
    return Occasion(year, {"extra": np.array([numbers or (10.0, 4.0)])})


def gained(found, place):
    people = found.stocks["people"]
    return (people[..., place] - people[..., 0])[0]


def test_a_number_arrives_on_its_date_in_the_newest_cohort():
    found = happen(extra(2002.2))
    newest = REGION.moving.windows.newest(2002.2)
    expected = np.zeros(QUIET.initial["people"].shape[1:])
    expected[1, newest, 1] = [10, 4]
    np.testing.assert_allclose(gained(found, 1), expected, atol=1e-12)
    assert found.arrived["extra_newborns"][0, :, -1] == pytest.approx([10, 4])
    assert abs(found.balances[0].residual).max() < 1e-12


def test_at_the_start_and_at_the_end_it_is_in_the_reading_of_that_instant():
    found = happen(extra(2000.0), extra(2009.9), readings=(2000.0, 2010.0))
    assert found.arrived["extra_newborns"][0, 0].tolist() == pytest.approx([10, 20])
    found = happen(extra(2010.0), readings=(2010.0,))
    assert found.arrived["extra_newborns"][0, 0].tolist() == pytest.approx([10])


def test_newborns_of_the_last_day_are_in_the_cohort_that_opens_on_it():
    found = happen(extra(2010.0))
    assert found.final["people"][0, 1, -1, 1] == pytest.approx([10, 4])
    assert found.stocks["people"][0, 1, -1, 1, :, -1] == pytest.approx([10, 4])
    assert abs(found.balances[0].residual).max() < 1e-12


def test_a_share_leaves_from_every_cell():
    share = Occasion(2003.0, {"recalled": np.array([[0.25, 0.0]])})
    found = happen(share, name="recall")
    before = QUIET.initial["people"][0]
    expected = np.zeros_like(before)
    expected[0, :, 0] = -0.25 * before[0, :, 0]
    np.testing.assert_allclose(gained(found, 1), expected, atol=1e-11)
    assert found.left["recall"][0, 0, :, -1] == pytest.approx(0.25 * before[0, :, 0].sum(axis=0))


def test_transfers_of_one_date_happen_in_the_order_declared():
    """Newborns are in before men are called; of two shares the second takes of what is left."""
    half = Occasion(2003.0, {"recalled": np.array([[0.5, 0.5]])})
    found = happen(half, half, name="recall")
    assert found.final["people"][0, 0] == pytest.approx(QUIET.initial["people"][0, 0] / 4)


def test_a_transfer_may_be_spread():
    system = replace(
        REGION,
        transfers=(
            *REGION.transfers,
            Transfer(
                name="removal", source="people[migrant]", target="people[migrant]", share="0.5",
                meaning="", spread=Spread(axis="district", shares="destinations"),
            ),
        ),
    )  # fmt: skip
    found = happen(Occasion(2003.0), name="removal", system=system)
    before = QUIET.initial["people"][0, :, :, 1]
    expected = before / 2 + before[..., ::-1] / 2
    np.testing.assert_allclose(found.final["people"][0, :, :, 1], expected, atol=1e-11)
    uneven = QUIET.paths | {
        "destinations": Constant(np.array([[[0, 1.0], [0.9, 0]]]), ("district", "to_district"))
    }
    message = "removal: the shares destinations of west sum to 0.9; they must sum to one"
    moves = tuple(flow for flow in REGION.flows if flow.name != "moves")
    alone = replace(
        system, flows=moves,
        parameters=tuple(p for p in REGION.parameters if p.name != "moving_rate"),
    )  # fmt: skip
    uneven.pop("moving_rate")
    with pytest.raises(IntegrationError, match=f"2003.0000: {message}"):
        happen(Occasion(2003.0), name="removal", system=alone, paths=uneven)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (Steps(name="", years=(1990.0, 2003.0, 2003.1), axes=("district",),
               values=np.array([[[1.0, 0]], [[2, 0]], [[3, 0]]])), 2),
        (Lines(name="", years=(2002.0, 2004.0), axes=("district",),
               values=np.array([[[1.0, 0]], [[3, 0]]])), 2),
        (Lines(name="", years=(2002.0, 2003.0), axes=("district",),
               values=np.array([[[1.0, 0]], [[3, 0]]])), 3),
    ],
)  # fmt: skip
def test_a_path_is_read_as_it_stands_on_the_date(path, expected):
    found = happen(Occasion(2003.0), paths=QUIET.paths | {"extra": path})
    assert found.arrived["extra_newborns"][0, 0, -1] == pytest.approx(expected)


def reckoned():
    """The region with transfers that reckon what they move: nothing is known of it before."""
    born, recall = REGION.transfers
    told = (
        replace(born, amount="extra * (1 + extra * extra * 0)"),
        replace(recall, share="1 * recalled"),
    )
    return replace(REGION, transfers=told)


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("recall", [[1.5, 0]], r"2003.0000: recall: people\[men, .* fell to -"),
        ("recall", [[-0.5, 0]], r"2003.0000: recall: would move -\d"),
        ("extra_newborns", [[-1, 0]], "extra_newborns: would move -1; a transfer cannot be"),
        ("extra_newborns", [[1e308, 0]], "extra_newborns: moves an amount that is NaN or infinite"),
    ],
)
def test_what_can_not_happen_is_refused_by_name(name, values, message):
    parameter = {"recall": "recalled", "extra_newborns": "extra"}[name]
    occasion = Occasion(2003.0, {parameter: np.array(values, dtype=float)})
    with pytest.raises(IntegrationError, match=message) as caught:
        happen(occasion, name=name, system=reckoned())
    assert (caught.value.flow, caught.value.year) == (name, 2003.0)


def test_taking_more_than_is_there_stops_the_run():
    system = replace(
        decay(),
        transfers=(Transfer(name="pump", source="water", target=None, amount="taken", meaning=""),),
        parameters=(*decay().parameters, replace(decay().parameters[0], name="taken", symbol="x")),
    )
    scenario = replace(
        QUIET, snapshots=(), initial=start_with(water=5), paths=numbers(leak=0, taken=4),
        occasions={"pump": (Occasion(2001.0),)},
    )  # fmt: skip
    assert simulate(system, scenario).final["water"] == [1]
    twice = replace(scenario, occasions={"pump": (Occasion(2001.0), Occasion(2002.0))})
    with pytest.raises(IntegrationError, match=r"2002.0000: pump: water fell to -3: outflow"):
        simulate(system, twice)


def test_what_a_transfer_makes_impossible_is_told_in_one_language():
    class Refusing:
        def refuse_impossible(self, state, year, *, depth):
            raise IntegrationError(message("fault.run.moves_hole", name="x"), year=year)

    with pytest.raises(IntegrationError) as refused:
        _refuse_state("closures", np.zeros(1), Refusing().refuse_impossible, None, 2015.5)
    english, chinese = (tell(refused.value, language) for language in ("en", "zh"))
    assert english.startswith("2015.5000: closures: ")
    assert chinese.startswith("2015.5000: closures: ")
    assert english not in chinese
    assert " / " not in chinese
