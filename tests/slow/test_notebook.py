"""The notebook says what its cells say today: every cell is carried out again."""

import json

import pytest

from docs.making.notebook import CELLS, PATH, notebook


@pytest.fixture(scope="module")
def kept():
    return json.loads(PATH.read_text(encoding="utf-8"))


def told(cell):
    """What a cell shows, but for pictures, whose bytes may differ between machines."""
    return [
        output.get("text") or output["data"]["text/plain"] for output in cell.get("outputs", ())
    ]


def test_the_cells_of_the_notebook_give_what_stands_there(kept, monkeypatch):
    monkeypatch.chdir(PATH.parent)
    made = notebook(CELLS)
    assert [cell["source"] for cell in made["cells"]] == [cell["source"] for cell in kept["cells"]]
    for now, then in zip(made["cells"], kept["cells"], strict=True):
        assert told(now) == told(then)


def test_the_notebook_has_its_pictures(kept):
    data = [output.get("data", {}) for cell in kept["cells"] for output in cell.get("outputs", ())]
    assert sum("image/png" in each for each in data) == 2
