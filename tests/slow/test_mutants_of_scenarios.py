"""Of ten thousand mutants of scenario files none escapes: each is lawful, or refused in words."""

from collections import Counter

from tests.mutants_of_scenarios import outcomes

NUMBER = 10_000
LONGEST = 3.0
"""Seconds that a check may take."""


def test_no_mutant_is_uncaught(tmp_path):
    found = list(outcomes(NUMBER, tmp_path))
    became = Counter(name for name, _, _ in found)
    wrong = [(name, text) for name, _, text in found if name not in {"lawful", "refused"}]
    assert wrong == []
    assert became["lawful"] > NUMBER / 50
    assert became["refused"] > NUMBER / 2
    assert max(seconds for _, seconds, _ in found) < LONGEST
