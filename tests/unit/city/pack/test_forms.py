"""Words that a form allows are those that the code behind it knows."""

import pytest

from calibration.fit.quantities import QUANTITIES
from simulator.city.pack import fit_form, scoreboard_form
from simulator.city.pack.check import EVERY_FORM
from simulator.city.record.groups import GROUPS
from simulator.city.targets.counts import NUMERATORS
from simulator.files.form import STATED
from tests.city import ROOT

SAID = {entry.name for entry in STATED} | {"schema_version"}
CODE = [
    path
    for root in ("simulator", "calibration")
    for path in (ROOT / root).rglob("*.py")
    if "form" not in path.name and path.name not in ("entries.py", "sheets.py", "lineage.py")
] + [ROOT / "calibration" / "fit" / "entries.py"]
"""Everything but where keys are declared, and what tells readers where a number comes from."""


def test_a_reading_counts_what_the_scoreboard_may_name():
    assert set(scoreboard_form.COUNTED) == set(NUMERATORS)


def test_people_are_those_that_the_record_can_count():
    assert set(scoreboard_form.PEOPLE) == set(GROUPS)


def test_a_fit_may_name_the_quantities_that_a_run_can_be_asked_for():
    assert set(fit_form.QUANTITIES) == set(QUANTITIES)


def keys(entries, path=""):
    """Every key of a form and whether a run depends on it, but for what a figure says of itself."""
    for entry in entries:
        here = f"{path}.{entry.name}".strip(".")
        if entry.name and entry.name not in SAID:
            yield here, entry.name, entry.read
        yield from keys(entry.entries, here)
        yield from keys((entry.of,) if entry.of else (), here)


@pytest.mark.parametrize("form", EVERY_FORM, ids=lambda form: form.file)
def test_a_key_is_read_by_code_or_told_to_be_for_readers(form):
    code = "".join(path.read_text(encoding="utf-8") for path in CODE)
    for path, name, is_read in keys(form.entries):
        stands = f'"{name}"' in code or name.startswith("centre_")  # by the basis of the fit
        assert stands == is_read, path
