"""The city with everything switched on, kept as text: no equation can hide by standing still."""

from pathlib import Path

import pytest

from tests.everything import ANSWERS, EVERYTHING, YEARS, everything, table

KINDS = pytest.mark.parametrize(
    ("name", "sets"), [("everything", EVERYTHING), ("answers", ANSWERS)], ids=["open", "closed"]
)


@KINDS
def test_everything_is_as_on_record(name, sets, regenerate):
    path = Path(__file__).with_name(f"{name}.csv")
    found = table(everything(sets))
    if regenerate:
        path.write_text("\n".join(found) + "\n", encoding="utf-8", newline="\n")
    assert found == path.read_text(encoding="utf-8").splitlines(), (
        "a result of the city has changed; name it in CHANGELOG under Results change, with the "
        "reason, and only then run pytest tests/golden --regenerate"
    )


@KINDS
def test_everything_moves(name, sets):
    """Every flow and transfer carries something somewhere in these years."""
    run = everything(sets)
    for stream in run.system.streams:
        totals = (run.arrived if stream.name in run.arrived else run.left)[stream.name]
        assert totals[..., -1].sum() > 0, stream.name
    assert run.readings[-1] == YEARS[-1]
