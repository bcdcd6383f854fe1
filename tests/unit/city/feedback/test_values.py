"""Paths and occasions of the loops: who is a family, what is watched from when, what is counted."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.feedback.values import (
    counted_projects,
    family_paths,
    feedback_values,
    in_families,
    watching,
)
from simulator.city.supply.serving import project_serving
from simulator.errors import ScenarioError
from simulator.stockflow.values.paths import Constant, Moment, at
from tests.city import ONE_WINDOW, choices, city_pack, loaded

SERVICES = {name: place for place, name in enumerate(city_pack().axes["service"])}
PRIMARY, HOSPITAL, OBSTETRIC, PSYCHIATRIC = (
    SERVICES[name] for name in ("primary", "hospital", "obstetric", "psychiatric")
)
ON = tuple(f"feedback.{name}.on=true" for name in ("planners", "families", "private"))
SPAN = (2011.0, 2021.0)


STATUS = choices().axis["status"]


def profile():
    return loaded(ONE_WINDOW).scenario.paths["arrival_profile"]


def values(*sets):
    asked = choices(*sets, pack=city_pack())
    found = feedback_values(asked, SPAN[0])
    further = counted_projects(asked, SPAN) | family_paths(asked, profile())
    return replace(found, paths=found.paths | further)


def test_nothing_is_given_where_no_loop_is_closed():
    found = values("feedback.planners.delay=3")
    assert (found.paths, found.occasions) == ({}, {})


def test_each_loop_is_given_what_it_needs_and_no_more():
    for switch, own in zip(ON, ("planners", "families", "parents"), strict=True):
        found = values(switch)
        stages = 3 if own == "planners" else 1
        assert len(found.occasions) == 2 * stages
        assert all(name.startswith(own) for name in found.occasions)
        assert f"{own}_delay" in found.paths
    assert {"projects_under_way"} == set(values(ON[0]).paths) & {
        "projects_under_way", "in_families", "private_edge",
    }  # fmt: skip


def test_values_are_the_packs_unless_the_scenario_says_otherwise():
    found = values(*ON, "feedback.planners.delay=0.5").paths
    assert at(found["planners_delay"], 2015.0) == 0.5
    assert at(found["planners_supply_line"], 2015.0) == 0.34
    assert at(found["width"], 2015.0)[0, [PRIMARY, HOSPITAL]].tolist() == [45.0, 10.0]


def test_a_service_is_watched_from_the_day_its_record_starts():
    path = watching(choices(pack=city_pack()), 2011.0)
    places = [PRIMARY, HOSPITAL, OBSTETRIC, PSYCHIATRIC]
    on = {year: at(path, year)[0, places].tolist() for year in (2011.0, 2015.7, 2016.5, 2018.0)}
    assert on == {
        2011.0: [0, 0, 0, 0],
        2015.7: [1, 0, 0, 0],
        2016.5: [1, 1, 0, 0],
        2018.0: [1, 1, 1, 0],
    }


def test_projects_are_counted_three_times_a_year_as_they_serve():
    plan = choices(pack=city_pack())
    serving, found = project_serving(plan, *SPAN), values(*ON).paths["projects_in_use"]
    for year in (2016.0, 2018 + 1 / 3, 2018 + 2 / 3, 2020.0):
        exact = at(serving, year)[0, 1]
        for later in (0.0, 0.3):
            np.testing.assert_allclose(at(found, year + later)[0], exact, atol=1e-9)
    assert all(abs(year * 3 - round(year * 3)) < 1e-9 for year in found.kinks(*SPAN))


def test_what_is_under_way_and_what_serves_add_up_to_the_projects():
    found = values(*ON).paths
    whole = [
        at(found["projects_under_way"], year) + at(found["projects_in_use"], year)
        for year in (2012.0, 2016.0, 2020.0)
    ]
    np.testing.assert_allclose(whole[1], whole[0])
    np.testing.assert_allclose(whole[2], whole[0])
    assert at(found["projects_under_way"], 2020.0).min() >= 0
    assert whole[0].sum() > 10_000


def test_children_and_parents_are_families():
    path = in_families(profile(), STATUS)
    shares = path.table[0, 5]
    assert shares[:, :15].min() == 1.0
    assert shares[:, 50:].max() == 0.0
    assert shares[1, 15:].max() == 0.0  # women without children
    assert shares[2:, 15:50].min() == 1.0
    fathers = shares[0, 15:50]
    assert 0 <= fathers.min() < 0.1
    assert 0.5 < fathers.max() <= 1
    women = profile().table[0, 5, 1:, 35]
    assert shares[0, 35] == pytest.approx(women[1:].sum() / women.sum())
    along = path.value(Moment(2015.2, 2015.0, 2015.5))
    assert 0 <= along.min() <= along.max() <= 1


def test_families_are_told_by_age_alone():
    with pytest.raises(TypeError, match="profile by age"):
        in_families(Constant(np.ones(1)), STATUS)


def test_planners_cannot_answer_where_everything_comes_on_time():
    with pytest.raises(ScenarioError, match=r"feedback\.planners\.on: is true while plan\.on_time"):
        values("plan.on_time=true", "feedback.planners.on=true")
    values("plan.on_time=true", "feedback.families.on=true")
