"""Sides compared: the difference first, in tables and sentences that say the same."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from openpyxl import load_workbook

from simulator.city.comparison.compared import compared, sureness
from simulator.city.comparison.differences import Differences
from simulator.city.comparison.sheet import save_workbook
from simulator.city.comparison.sides import DrawnGaps, read_gaps, side_of_outcome, side_of_run
from simulator.city.ensemble.draws_file import write_draws
from simulator.city.ensemble.ensemble import run_ensemble
from simulator.city.expected_run import run_expected
from simulator.city.services.table import services_table
from simulator.city.why.sentences import signed
from simulator.words.catalogue import pair, spoken
from tests.city import ONE_WINDOW, loaded, outcome_of
from tests.small_draws import DRAWS, SEED, SIZE, small

SHORT = (ONE_WINDOW, "model.stop=2018-01-01", "report.to_year=2017")
LATE = "plan.delay_factor=1.5"
LONGER = (ONE_WINDOW, "model.stop=2019-01-01", "report.to_year=2018")


@cache
def side(*sets):
    return side_of_outcome(loaded(*sets), outcome_of(*sets), None, "here")


@pytest.fixture(scope="module")
def found():
    return compared([side(*SHORT), side(*SHORT, LATE)])


def test_the_difference_is_second_less_first(found):
    (against,) = found.against
    one, two = against.levels("gap")
    assert np.allclose(against.of("gap"), two - one, equal_nan=True)
    assert np.nanmax(np.abs(against.of("demand"))) == 0.0
    assert np.allclose(against.of("gap"), -against.of("risk_adjusted"), atol=3e-6, equal_nan=True)


def test_a_side_against_itself_differs_in_nothing():
    same = compared([side(*SHORT), side(*SHORT)])
    assert same.inputs.length == 0
    assert all(each.difference == 0 for each in same.against[0].largest)
    title = side(*SHORT).title
    assert pair("compare.same", first=title, other=title) in same.sentences


def test_the_turned_pair_turns_the_difference(found):
    back = compared([side(*SHORT, LATE), side(*SHORT)])
    forth = {(each.service, each.place): each for each in found.against[0].largest}
    for each in back.against[0].largest:
        same = forth[each.service, each.place]
        assert each.difference == -same.difference
        assert each.day == same.day


def test_inputs_are_told_with_layer_and_place(found):
    (row,) = zip(*(column.cells for column in found.inputs.columns), strict=True)
    told = dict(zip((column.name for column in found.inputs.columns), row, strict=True))
    assert told["key"] == "plan.delay_factor"
    assert (told["first_value"], told["other_value"]) == ("1", "1.5")
    assert told["first_layer"] == "file"
    assert told["other_layer"] == "set"
    assert "baseline.toml:" in told["first_place"]


def test_the_largest_is_the_largest_of_the_days_shown(found):
    (against,) = found.against
    for each in against.largest:
        rows = [
            number
            for number, key in enumerate(against.keys)
            if key[:2] == (each.service, each.place) and against.is_shown[number]
        ]
        gaps = against.of("gap")[rows]
        assert abs(each.difference) == np.abs(gaps).max()
        assert each.last_difference == gaps[-1]
        assert each.difference == pytest.approx(each.levels[1] - each.levels[0])


def test_sentences_say_the_numbers_of_the_table(found):
    table = found.largest
    cells = {
        (service, place): float(cell)
        for service, place, cell in zip(
            *(table.column(name).cells for name in ("service", "district", "gap_difference")),
            strict=True,
        )
    }
    told = f"{round(cells['primary', 'city']):+,}"
    for language in (0, 1):
        assert any(told in text[language] for text in found.sentences)


def test_other_spans_are_a_caveat_and_the_shared_days_are_compared():
    found = compared([side(*SHORT), side(*LONGER)])
    assert len(found.caveats) == 1
    assert "2017" in found.caveats[0][1]
    (against,) = found.against
    assert against.instants.max() == pytest.approx(2018.0)
    assert all(each.last_day <= "2018-01-01" for each in against.largest)


def test_without_common_draws_no_interval_is_told(found):
    (against,) = found.against
    assert against.interval is None
    assert sureness(against) == pair("compare.no_interval")


def drawn(one, seed, gap):
    return replace(one, drawn=DrawnGaps(seed=seed, gap=gap))


def test_common_draws_leave_no_noise_of_their_own():
    """The same worlds, one with 100 places more short: the difference is 100 in every draw."""
    one = side(*SHORT)
    world = np.random.default_rng(1).normal(0, 1000, (8, len(one.keys)))
    found = Differences(first=drawn(one, 3, world), other=drawn(one, 3, world[:5] + 100.0))
    assert np.allclose([found.interval.low, found.interval.high], 100.0)
    assert sureness(found) == pair("compare.interval", draws=5)
    other = Differences(first=drawn(one, 3, world), other=drawn(one, 4, world))
    assert other.interval is None
    assert sureness(other) == pair("compare.other_seed")


@pytest.mark.parametrize("language", [0, 1])
def test_with_common_draws_every_sentence_has_its_interval(language):
    """Worlds that differ by the expected difference, and by -50 … +50 more in each draw."""
    one, other = side(*SHORT), side(*SHORT, LATE)
    world = np.zeros((11, len(one.keys)))
    apart = Differences(first=one, other=other).of("gap")
    shift = np.linspace(-50, 50, 11)[:, np.newaxis]
    made = compared([drawn(one, 3, world), drawn(other, 3, world + apart + shift)])
    (against,) = made.against
    told = [each for each in against.in_city() if abs(each.difference) >= 1]
    assert told
    for each in told:
        low, high = against.within(each.row)
        assert (low, high) == pytest.approx((each.difference - 40, each.difference + 40))
        text = f"{signed(low)} {('至', 'to')[language]} {signed(high)}"
        assert any(text in sentence[language] for sentence in made.sentences)
    bare = compared([one, other])
    assert not any(("八成", "8 of 10")[language] in text[language] for text in bare.sentences)


def test_the_draws_of_a_run_are_read_back(tmp_path):
    ensemble, outcome = run_ensemble(small(), DRAWS, SEED, size=SIZE), run_expected(small())
    table = services_table(outcome)
    path = write_draws(tmp_path, table, ensemble)
    found = read_gaps(path, table.length, SEED)
    gap = ensemble.numbers["services"]["gap"]
    assert found.gap.shape == (DRAWS, table.length)
    assert np.allclose(found.gap, gap, rtol=1e-5, atol=0.1, equal_nan=True)


def test_a_run_is_read_as_the_scenario_is(tmp_path):
    one = side(*SHORT)
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "services.csv").write_bytes(one.table.text().encode())
    old = {**one.manifest, "program": {"name": "minsheng", "version": "0.0.1"}}
    old["inputs"] = {"pack": {"calibration/xiamen/city.toml": "0" * 64}}
    (tmp_path / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    run = side_of_run(loaded(*SHORT), tmp_path, "there")
    assert run.keys == one.keys
    for name in ("demand", "risk_adjusted", "gap"):
        assert np.array_equal(run.level(name), one.level(name), equal_nan=True)
    told = " ".join(text for _, text in compared([one, run]).caveats)
    assert "version 0.0.1" in told
    assert "city pack has changed" in told
    assert run.stated["plan.delay_factor"][-1].kind == "file"


def test_the_sheet_is_the_same_bytes_each_time(tmp_path, found):
    for name in ("one", "two"):
        save_workbook(tmp_path / f"{name}.xlsx", found, "zh")
    one, two = ((tmp_path / f"{name}.xlsx").read_bytes() for name in ("one", "two"))
    assert one == two
    assert one[:2] == b"PK"


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_workbook_holds_the_cells_of_the_tables(tmp_path, found, language):
    save_workbook(tmp_path / "x.xlsx", found, language)
    book = load_workbook(tmp_path / "x.xlsx")
    assert len(book.sheetnames) == 3
    for sheet, table in zip(book.worksheets[1:], (found.largest, found.inputs), strict=True):
        rows = list(sheet.iter_rows(values_only=True))
        heads = {row: at for at, row in enumerate(rows) if all(row)}
        top = min(heads.values())
        assert len(rows[top]) == len(table.columns)
        assert len(rows) - top - 1 == table.length
        for place, column in enumerate(table.columns):
            if column.kind == "number":
                shown = [row[place] for row in rows[top + 1 :]]
                assert shown == [float(cell) for cell in column.cells]
    said = [row[0] for row in book.worksheets[1].iter_rows(values_only=True) if row[0]]
    for text in found.sentences:
        assert "\n".join(spoken(text, language)) in said
