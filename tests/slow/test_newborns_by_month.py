"""1,000 newborns reach one grade one at the finest resolution too: windows of a month."""

import pytest

from tests.newborns import BORN, ENTRY, extra_in_grade_one, survivors_who_stayed


@pytest.mark.parametrize(("wish", "entry"), ENTRY.items())
def test_they_all_enter_in_one_year(wish, entry):
    found = extra_in_grade_one(wish, 12)
    others = {year: extra for year, extra in found.items() if year != entry}
    assert max(map(abs, others.values())) < 1e-6
    # A window takes its births as even over its month; those of one instant are not.
    away = 3 if wish == "instant" else 0.1
    assert found[entry] == pytest.approx(survivors_who_stayed(*BORN[wish], entry), abs=away)
