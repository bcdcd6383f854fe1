"""A promise by one day, or by the share reached on each of several."""

from datetime import date

import pytest

from simulator.files.schedules import check_schedule, schedule_of
from simulator.files.toml_text import Findings, Spot, parse_toml
from simulator.stockflow.grammar.setting import Setting

SETTING = Setting(key="promised", kind="schedule", meaning="")


def checked(text):
    file, faults = parse_toml(f"promised = {text}\n", "x.toml")
    assert not faults
    spot = Spot(file=file, findings=Findings(), parts=("promised",))
    found = check_schedule(SETTING, file.document["promised"], spot)
    return found, [(each.key, each.message.split(" / ")[0]) for each in spot.findings.faults]


def test_a_day_alone_stands_for_all_of_it():
    found, faults = checked("2025-12-31")
    assert (found, faults) == (date(2025, 12, 31), [])
    assert schedule_of(found) == ((2026.0, 1.0),)


def test_shares_come_in_the_order_of_their_days():
    found, faults = checked('{ "2025-12-31" = 1.0, "2023-07-01" = 0.4 }')
    assert (list(found), faults) == (["2023-07-01", "2025-12-31"], [])
    assert schedule_of(found) == ((2023.5, 0.4), (2026.0, 1.0))


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ('{ "2023" = 1.0 }', "promised.2023", 'found "2023"; expected a day in full'),
        ('{ "2023-02-30" = 1.0 }', "promised.2023-02-30", "expected a day in full"),
        ('{ "2023-12-31" = 0.5 }', "promised.2023-12-31", "the last share is 0.5; expected 1"),
        (
            '{ "2023-12-31" = 0.5, "2024-12-31" = 0.4, "2025-12-31" = 1 }',
            "promised.2024-12-31",
            "found 0.4, below the 0.5 reached before",
        ),
        ('{ "2023-12-31" = 40 }', "promised.2023-12-31", "found 40"),
        ("{}", "promised", "expected a date such as 2025-12-31"),
        ('"2025-12-31"', "promised", "expected a date such as 2025-12-31"),
        ("2025-12-31T00:00:00", "promised", "expected a date such as 2025-12-31"),
        ("2025", "promised", "expected a date such as 2025-12-31"),
    ],
)
def test_what_is_no_schedule_is_refused_where_it_stands(text, key, told):
    found, faults = checked(text)
    assert found is None
    assert [each for each in faults if each[0] == key and told in each[1]], faults


def test_nothing_else_is_taken_for_one():
    with pytest.raises(TypeError):
        schedule_of(3)
