"""``rests`` on the command line."""

import re

import numpy as np
import pytest

from simulator.city.ensemble import elasticities, pick_freeze
from simulator.commands.cli import main
from simulator.commands.option_values import power_of_two
from simulator.files.locations import SCENARIOS

BASELINE = str(SCENARIOS / "baseline.toml")
COARSE = ("--set", "model.cohorts_per_year=1", "--draws", "16")


def said(capsys, *arguments):
    code = main(("rests", BASELINE, *arguments))
    heard = capsys.readouterr()
    return code, heard.out, heard.err


def made_up_run(question, chance):
    """A gap without a run of the city: the whole command runs in ``tests/slow``."""
    read = {name: chance.normal(name, "x") for name in ("take-up", "delay", "starting load")}
    gaps = 100 * read["take-up"] + 1000 * read["delay"] + 3000 * read["starting load"] - 9000
    traits = {"starting_load": 95 + read["starting load"], "take_up": np.full(chance.draws, 98.0)}
    return pick_freeze._Part(gap=gaps, traits=traits, heard=frozenset(chance.heard))


def test_it_says_what_a_gap_rests_on(capsys, monkeypatch):
    few = [each for each in elasticities.LEVELS if each.name in {"enrolment", "delays"}]
    monkeypatch.setattr(elasticities, "LEVELS", few)
    monkeypatch.setattr(pick_freeze, "_run", made_up_run)
    code, told, _ = said(
        capsys, "--service", "junior", "--district", "siming", *COARSE, "--lang", "en"
    )
    assert code == 0
    assert "Xiamen Island, 2020-09-01" in told  # juniors go to school within their area
    for group in ("enrolment ratios", "delays of building", "load of existing schools"):
        assert re.search(rf"^{group}.*  -?\d+ \(-?\d+…-?\d+\) ", told, flags=re.MULTILINE)
    assert "16 draws × 5 sets = 80 runs" in told
    assert re.search(r"^enrolment ratio +\+1 % ", told, flags=re.MULTILINE)
    assert "the start of the record is above 9" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--service", "primry"), "primary"),
        (("--service", "primary", "--district", "hulli"), "huli"),
        (("--service", "primary", "--date", "2020-08-01"), "2020-09-01"),
        (("--service", "primary", "--date", "2040-09-01"), "2020-09-01"),
        (("--service", "primary", "--date", "September"), "2020-09-01"),
        (("--service", "primary", "--draws", "200"), "256"),
        ((), "--service"),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(capsys, arguments, told):
    code, _, heard = said(capsys, *arguments, "--set", "model.cohorts_per_year=1")
    assert code == 2
    assert told in heard


def test_draws_are_a_power_of_two():
    assert [power_of_two(text) for text in ("16", "256", "4,096")] == [16, 256, 4096]
    for text in ("8", "100", "0", "many"):
        with pytest.raises(ValueError, match=r"8|100|0|many"):
            power_of_two(text)
