"""``need`` on the command line: what it says, and what is wrong with what was asked."""

import re
from contextlib import contextmanager

import numpy as np
import pytest

from simulator.city.ensemble.need import Draws
from simulator.commands.cli import main
from simulator.files.locations import SCENARIOS

BASELINE = str(SCENARIOS / "baseline.toml")
COARSE = ("--set", "model.cohorts_per_year=1", "--draws", "8", "--from", "2016")


def said(capsys, *arguments):
    code = main(("need", BASELINE, *arguments))
    heard = capsys.readouterr()
    return code, heard.out, heard.err


def test_it_says_by_when_how_many_and_decided_by_when(capsys):
    code, told, _ = said(
        capsys,
        "--service",
        "junior",
        "--district",
        "siming",
        "--at-standard",
        *COARSE,
        "--lang",
        "en",
    )
    assert code == 0
    assert "Xiamen Island" in told  # juniors go to school within their area
    rows = re.findall(r"^20\d\d-09-01 .*", told, flags=re.MULTILINE)
    assert rows
    assert re.search(r"\d+ of 1,[28]00", rows[0])
    assert re.search(r"\d{4}-\d\d-\d\d$", rows[0])


def test_a_bar_says_how_many_draws_are_run_and_how_far_they_are(capsys, monkeypatch):
    heard = []

    @contextmanager
    def bar(name, total):
        heard.append((name, total))
        yield heard.append

    monkeypatch.setattr("simulator.commands.need.progress_bar", bar)
    said(capsys, "--service", "primary", "--district", "siming", *COARSE, "--lang", "en")
    assert heard == [("8 draws, then the answer", 8), 8]


def test_where_nothing_is_needed_that_is_said(capsys):
    code, told, _ = said(capsys, "--service", "primary", "--district", "siming", *COARSE)
    assert code == 0
    assert "无需新增" in told
    assert "none needed" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--service", "primry"), "primary"),
        (("--service", "primary", "--district", "hulli"), "huli"),
        (("--service", "primary", "--risk", "5"), "5%"),
        (("--service", "primary", "--any-year", "--place-years"), "--any-year"),
        (("--service", "primary", "--draws", "0"), "--draws N"),
        ((), "--service"),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(capsys, arguments, told):
    code, _, heard = said(capsys, *arguments, "--set", "model.cohorts_per_year=1")
    assert code == 2
    assert told in heard


def test_a_risk_is_read_as_people_write_it():
    from simulator.commands.option_values import risk_of

    assert [risk_of(text) for text in ("5%", "5 %", "5％", "0.05")] == pytest.approx([0.05] * 4)
    for text in ("0", "100%", "much"):
        with pytest.raises(ValueError, match=r"0|100|much"):
            risk_of(text)


def test_drawn_places_are_what_need_counts_on():
    draws = Draws(
        years=np.array([2020.0]),
        demand=np.array([[10.5]]),
        places=np.array([[4.0]]),
        stretch=np.array([1.25]),
    )
    assert draws.lacking.tolist() == [[4.0]]  # (10.5 − 0.5) ÷ 1.25 − 4
    assert draws.unplaced(np.array([4.0])).tolist() == [[0.5]]
