"""Plans for a second child that fall to nothing along a line, as a user is told of them."""

import pytest

from simulator.commands.cli import main
from tests.city import BASELINE

LINE = "interpolation = 'linear', before = 'hold', after = 'hold'"
SAID = (
    "policy.two_child.planning_share: falls to 0 along a line (2019-01-01); the rate at which "
    "plans are given up would have no end. State a small share, as 0.01, or a step on a day "
    '(interpolation = "step") / 沿直线降至 0（2019-01-01），放弃生育打算的速率将无穷大；'
    '请改为一个小的比例（如 0.01），或在某日阶跃（interpolation = "step"）'
)


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    """What ``check`` says of the last of some files, each built on the one before."""
    monkeypatch.chdir(tmp_path)

    def check(*plans):
        parent = BASELINE.as_posix()
        for name, plan in zip("ab", plans, strict=False):
            text = f'schema_version = 2\nextends = "{parent}"\n[policy.two_child]\n{plan}\n'
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
            parent = f"{name}.toml"
        assert main(("check", parent)) == 2
        return capsys.readouterr().err.splitlines()[0]

    return check


def falling_to(share):
    return f"planning_share = {{ values = {{ '2016' = 0.5, '2019' = {share} }}, {LINE} }}"


def test_a_line_to_nothing_is_told_at_its_line(told):
    assert told(falling_to("0.0")) == f"a.toml:4: {SAID}"


def test_an_edit_that_brings_a_line_down_to_nothing_is_told_where_it_stands(told):
    assert told(falling_to("0.2"), "planning_share.add = -0.2") == f"b.toml:4: {SAID}"
