"""Every mutant of the declared city is killed, or it changes nothing and the reason stands here."""

import pytest

from tests.everything import ANSWERS, everything, table
from tests.mutants import answering_mutants, killer, mutants

ONE_STOCK = "both its ends are the same stock"
SAME = {f"{name} swapped": ONE_STOCK for name in ("grades_fill", "conversions", "moves")}
MUTANTS = dict(mutants())
ANSWERING = dict(answering_mutants())


@pytest.fixture(scope="module")
def record():
    return table(everything())


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_killed(name, record):
    assert (killer(MUTANTS[name], record) is None) == (name in SAME)


@pytest.mark.parametrize("name", ANSWERING)
def test_a_mutant_of_a_closed_loop_is_killed(name):
    assert killer(ANSWERING[name], table(everything(ANSWERS))) is not None


def test_none_is_chosen(record):
    """Three for every stream, two for every rate along the cohorts, two for each day."""
    system = everything().system
    rates = [parameter for parameter in system.parameters if "cohort" in parameter.axes]
    assert len(MUTANTS) == 3 * len(system.streams) + 2 * len(rates) + 2 * 4
    assert SAME.keys() <= MUTANTS.keys()
    assert len(ANSWERING) == 3 * (len(everything(ANSWERS).system.streams) - len(system.streams))
