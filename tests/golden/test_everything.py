"""The city with everything switched on, kept as text: no equation can hide by standing still."""

from pathlib import Path

from tests.everything import YEARS, everything, table

TABLE = Path(__file__).with_name("everything.csv")


def test_everything_is_as_on_record(regenerate):
    found = table(everything())
    if regenerate:
        TABLE.write_text("\n".join(found) + "\n", encoding="utf-8", newline="\n")
    assert found == TABLE.read_text(encoding="utf-8").splitlines(), (
        "a result of the city has changed; name it in CHANGELOG under Results change, with the "
        "reason, and only then run pytest tests/golden --regenerate"
    )


def test_everything_moves():
    """Every flow and transfer carries something somewhere in these years."""
    run = everything()
    for stream in run.system.streams:
        totals = (run.arrived if stream.name in run.arrived else run.left)[stream.name]
        assert totals[..., -1].sum() > 0, stream.name
    assert run.readings[-1] == YEARS[-1]
