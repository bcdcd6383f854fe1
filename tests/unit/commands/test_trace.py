"""``trace``: from a cell to what it is, the plan's clause, equations, inputs and their places."""

import csv
import json
import shutil

import pytest

from simulator.city.lineage import BEHIND, clauses_of, lineage, quantities
from simulator.city.publication import RESOLVED
from simulator.city.services.table import services_table
from simulator.city.tables import TABLES, build_tables
from simulator.commands.cell import find_cell
from simulator.commands.cli import main
from simulator.door.result import Result
from simulator.errors import CommandError
from tests.city import BASELINE, ONE_WINDOW, outcome_of
from tests.pack_files import read_rows, services

HULI = "services:2020-09-01/primary/huli:gap"


def outcome():
    return outcome_of(
        ONE_WINDOW, *(f"report.{name}=false" for name in ("figures", "page", "workbook"))
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Result(outcome=outcome()).save(tmp_path_factory.mktemp("traced") / "baseline")


def said(capsys, folder, address):
    assert main(("trace", str(folder), address, "--lang", "en")) == 0
    captured = capsys.readouterr()
    return captured.out, captured.err


def rows_of(table):
    return [
        dict(zip((column.name for column in table.columns), cells, strict=True))
        for cells in zip(*(column.cells for column in table.columns), strict=True)
    ]


def test_every_row_of_the_services_leads_to_its_target_of_the_plan():
    pack, plan = outcome().pack, {row["id"]: row for row in read_rows("targets.csv")}
    rows, of_service = rows_of(services_table(outcome())), services()
    assert len(rows) > 1500
    found = {
        service: clauses_of(pack, row)
        for service, row in {row["service"]: row for row in rows}.items()
    }
    for row in rows:
        clauses = found[row["service"]]
        assert clauses, row
        # the first is the one that the pack's own figures of the service name
        named = {
            entry["target_id"]
            for entry in of_service[row["service"]].values()
            if isinstance(entry, dict) and "target_id" in entry
        }
        first = clauses[0].target
        assert first.name in named
        stated = plan[first.name]
        assert (f"{first.value:g}", first.unit) == (stated["value"], stated["unit"])
        assert (str(first.year), first.section) == (stated["deadline_year"], stated["section"])
        assert stated["source_id"] == first.source == "DECISION"
        assert clauses[0].section[0] == stated["section"] != clauses[0].section[1]


def test_no_two_rows_of_the_services_have_one_address():
    names = [
        (row["date"], row["service"], row["district"]) for row in rows_of(services_table(outcome()))
    ]
    assert len(names) == len(set(names))


def test_a_gap_is_led_to_clause_equations_and_inputs(folder, capsys):
    out, err = said(capsys, folder, HULI)
    with (folder / "tables" / "services.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = (
            row
            for row in csv.DictReader(file)
            if (row["date"], row["service"], row["district"]) == ("2020-09-01", "primary", "huli")
        )
    lines = out.splitlines()
    assert lines[0] == f"Gap = {row['gap']} places"
    assert "positive is shortage" in lines[2]
    for part in (
        "T23  compulsory education places added  ≥ 187,000 places by the end of 2020",
        "compulsory education of even and high quality  calibration/xiamen/targets.csv:24",
        "DECISION: 中共厦门市委",
        "gap(timetable, service) = wanted - serving Σ district",
        "wanted(service, district) = norm * users",
        "users(service, district) = take_up * (counted_for_each * served_in_scope + ",
        "plan.norm.primary  1  city pack  calibration/xiamen/services.toml:166  D  PACK:",
        "world.arrivals  2011: 449480 … 2020: 344310  city pack  calibration/xiamen/param",
        "calibration/xiamen/projects.csv:65  P61a",
        "world.arrivals  { scale = 1.0 }  scenario  baseline.toml:15\n",
        "arrivals_a_year = 344310 persons/year",
        "points_share = 0.8272",
    ):
        assert part in out, part
    assert "hospital" not in out, "of another service nothing is said"
    assert err == ""


def test_values_are_those_of_the_day_of_the_cell(folder, capsys):
    for year, arrivals in (("2012", "464460"), ("2017", "394390")):
        out, _ = said(capsys, folder, f"services:{year}-09-01/kindergarten/city:demand")
        known = f"arrivals_a_year = {arrivals} persons/year"
        assert known in out
        assert f", on {year}-09-01" in out


def test_the_promise_is_read_as_promised_and_the_rest_as_expected(folder, capsys):
    places = {}
    for column in ("promised", "risk_adjusted"):
        out, _ = said(capsys, folder, f"services:2019-09-01/primary/haicang:{column}")
        (line,) = (line for line in out.splitlines() if "project_serving =" in line)
        places[column] = float(line.split(" = ")[1].split(" ")[0])
    assert places["promised"] > places["risk_adjusted"] > 0


@pytest.mark.parametrize(
    ("address", "table", "row"),
    [
        (HULI, "services", {"date": "2020-09-01", "district": "huli"}),
        ("services:huli/primary/2020-09-01:gap", "services", {"service": "primary"}),
        ("services:2020-09-01/小学学位/湖里区:gap", "services", {"district": "huli"}),
        ("gaps:Primary/HULI:worst_shortage", "gaps", {"service": "primary", "district": "huli"}),
        ("targets:T23:promise", "targets", {"target": "T23"}),
        ("targets:#23:promise", "targets", {"target": "T23"}),
        ("targets:23:promise", "targets", {"target": "T23"}),
        ("beds:2017/hospital:beds_use", "beds", {"year": "2017", "service": "hospital"}),
    ],
)
def test_an_address_is_easy_to_type(folder, address, table, row):
    cell = find_cell(folder, address)
    assert cell.table == table
    assert {name: cell.row[name] for name in row} == row


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("services", "is no address of a cell; expected TABLE:ROW:COLUMN"),
        ("service:1:gap", 'no table "service"; did you mean services?'),
        ("zzz:1:gap", 'no table "zzz"; there are answer, balance,'),
        ("services:1:gp", 'no column "gp"; did you mean gap?'),
        ("services:primry/huli:gap", 'no row has the label "primry"; did you mean primary?'),
        ("services:zzz/huli:gap", 'no row has the label "zzz"; a row is named by cells of date, s'),
        ("services:2020-09-01/hospital/siming/huli:gap", "no row has all of 2020-09-01/hospital/"),
        ("services:primary/huli:gap", "rows fit, such as 2011-09-01, 2012-09-01"),
        ("services:#0:gap", "#0: expected a row from 1 to "),
        ("services:99999:gap", "99999: expected a row from 1 to "),
    ],
)
def test_a_near_miss_is_told(folder, address, told):
    with pytest.raises(CommandError) as refused:
        find_cell(folder, address)
    assert told in str(refused.value)


def test_a_folder_of_something_else_is_refused(tmp_path, capsys):
    assert main(("trace", str(tmp_path), HULI)) == 2
    assert "manifest.json, scenario.resolved.toml, tables/dictionary.csv" in capsys.readouterr().err


def test_what_has_changed_since_the_run_is_told(folder, tmp_path, capsys):
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    manifest["inputs"]["pack"]["calibration/xiamen/services.toml"] = "0" * 64
    manifest["program"]["version"] = "0.0.1"
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    path = other / "scenario.resolved.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    _, err = said(capsys, other, "targets:T23:promise")
    assert "Changed: calibration/xiamen/services.toml\n" in err
    assert "scenario.resolved.toml has been changed since the run" in err
    assert "made by version 0.0.1" in err


def test_an_input_leads_to_the_line_of_the_file_that_stated_it(folder, tmp_path, capsys):
    lines = BASELINE.read_text(encoding="utf-8").splitlines()
    assert lines[14] == "arrivals = { scale = 1.0 }"
    other = tmp_path / "layers"
    shutil.copytree(folder, other)
    path = other / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    stated = manifest["scenario"]["stated"]["world.arrivals"]
    assert stated == [
        {"layer": "file", "file": "baseline.toml", "line": 15, "value": "{ scale = 1.0 }"}
    ]
    stated.append({"layer": "set", "file": "--set", "value": "{ scale = 1.1 }"})
    path.write_text(json.dumps(manifest), encoding="utf-8")
    out, _ = said(capsys, other, HULI)
    first = "world.arrivals  { scale = 1.0 }  scenario  baseline.toml:15\n"
    assert f"{first}      world.arrivals  {{ scale = 1.1 }}  --set  --set\n" in out
    del manifest["scenario"]["stated"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    out, _ = said(capsys, other, HULI)
    assert f"world.arrivals  {{ scale = 1.0 }}  scenario  {(other / RESOLVED).as_posix()}:" in out


def test_what_was_set_for_the_run_is_told(folder, tmp_path, capsys):
    other = tmp_path / "set"
    shutil.copytree(folder, other)
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    manifest["scenario"]["set"] = {"plan.delay_factor": "2.0"}
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    out, _ = said(capsys, other, "targets:T23:promise")
    assert "baseline.toml  --set plan.delay_factor=2.0" in out
    assert "No equation of the model stands behind this column" in out


def test_of_every_table_it_is_known_what_stands_behind_its_columns():
    assert set(BEHIND) == {*TABLES, "dictionary"}
    system = outcome().trajectory.system
    for table in build_tables(outcome()):
        rows, columns = rows_of(table), {column.name for column in table.columns}
        assert set(BEHIND[table.name]) - {""} <= columns, table.name
        # rows differ in this alone by what they name: a flow, a state, a series
        named = ("flow", "state", "series")
        kinds = {tuple(row.get(name, "") for name in named): row for row in rows}.values()
        for column in (each.name for each in table.columns if each.kind == "number"):
            wanted = BEHIND[table.name].get(column, BEHIND[table.name].get("", ()))
            found = {quantities(table.name, column, row, system) for row in kinds}
            assert all(len(each) == len(wanted) for each in found), (table.name, column, found)


def test_the_way_down_ends_at_stocks_and_parameters():
    system = outcome().trajectory.system
    found = lineage(system, ("gap",))
    names = {each.name for each in found.formulas}
    assert {"gap", "wanted", "serving", "programme_serving", "served_in_scope"} <= names
    assert {stock.name for stock in found.stocks} == {"people", "open"}
    assert {"norm", "take_up", "project_serving"} <= {each.name for each in found.parameters}
    assert {"arrivals", "deaths"} <= {each.name for each in found.streams}
    moving = {each.name for each in found.moving}
    assert "arrivals_a_year" in moving
    assert not moving & {each.name for each in found.parameters}
    assert lineage(system, ("norm",)).formulas == ()
