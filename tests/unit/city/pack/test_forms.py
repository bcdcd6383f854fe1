"""Words that a form allows are those that the code behind it knows."""

from calibration.fit.quantities import QUANTITIES
from simulator.city.pack import fit_form, scoreboard_form
from simulator.city.record.groups import GROUPS
from simulator.city.targets.counts import NUMERATORS


def test_a_reading_counts_what_the_scoreboard_may_name():
    assert set(scoreboard_form.COUNTED) == set(NUMERATORS)


def test_people_are_those_that_the_record_can_count():
    assert set(scoreboard_form.PEOPLE) == set(GROUPS)


def test_a_fit_may_name_the_quantities_that_a_run_can_be_asked_for():
    assert set(fit_form.QUANTITIES) == set(QUANTITIES)
