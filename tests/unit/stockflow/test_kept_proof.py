"""A proof is kept under a name that any change of what it is about changes."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from simulator.stockflow.proof import kept_proof
from simulator.stockflow.proof.kept_proof import declaration_hash
from tests.toys import region

# Refusals are told by these: a proof that fails is not kept.
NOT_KEPT = {"simulator", "simulator.errors", "simulator.words", "simulator.stockflow"}
LOADED = """
import sys
from simulator.stockflow.proof.proof import prove
from tests.toys import region
str(prove(region()))
print("\\n".join(name for name in sys.modules if name.startswith("simulator")))
"""


def test_a_declaration_has_one_name():
    assert declaration_hash(region()) == declaration_hash(region())


def test_every_change_of_a_declaration_changes_its_name():
    system = region()
    first = system.flows[0]
    others = (
        replace(system, flows=(replace(first, rate=f"2 * ({first.rate})"), *system.flows[1:])),
        replace(system, parameters=system.parameters[::-1]),
    )
    names = {declaration_hash(each) for each in (system, *others)}
    assert len(names) == 1 + len(others)


def test_a_change_of_the_code_behind_it_changes_its_name(tmp_path, monkeypatch):
    before = declaration_hash(region())
    (tmp_path / "proof").mkdir()
    (tmp_path / "proof" / "units.py").write_text("ANYTHING = 1\n", encoding="utf-8")
    monkeypatch.setattr(kept_proof, "ROOM", tmp_path)
    one = declaration_hash(region())
    (tmp_path / "proof" / "units.py").write_text("ANYTHING = 2\n", encoding="utf-8")
    assert len({before, one, declaration_hash(region())}) == 3


def test_every_module_that_a_proof_loads_is_in_its_name():
    root = Path(__file__).parents[3]
    told = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=root, capture_output=True, text=True, check=True
    )
    rooms = {f"simulator.stockflow.{room.removesuffix('.py')}" for room in kept_proof.RESTS_ON}
    rooms |= {"simulator.words.catalogue", "simulator.visible"}
    assert {"catalogue.py", "../visible.py"} <= set(kept_proof.TOLD_BY)
    for name in set(told.stdout.split()) - NOT_KEPT:
        assert {name, name.rpartition(".")[0]} & rooms, name


def test_a_proof_told_in_other_words_is_another(monkeypatch, tmp_path):
    before = declaration_hash(region())
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "proof.toml").write_text("[proof]\n", encoding="utf-8")
    monkeypatch.setattr(kept_proof, "WORDS", tmp_path)
    assert declaration_hash(region()) != before
