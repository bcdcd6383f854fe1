"""Whoever has to wait for a compiler can be told before."""

from dataclasses import replace

import pytest

from simulator.stockflow.engine import compiled
from simulator.stockflow.engine.machine_code import is_ready
from simulator.stockflow.engine.tiles import tiles_of
from tests.textbook import tanks
from tests.toys import region, region_scenario


@pytest.mark.parametrize("tiled", [True, False])
def test_machine_code_is_ready_where_a_compiler_has_left_it(monkeypatch, tmp_path, tiled):
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path))
    system = region() if tiled else tanks(2)
    plain = region_scenario(system) if tiled else replace(region_scenario(region()), paths={})
    plain = replace(plain, initial={}) if not tiled else plain
    fast = replace(plain, method=replace(plain.method, compiled=True))
    assert is_ready(system, plain)
    assert not is_ready(system, fast)
    tiles = tiles_of(system, "RK45")
    assert (tiles is not None) == tiled
    text = tiles.text if tiled else compiled.loops_text(system)
    module = compiled.imported(text)
    (tmp_path / "__pycache__").mkdir(exist_ok=True)
    (tmp_path / "__pycache__" / f"{module.__name__}.walk-1.py311.nbi").touch()
    assert is_ready(system, fast)
