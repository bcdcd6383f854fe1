"""1,000 newborns of one month reach grade one of one year, and no other.

Born in September 2012, or on its first instant: completed age 6 on 31 August 2019, grade one of
2019. Born in August 2012: 2018. The textbook chain of age groups spreads them over many years.
"""

import pytest

from tests.newborns import BORN, ENTRY, QUICK, YEARS, extra_in_grade_one, survivors_who_stayed


@pytest.mark.parametrize("wish", ["september"])
def test_they_all_enter_in_one_year(wish):
    """The others in ``tests/slow/test_all_extremes.py``."""
    assert_they_all_enter_in_one_year(wish, ENTRY[wish])


def assert_they_all_enter_in_one_year(wish, entry):
    found = extra_in_grade_one(wish, 3, QUICK)
    others = {year: extra for year, extra in found.items() if year != entry}
    assert len(others) == len(YEARS) - 1
    # the solver holds a grade of some 60,000 to 1e-8
    assert max(map(abs, others.values())) < 1e-3
    # A window takes its births as even over its four months: up to 5 of 1,000 die otherwise.
    assert found[entry] == pytest.approx(survivors_who_stayed(*BORN[wish], entry), abs=5)
