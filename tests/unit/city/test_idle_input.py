"""What a scenario file states and that does nothing is told, with the reason and its line."""

import pytest

from simulator.city.idle_input import MOST_EXAMINED, told_of_input
from simulator.city.loading import load
from simulator.errors import ScenarioError
from tests.city import BASELINE, city_pack

HEAD = f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'
STAGE = '[[policy.two_child.stages]]\nid = "universal"\n'


@pytest.fixture
def told(tmp_path):
    """The remarks on a child of the baseline: line, key, English text."""

    def found(text, *overrides, parent=None, most=MOST_EXAMINED):
        path = tmp_path / "child.toml"
        head = HEAD
        if parent is not None:
            (tmp_path / "parent.toml").write_text(HEAD + parent, encoding="utf-8")
            head = 'schema_version = 2\nextends = "parent.toml"\n'
        path.write_text(head + text, encoding="utf-8")
        loaded = load(path, overrides, city_pack())
        found = told_of_input(loaded, most)
        return [(one.line, one.key, one.message.split(" / ")[0]) for one in found]

    return found


def test_what_counts_is_not_told(told):
    assert told("[plan]\ndelay_factor = 1.5\n[world]\narrivals.scale = 1.2\n") == []


def test_a_switch_in_the_way_is_named(told):
    [(line, key, why)] = told("[feedback]\nplanners.delay = 0.1\n")
    assert (line, key) == (4, "feedback.planners.delay")
    assert "feedback.planners.on = false" in why
    assert "only with feedback.planners.on = true" in why
    assert told("[feedback]\nplanners.delay = 0.1\nplanners.on = true\n") == []


def test_a_switch_of_another_room_is_found_by_turning_it(told):
    [(line, key, why)] = told("[plan]\non_time = true\ndelay_factor = 3.0\n")
    assert (line, key) == (5, "plan.delay_factor")
    assert "plan.on_time = true" in why


LONG = "[model]\nstop = 2026-01-01\n"
HELD = '[world.future]\nnet_arrivals = "held"\n'


def test_arrivals_after_their_record_are_told_to_do_nothing(told):
    late = '[world]\narrivals.scale = { "2022" = 1.5 }\n'
    [(line, key, why)] = told(late + LONG)
    assert (line, key) == (4, "world.arrivals")
    assert 'it has one only with world.future.net_arrivals = "held"' in why
    assert told(late + HELD + LONG) == []


def test_arrivals_that_count_until_the_end_of_their_record_alone_are_told_so(told):
    [(line, key, why)] = told("[world]\narrivals.scale = 1.2\n" + LONG)
    assert (line, key) == (4, "world.arrivals")
    assert why.startswith("counts until 2021-01-01, when its record ends; from then on net")
    assert told("[world]\narrivals.scale = 1.2\n" + HELD + LONG) == []


def test_net_arrivals_where_they_do_not_rule_are_told_to_do_nothing(told):
    stated = "[world]\nnet_arrivals = 50000\n"
    assert told(stated + LONG) == []
    [(line, key, why)] = told(stated)
    assert (line, key) == (4, "world.net_arrivals")
    assert "net arrivals rule from 2021-01-01 on, and the run ends on 2021-01-01" in why
    [(_, key, why)] = told(stated + HELD + LONG)
    assert key == "world.net_arrivals"
    assert 'it has one only with world.future.net_arrivals = "trend"' in why


def test_a_record_outside_the_run_is_told_once(told):
    closure = 'service = "primary"\ndistrict = "huli"\ndate = 2035-09-01\nshare = 0.5\n'
    [(line, key, why)] = told(f'[[plan.closures]]\nid = "late"\n{closure}')
    assert (line, key) == (3, "plan.closures.late")
    assert why == "has no effect: it is dated 2035-09-01, after the run ends (2021-01-01)"


def test_what_the_parent_says_is_told_with_the_parents_line(told):
    [(line, key, why)] = told("[plan]\ndelay_factor = 1.5\n", parent="[plan]\ndelay_factor = 1.5\n")
    assert (line, key) == (4, "plan.delay_factor")
    assert why.endswith("parent.toml:4 says the same")


def test_a_factor_of_one_is_told(told):
    [(_, key, why)] = told("[world]\narrivals.scale = 1.0\n")
    assert (key, why) == ("world.arrivals", "has no effect: times 1 or plus 0 is what it was")


def test_values_before_the_run_that_hold_throughout_are_told(told):
    values = '{ values = { "1990" = 1.0, "1995" = 0.9 }, interpolation = "linear", '
    dated = f'[world]\nmigrant_mortality = {values}before = "hold", after = "hold" }}\n'
    [(line, key, why)] = told(dated)
    assert (line, key) == (4, "world.migrant_mortality")
    assert why.startswith("all its dates (1990, 1995) come before the run begins (2011-01-01)")


def test_a_date_moved_alone_is_refused_with_what_decides(told):
    with pytest.raises(ScenarioError) as refused:
        told(f"{STAGE}date = 2018-01-01\n")
    [fault] = refused.value.faults
    assert (fault.line, fault.key) == (5, "policy.two_child.stages.universal.date")
    assert "announcement on 2015-10-29" in fault.message
    assert "announced = 2018-01-01" in fault.message
    assert told(f"{STAGE}date = 2018-01-01\nannounced = 2017-10-29\n") == []


def test_what_the_command_line_says_is_examined_too(told):
    [(line, key, why)] = told("", "feedback.families.delay=0.5")
    assert (line, key) == (None, "feedback.families.delay")
    assert "feedback.families.on = false" in why


def test_what_the_command_line_says_anew_is_not_held_against_the_file(told):
    assert told("[plan]\ndelay_factor = 1.5\n", "plan.delay_factor=2.0") == []


def test_a_file_without_parents_differs_from_nothing():
    assert told_of_input(load(BASELINE, (), city_pack())) == ()


def test_a_file_too_long_to_be_examined_says_so(told):
    found = told("[plan]\ndelay_factor = 1.5\non_time = false\n", most=1)
    assert [(line, key) for line, key, _ in found] == [(None, "")]
    assert found[0][2].startswith("states more keys than the 1 that were left out in turn")
    assert "1 were not examined, check --all-keys examines every one" in found[0][2]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("[report]\nto_year = 2100\n", ["report.to_year"]),
        ("[report]\nfrom_year = 2025\nto_year = 2030\n", ["report.from_year", "report.to_year"]),
        ("[model]\nstop = 2019-01-01\n[report]\nto_year = 2020\n", ["report.to_year"]),
    ],
)
def test_years_shown_outside_the_run_are_refused(told, text, refused):
    with pytest.raises(ScenarioError) as found:
        told(text)
    assert [fault.key for fault in found.value.faults] == refused


def test_years_shown_by_a_parent_are_cut_to_a_shorter_run(tmp_path):
    path = tmp_path / "short.toml"
    path.write_text(f"{HEAD}[model]\nstop = 2019-01-01\n", encoding="utf-8")
    [remark] = load(path, (), city_pack()).remarks
    assert remark.key == "report.to_year"
    assert "2011-01-01 to 2019-01-01" in remark.message


def test_a_rate_changed_on_the_last_day_is_told_and_a_norm_of_that_day_counts(told):
    [(line, key, why)] = told('[world]\narrivals.scale = { "2021" = 0.8 }\n')
    assert (line, key) == (4, "world.arrivals")
    assert why == "has no effect: it is dated 2021: by then the run has ended (2021-01-01)"
    assert told('[plan]\nnorm.hospital.scale = { "2021" = 0.8 }\n') == []


def test_a_switch_of_the_same_record_is_named(told):
    dates = "date = 2017-01-01\nannounced = 2016-10-29\n"
    [(line, key, why)] = told(f"{STAGE}opens = false\n{dates}")
    assert (line, key) == (7, "policy.two_child.stages.universal.announced")
    assert "opens = false (" in why
    assert why.endswith("child.toml:5); it has one only with opens = true")


def test_a_record_that_states_nothing_says_so(told):
    [(line, key, why)] = told('[[plan.projects]]\nid = "P57"\nnote = "as agreed"\n')
    assert (line, key) == (3, "plan.projects.P57")
    assert "states nothing of the record" in why


def test_values_that_come_to_what_holds_anyway_say_so(told):
    values = '{ values = { "2016" = 1.0 }, interpolation = "step", after = "hold" }'
    [(_, key, why)] = told(f"[policy.three_child]\nhigher_births = {values}\n")
    assert key == "policy.three_child.higher_births"
    assert why == "has no effect: over the whole run it comes to the values that hold without it"


@pytest.mark.parametrize("stated", ["0", "{scale=1.1}", "{add={'2018'=0}}"])
def test_moves_of_nobody_are_told_to_do_nothing(stated):
    loaded = load(BASELINE, (f"world.moves_out.huli={stated}",))
    (told,) = told_of_input(loaded)
    assert told.key == "world.moves_out.huli"
    assert "no effect" in told.message
