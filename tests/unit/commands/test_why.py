"""``why`` on the command line: what is shown, published and refused."""

import csv

import pytest
from rich.cells import cell_len

from simulator.commands.cli import main
from tests.city import ONE_WINDOW, SCENARIOS

BASELINE, SLOW = str(SCENARIOS / "baseline.toml"), str(SCENARIOS / "slow_delivery.toml")
QUICK = (
    *("--set", ONE_WINDOW, "--set", "model.stop=2018-01-01", "--set", "report.to_year=2017"),
    *("--service", "primary"),
)


def said(capsys, *arguments):
    code = main(("why", *map(str, arguments)))
    heard = capsys.readouterr()
    return code, heard.out, heard.err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_what_makes_the_difference(capsys, tmp_path, language):
    folder = tmp_path / "原因"
    code, told, heard = said(
        capsys, BASELINE, SLOW, *QUICK, "--district", "huli", "--png",
        "--out", folder, "--lang", language,
    )  # fmt: skip
    assert code == 0
    assert len(told.splitlines()) <= 40
    assert all(cell_len(line) <= 80 for line in told.splitlines()[:-1])
    assert "plan.delay_factor" in told
    assert ("2 runs" if language == "en" else "2 次") in heard
    with (folder / "tables" / "contributions.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, strict=True)
    assert row["groups"] == "supply_timing"
    assert float(row["contribution"]) == pytest.approx(float(row["difference"]), abs=1e-6)
    assert f"{round(float(row['contribution'])):+,}" in told
    for kind in ("svg", "png"):
        assert (folder / "figures" / f"why.{kind}").stat().st_size > 5_000
    assert (folder / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((BASELINE, SLOW, "--service", "primry"), "primary"),
        ((BASELINE, SLOW, "--service", "primary", "--district", "hulli"), "huli"),
        ((BASELINE, SLOW, "--service", "primary", "--date", "2017-08-01"), "2017-09-01"),
        ((BASELINE, SLOW, "--service", "primary", "--of", "gaps"), "gap"),
        ((BASELINE, BASELINE, "--service", "primary"), "nothing to explain"),
        ((BASELINE, SLOW), "--service"),
        ((BASELINE, SCENARIOS, "--service", "primary"), "manifest.json"),
    ],
)
def test_what_is_wrong_is_told_with_what_would_be_right(capsys, arguments, told):
    sets = () if SCENARIOS in arguments else QUICK[:6]
    code, shown, heard = said(capsys, *arguments, *sets)
    assert code == 2
    assert told in heard
    assert not shown
