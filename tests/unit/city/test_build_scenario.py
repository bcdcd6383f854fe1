"""From file and pack to the values of a run."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.whole import build_scenario, months, snapshots
from simulator.errors import ScenarioError
from tests.city import HELD, SHORT, loaded, pinned_pack


def test_months_are_the_firsts_from_start_to_stop():
    found = months(2011.0, 2012.0)
    np.testing.assert_allclose(found, [2011 + month / 12 for month in range(13)], atol=1e-12)
    assert found[8] == 2011 + 2 / 3
    assert months(2011.04, 2011.3) == (2011 + 1 / 12, 2011 + 2 / 12, 2011 + 3 / 12)


def test_people_are_kept_each_january_and_september():
    assert snapshots(2011.0, 2012.5) == (2011.0, 2011 + 2 / 3, 2012.0)


def test_a_scenario_has_a_path_of_the_right_axes_for_every_parameter():
    one = loaded(*SHORT)
    with_the_occasion = {
        "starting_places",
        "planned_places",
        "approved_places",
        "building_places",
        "promised_share",
        "closing_share",
        "closing_places",
        "nothing_closes",
        "converting_share",
        "converting_places",
        "nothing_converts",
        "conversion",
        "newborns_that_day",
        "planning_gain",
        "planning_loss",
        "entering",
    }
    assert set(one.scenario.paths) == set(one.system.parameter) - with_the_occasion
    for name, path in one.scenario.paths.items():
        assert path.axes == one.system.parameter[name].axes, name
    assert set(one.scenario.occasions) == {transfer.name for transfer in one.system.transfers}


def test_the_method_and_the_span_are_those_of_the_file():
    one = loaded(*SHORT, "model.method=DOP853", "model.relative_tolerance=1e-7")
    assert (one.scenario.method.name, one.scenario.method.relative) == ("DOP853", 1e-7)
    assert (one.scenario.start, one.scenario.stop) == (2011.0, 2014.0)
    assert one.scenario.readings[-1] == 2014.0
    assert one.scenario.name == "baseline"


@pytest.mark.parametrize("start", ["2010-11-01", "2012-01-01"])
def test_a_run_starts_where_the_record_does(start):
    with pytest.raises(ScenarioError) as refused:
        loaded(f"model.start={start}")
    assert str(refused.value).startswith(
        "--set: model.start: a run starts on the first day of the record of xiamen; expected 2011-"
    )


def test_the_pack_offers_what_its_services_state():
    one = loaded(*SHORT, *HELD)
    services = tuple(
        replace(service, take_up=0.5) if service.name == "primary" else service
        for service in pinned_pack().services
    )
    other = build_scenario(one.system, one.file, replace(pinned_pack(), services=services))
    found = other.paths["take_up"].value(None)[0]  # constants ask for no moment
    assert found[1] == 0.5
    assert found[0] == 1.0
