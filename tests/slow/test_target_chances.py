"""The chance that a target is met, against a closed form."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.supply.city_places import city_places
from simulator.city.supply.projects import running_projects
from simulator.city.targets.counts import NUMERATORS, Question
from simulator.city.targets.drawn import DrawnReading
from simulator.city.targets.reading import read_entries
from simulator.stockflow.values.chance import Chance
from tests.city import choices, city_pack
from tests.supply_alone import supply_outcome

END = 2021.0
PROGRAMME = (
    "plan.programmes=[{id='own',service='hospital',places=900,projects=1,begins=2016-06-01,"
    "promised=2019-12-31,district_shares={huli=1.0}}]"
)
PROJECT = (
    "plan.projects=[{id='NEW1',title={zh='新院',en='New'},service='hospital',district='huli',"
    "places=900,promised=2019-12-31,programme='own'}]"
)
OWN = ("plan.cancellation_rate=0.05", PROGRAMME, PROJECT)
ENTRIES = {target.name: (target, entry) for target, entry in read_entries(city_pack())}


@pytest.mark.parametrize(("when", "factor"), [(END, 0.5)])
def test_the_chance_of_one_late_project_is_that_of_its_delay(when, factor):
    sets = (*OWN, f"plan.delay_factor={factor}")
    chance = Chance(seed=9, draws=800)
    one = replace(supply_outcome(*sets, chance=chance, readings=(2016.0, when)), chance=chance)
    target, entry = ENTRIES["T65"]
    counted = replace(entry.values[0], programme="own", base=0.0)
    asked = Question(outcome=one, places=city_places(one), when=when)
    values = NUMERATORS["facilities"](asked, counted)
    met = DrawnReading(
        target=replace(target, value=1.0), entry=counted, year=2020, values=values
    ).is_met
    running = next(x for x in running_projects(choices(*sets)) if x.project.name == "NEW1")
    wanted = (1 - running.lost) * running.slippage.chance(np.array([when - running.due]))[0]
    assert 0.01 < running.lost < 0.5
    assert 0.1 < wanted < 0.9
    assert met.mean() == pytest.approx(wanted, abs=4 * np.sqrt(wanted * (1 - wanted) / 800))
