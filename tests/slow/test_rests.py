"""``rests`` from end to end: the city is run for every group."""

import re

from simulator.commands.cli import main
from simulator.files.locations import SCENARIOS


def test_the_load_of_schools_decides_the_places_of_the_baseline(capsys):
    coarse = ("--set", "model.cohorts_per_year=1", "--draws", "64", "--lang", "en")
    code = main(("rests", str(SCENARIOS / "baseline.toml"), "--service", "primary", *coarse))
    told = capsys.readouterr().out
    assert code == 0
    assert "2020-09-01" in told
    line = re.search(r"^load of existing schools\D+(-?\d+) .*$", told, flags=re.MULTILINE)
    assert line is not None
    assert int(line[1]) > 50
