"""The same steps in machine code: equal to SciPy's, draw by draw; refused where it can't be had."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError, MissingExtraError
from simulator.stockflow.engine import compiled, preconditions
from simulator.stockflow.engine import simulation as run
from simulator.stockflow.engine.preconditions import refuse_unbearable
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Lines, Scaled
from simulator.stockflow.values.scenario import Method
from tests.toys import region, region_scenario

REGION = region()


def both(name="RK45", draws=1, **changes):
    base = replace(region_scenario(REGION, draws=draws), **changes)
    method = Method(name=name, relative=1e-7, absolute=1e-10)
    return tuple(
        simulate(REGION, replace(base, method=replace(method, compiled=fast)))
        for fast in (False, True)
    )


@pytest.mark.parametrize("name", ["RK45"])  # each is compiled anew; all: slow/test_all_extremes.py
def test_machine_code_takes_the_same_steps_as_scipy(name):
    plain, fast = both(name, readings=(2000.0, 2000.4, 2001.0, 2002.7, 2004.0))
    assert plain.evaluations == fast.evaluations
    for kind in ("measures", "final", "arrived", "left"):
        for key, array in getattr(plain, kind).items():
            found = getattr(fast, kind)[key]
            np.testing.assert_allclose(found, array, rtol=1e-11, atol=1e-11 * array.max())
    assert np.abs(fast.balances[0].residual).max() < 1e-12


class Rising:
    """A nonlinear path: an exponential of time."""

    axes = ()

    def __init__(self, level):
        self.level = level

    def kinks(self, start, stop):
        return ()

    def value(self, moment):
        return self.level * np.exp((moment.year - 2000) / 9)


def rising(level):
    """A linear path."""
    return Lines(name="l", years=(2000.0, 2010.0), values=np.stack([level, 3 * level]))


@pytest.mark.parametrize("levels", [[1.0], [0.5, 1.0, 4.0]], ids=["alone", "draws"])
@pytest.mark.parametrize("shared", [False, True], ids=["own", "shared"])
@pytest.mark.parametrize("path", [rising, Rising], ids=["few_nodes", "more_nodes_than_instants"])
def test_machine_code_reads_what_moves_between_its_nodes(path, shared, levels):
    base, level = region_scenario(REGION), np.array(levels)
    rate = base.paths["birth_rate"].array
    paths = base.paths | {
        "registration_rate": path(0.02 * (level[:1] if shared else level)),
        "arrivals_a_year": rising(100 * level),
        "birth_rate": Lines(
            name="b", years=(2000.0, 2010.0), axes=("cohort",), values=np.stack([rate, 2 * rate])
        ),
    }
    plain, fast = both(draws=len(level), paths=paths)
    # one step a segment: rates read wrongly would be left over to a step control of their own
    assert fast.evaluations == 7 * fast.segments * len(level)
    people = plain.final["people"]
    np.testing.assert_allclose(fast.final["people"], people, rtol=0, atol=1e-11 * people.max())


def test_a_draw_that_climbs_alone_reads_what_it_shares_and_what_is_its_own(monkeypatch):
    monkeypatch.setattr(run, "processors", lambda: 1)
    base = region_scenario(REGION)
    rate = base.paths["birth_rate"].array
    paths = base.paths | {
        "registration_rate": rising(np.array([0.02, 0.02, 2.0])),
        "birth_rate": Lines(
            name="b", years=(2000.0, 2010.0), axes=("cohort",), values=np.stack([rate, 2 * rate])
        ),
    }
    plain, fast = both(draws=3, paths=paths)
    people = plain.final["people"]
    np.testing.assert_allclose(fast.final["people"], people, rtol=0, atol=1e-11 * people.max())
    # two draws take one step a segment, the third more: one look, then two to eight steps
    assert 7 * fast.segments * 3 < fast.evaluations < 7 * fast.segments * 11


def test_a_draw_in_machine_code_is_the_same_alone():
    base = region_scenario(REGION)
    levels = np.array([0.5, 1.0, 40.0])
    paths = base.paths | {
        name: Scaled(path=base.paths[name], factor=levels)
        for name in ("arrivals_a_year", "registration_rate")
    }
    method = Method(relative=1e-7, absolute=1e-10, compiled=True)
    batch = replace(base, paths=paths, draws=3, method=method)
    together = simulate(REGION, batch)
    for draw, level in enumerate(levels):
        own = {
            name: Scaled(path=base.paths[name], factor=level)
            for name in paths
            if paths[name] is not base.paths[name]
        }
        alone = simulate(REGION, replace(base, paths=base.paths | own, method=method))
        np.testing.assert_allclose(
            together.final["people"][draw], alone.final["people"][0], rtol=1e-12
        )


@pytest.mark.parametrize(
    ("method", "draws", "installed", "expected"),
    [
        (Method(compiled="auto"), 2, True, True),
        (Method(compiled="auto"), 1, True, False),
        (Method(compiled="auto"), 2, False, False),
        (Method(name="DOP853", compiled="auto"), 2, True, False),
        (Method(compiled=True), 1, False, True),
        (Method(compiled=False), 2, True, False),
    ],
)
def test_auto_is_for_several_draws_where_it_can_be(monkeypatch, method, draws, installed, expected):
    monkeypatch.setattr(preconditions, "find_spec", lambda _: object() if installed else None)
    assert preconditions.is_compiled(method, draws) is expected
    if method.compiled == "auto":
        refuse_unbearable(method, 10, 2000.0)


def test_a_method_that_is_not_compiled_is_refused():
    with pytest.raises(IntegrationError, match=r"DOP853 is not compiled; use RK45 or RK23, or"):
        refuse_unbearable(Method(name="DOP853", compiled=True), 10, 2000.0)


def test_without_the_compiler_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(preconditions, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"needs the package numba .* -m pip install numba"):
        refuse_unbearable(Method(compiled=True), 10, 2000.0)


def test_the_text_is_the_same_whatever_the_horizon():
    longer = region(stop=2006.0)
    assert compiled.loops_of(longer).text == compiled.loops_of(REGION).text


def test_machine_code_is_kept_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path / "kept"))
    module = compiled.imported("answer = 42\n")
    assert module.answer == 42
    assert [file.suffix for file in (tmp_path / "kept").iterdir() if file.is_file()] == [".py"]


def test_where_nothing_may_be_kept_machine_code_is_made_all_the_same(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path / "file" / "kept"))
    assert compiled.imported("answer = 43\n").answer == 43
