"""New places are held against the largest row of their service: too many is told, few are not."""

import pytest

from simulator.city.loading import load
from simulator.errors import ScenarioError
from tests.city import BASELINE, city_pack

HEAD = f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'
PROJECT = """[[plan.projects]]
id = "NEW"
service = "{service}"
district = "huli"
opens = {day}
places = {places}
"""
PROGRAMME = """[[plan.programmes]]
id = "plan_2025"
service = "{service}"
projects = 20
begins = 2018-01-01
promised = {{ "2018-12-31" = 0.4, "2020-12-31" = 1.0 }}
places = {places}
"""


@pytest.fixture
def remarks(tmp_path):
    """What is remarked on a child of the baseline, in English."""

    def told(text, *, force=False):
        path = tmp_path / "child.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        found = load(path, (), city_pack(), force=force).remarks
        return [(one.line, one.key, one.message.pair[1]) for one in found]

    return told


def largest(rows, service):
    return max(row.places or 0.0 for row in rows if row.service == service)


@pytest.mark.parametrize(
    ("form", "rows", "service", "day"),
    [
        (PROJECT, city_pack().projects, "primary", "2018-09-01"),
        (PROJECT, city_pack().projects, "hospital", "2018-03-01"),
        (PROGRAMME, city_pack().programmes, "primary", ""),
    ],
)
def test_places_of_a_new_record_have_the_scale_of_its_service(remarks, form, rows, service, day):
    most = largest(rows, service)

    def of(times, *, force=False):
        text = form.format(service=service, day=day, places=round(most * times))
        return remarks(text, force=force)

    assert of(0.01) == []
    assert of(2.9) == []
    [(line, key, told)] = of(4)
    assert (line, key.rpartition(".")[2]) == (2 + len(form.splitlines()), "places")
    assert f"4 times the largest on record, {most:,.0f} (" in told
    assert "likely values reach up to" in told
    with pytest.raises(ScenarioError) as caught:
        of(25)
    [fault] = caught.value.faults
    assert "25 times the largest on record" in fault.message.pair[1]
    assert "同类最大一项" in fault.message.pair[0]
    assert "beyond twenty times that" in fault.message.pair[1]
    [(_, _, told)] = of(25, force=True)
    assert "run all the same" in told


def test_a_project_of_the_pack_is_held_against_its_own_row(remarks):
    [(_, _, told)] = remarks('[[plan.projects]]\nid = "P57"\nplaces = 5000\n')
    assert "3.61 times the value on record, 1,385" in told
