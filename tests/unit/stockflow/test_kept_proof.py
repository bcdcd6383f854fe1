"""A proof is kept under a name that any change of what it is about changes."""

from dataclasses import replace

from simulator.stockflow.proof import kept_proof
from simulator.stockflow.proof.kept_proof import declaration_hash
from tests.toys import region


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
    for room in kept_proof.RESTS_ON:
        (tmp_path / room).mkdir()
    (tmp_path / "proof" / "units.py").write_text("ANYTHING = 1\n", encoding="utf-8")
    monkeypatch.setattr(kept_proof, "ROOM", tmp_path)
    one = declaration_hash(region())
    (tmp_path / "proof" / "units.py").write_text("ANYTHING = 2\n", encoding="utf-8")
    assert len({before, one, declaration_hash(region())}) == 3


def test_a_proof_told_in_other_words_is_another(monkeypatch, tmp_path):
    before = declaration_hash(region())
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "proof.toml").write_text("[proof]\n", encoding="utf-8")
    monkeypatch.setattr(kept_proof, "WORDS", tmp_path)
    assert declaration_hash(region()) != before
