"""``show`` and ``diff``: who says what, and what two say otherwise."""

import pytest

from simulator.commands.cli import main
from simulator.files.in_force import values_in_force
from tests.city import BASELINE, ROOT, loaded

HEAD = (
    f'schema_version = 1\nextends = "{BASELINE.as_posix()}"\n'
    'title = { zh = "试", en = "Trial" }\nintent = "?"\n'
)


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        f"{HEAD}[world]\narrivals = {{ scale = 1.1 }}\n[plan]\non_time = false\n"
        '[[policy.two_child.stages]]\nid = "universal"\n'
        "date = 2017-01-01\nannounced = 2016-10-29\n",
        encoding="utf-8",
    )
    return path


def said(capsys, *arguments):
    assert main((*arguments, "--lang", "en")) == 0
    return capsys.readouterr().out.splitlines()


def line_of(lines, key):
    (found,) = (line for line in lines if f" {key} " in line)
    return found


def test_every_value_has_its_file_and_line_and_what_differs_is_marked(mine, capsys):
    lines = said(capsys, "show", str(mine))
    arrivals = line_of(lines, "arrivals")
    assert arrivals.startswith("*")
    assert arrivals.split("  ")[-1] == f"{mine.as_posix()}:6"
    assert "persons/year" in arrivals
    on_time = line_of(lines, "on_time")
    assert not on_time.startswith("*"), "stated again, not changed"
    assert on_time.endswith(f"{mine.as_posix()}:8")
    assert line_of(lines, "delay_factor").endswith(f"{BASELINE.as_posix()}:55")
    assert line_of(lines, "two_child.stages.universal.date").startswith("*")
    assert not line_of(lines, "two_child.stages.universal.opens").startswith("*")


def test_every_value_that_holds_is_shown_once(mine):
    file = loaded().file
    found = values_in_force(file)
    settings = {key for key in file.values if file.schema.leaves[key].kind != "records"}
    assert settings <= set(found)
    assert not any(each.is_own for each in found.values()), (
        "a file without parents differs from none"
    )
    for key in settings:
        assert found[key].value == file.values[key]
        assert found[key].line == file.origin[key].line


def test_why_shows_every_layer_from_the_pack_up(mine, capsys):
    lines = said(
        capsys, "show", str(mine), "--why", "world.arrivals", "--set", "plan.delay_factor=2"
    )
    assert lines[0].startswith("world.arrivals  people who move into the city")
    layers = [line.split("  ")[1][2:] for line in lines if line[2:3].isdigit()]
    assert layers == ["city pack", "parent", "scenario"]
    assert "calibration/xiamen/parameters.toml:" in lines[1]
    told = "\n".join(lines)
    for part in ("grade  D", "source  YB22: Main population", "interval  ", "basis  revised"):
        assert part in told
    assert lines[-1].startswith("  = what holds  2011-01-01: 494428 … 2021-01-01: 378741")


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("plan.norm", ("plan.norm.primary", "plan.norm.eldercare", "services.toml:")),
        ("plan.delay_factor", ("1 scenario  1  ",)),
        ("slippage.school", ("1 city pack", "parameters.toml:", "source  EDU2018GAP")),
        ("plan.projects.P57", ("projects.csv:", "source  EDU20170318")),
        ("policy.two_child.stages.universal", ("universal.date", "universal.ramp")),
        ("world.presence_share", ("city.toml:", "0.8965")),
        ("plan.length_of_stay.hospital", ("beds.toml:", "7.83")),
        ("feedback.planners.delay", ("feedback.planners.delay",)),
    ],
)
def test_why_knows_keys_labels_records_and_what_only_the_pack_states(key, parts, capsys):
    told = "\n".join(said(capsys, "show", str(BASELINE), "--why", key))
    for part in parts:
        assert part in told


@pytest.mark.parametrize(
    ("key", "told"),
    [("plan.nrm", "did you mean plan.norm?"), ("zzz", 'no key "zzz" in scenarios')],
)
def test_an_unknown_key_is_told_with_the_nearest(key, told, capsys):
    assert main(("show", str(BASELINE), "--why", key)) == 2
    assert told in capsys.readouterr().err


def test_a_difference_has_both_values_and_places(mine, capsys):
    lines = said(capsys, "diff", str(BASELINE), str(mine))
    at = lines.index("world.arrivals")
    assert lines[at + 1] == f"  A  {{ scale = 1.0 }}  {BASELINE.as_posix()}:15"
    assert lines[at + 2] == f"  B  {{ scale = 1.1 }}  {mine.as_posix()}:6"
    assert "policy.two_child.stages.universal.date" in lines
    assert "policy.two_child.stages.universal.opens" not in lines
    assert "plan.on_time" not in lines
    assert "The scenarios differ in 3 values:" in lines


def test_what_a_side_does_not_state_is_said_with_what_the_pack_says(tmp_path, capsys):
    path = tmp_path / "norm.toml"
    path.write_text(f"{HEAD}[plan.norm]\nhospital = 0.007\n", encoding="utf-8")
    lines = said(capsys, "diff", str(BASELINE), str(path))
    at = lines.index("plan.norm.hospital")
    assert lines[at + 1].startswith("  A  0.006  calibration/xiamen/services.toml:")
    record = '[[plan.projects]]\nid = "P57"\ncancelled = true\n'
    path.write_text(f"{HEAD}{record}", encoding="utf-8")
    lines = said(capsys, "diff", str(path), str(BASELINE))
    at = lines.index("plan.projects.P57.cancelled")
    assert lines[at + 1 : at + 3] == [f"  A  true  {path.as_posix()}:7", "  B  not stated"]


def test_the_same_scenario_has_no_difference(capsys):
    lines = said(capsys, "diff", str(BASELINE), str(BASELINE))
    assert lines[-1] == "no difference"


def test_what_a_basis_takes_from_the_pack_is_a_difference(capsys):
    path = ROOT / "scenarios" / "as_planned.toml"
    lines = said(capsys, "diff", str(BASELINE), str(path))
    at = lines.index("world.arrivals")
    assert lines[at + 1].startswith("  A  2011: 449480 … 2020: 344310  calibration/xiamen/")
    assert lines[at + 2].startswith("  B  2011: 233060 … 2020: 328070  calibration/xiamen/")
    at = lines.index("world.year_effect")
    assert lines[at + 1].split("  ")[2] != lines[at + 2].split("  ")[2], (
        "dates that differ are shown"
    )


def test_edits_over_edits_are_shown_with_what_they_come_to(mine, tmp_path, capsys):
    path = tmp_path / "over.toml"
    dated = 'arrivals = { scale = { "2019" = 0.5 } }\n'
    path.write_text(f'schema_version = 2\nextends = "mine.toml"\n[world]\n{dated}', "utf-8")
    lines = said(capsys, "diff", str(mine), str(path))
    at = lines.index("world.arrivals")
    assert lines[at + 1] == f"  A  {{ scale = 1.1 }}  {mine.as_posix()}:6"
    # 449,480 × 1.1 at the start, 344,310 × 1.1 × 0.5 at the end
    assert lines[at + 3] == "     = 2011-01-01: 494428 … 2021-01-01: 189370.5"
