"""``describe`` writes every page that people read in English and in Chinese."""

import re

import pytest

from simulator.commands.cli import main
from tests.city import BASELINE
from tests.unit.words.test_catalogue import HAN

PAGES = ("equations.md", "dictionary.md", "diagram.svg")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("described") / "model"
    assert main(("describe", str(BASELINE), "--out", str(folder))) == 0
    return folder


def test_every_page_comes_in_both_languages(out):
    for page in PAGES:
        stem, kind = page.split(".")
        english = (out / page).read_text(encoding="utf-8")
        chinese = (out / f"{stem}.zh-CN.{kind}").read_text(encoding="utf-8")
        assert not HAN.search(english.replace("Noto Sans CJK SC", ""))
        assert HAN.search(chinese)
    assert "思明区" in (out / "equations.zh-CN.md").read_text(encoding="utf-8")


def test_the_chinese_diagram_needs_no_font(out):
    drawn = (out / "diagram.zh-CN.svg").read_text(encoding="utf-8")
    assert "<text " not in drawn
    said = re.findall(r'aria-label="([^"]*)"', drawn)
    assert {"城市：存量与流量", "二孩出生（母亲）", "流量"} <= set(said)
    assert [line for line in said if re.search("[a-z]{2}", line)] == []
