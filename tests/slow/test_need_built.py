"""The circle of ``need``: with what it says built, the risk is kept, of every school service."""

from simulator.city.ensemble.ensemble import run_ensemble
from simulator.city.loading import load
from simulator.commands.cli import main
from simulator.files.locations import SCENARIOS

BASELINE = str(SCENARIOS / "baseline.toml")
COARSE = ("--set", "model.cohorts_per_year=1", "--draws", "20", "--from", "2016")
_RECORD = "[[plan.projects]]"
SCHOOLS = ("kindergarten", "primary", "junior", "senior_general", "senior_vocational")


def said(capsys, *arguments):
    code = main(("need", BASELINE, *arguments))
    heard = capsys.readouterr()
    return code, heard.out, heard.err


def test_with_what_is_needed_built_the_risk_is_kept(capsys, tmp_path):
    plans = []
    for service in SCHOOLS:
        code, told, _ = said(capsys, "--service", service, "--at-standard", *COARSE)
        assert code == 0
        plans.append(told[told.index(_RECORD) :] if _RECORD in told else "")
    assert sum("opens" in plan for plan in plans) >= 3
    file = tmp_path / "with_need.toml"
    file.write_text(
        "schema_version = 2\n"
        f'extends = "{BASELINE}"\n'
        'title = { zh = "新增", en = "With what is needed" }\n'
        'intent = "?"\n' + "\n".join(plans),
        encoding="utf-8",
    )
    loaded = load(file, ("model.cohorts_per_year=1",))
    gaps = run_ensemble(loaded, 20, loaded.file.values["model.seed"]).numbers["services"]
    short = gaps["demand"] - gaps["risk_adjusted"] > 0.5 + 1e-6
    for row in _rows_of_schools(loaded):
        assert short[:, row].mean() <= 0.05


def _rows_of_schools(loaded):
    """Rows of the table of services in which places can still be had: schools by catchment."""
    from simulator.city.expected_run import run_expected
    from simulator.city.services.series import service_series
    from simulator.city.services.table import places_of_rows

    every = service_series(run_expected(loaded))
    whole = {one.service.name for one in every if len(one.places) > 1}
    # what stands on the day a record starts is given
    start = {
        one.service.name: max(2016.0, one.service.start.year + 0.01)
        for one in every
        if one.service.name in SCHOOLS
    }
    return [
        row
        for row, (service, place, year) in enumerate(places_of_rows(every))
        if service in start and year > start[service] and not (place == "city" and service in whole)
    ]
