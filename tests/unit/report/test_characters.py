"""What no font of a figure has is shown by a stand-in and named once."""

import re

import pytest

from simulator.report.characters import STAND_IN, lacking, stood_in, tell_lacking
from simulator.report.letters import laid_out
from simulator.report.paper import Heading, new_page
from simulator.report.saving import save_page
from simulator.report.sheet import SHEETS

RARE = "\U00020bb7"
TIBETAN = "\u0f40"


def page(title, note):
    heading = Heading(finding=(title, title), shown=("图", "figure"), notes=((note, note),))
    return new_page(heading, SHEETS["a4"], "zh").close(1.0)


def test_what_is_lacking_is_found_once_in_its_order():
    texts = [f"厝埭墘{TIBETAN}", f"{RARE}方案\n{TIBETAN}", "déjà Ж 😀 −1,200"]
    assert lacking(texts) == (TIBETAN, RARE)
    assert stood_in(f"何厝{RARE}村", (RARE,)) == f"何厝{STAND_IN}村"
    assert lacking([STAND_IN]) == ()


def test_figures_show_the_stand_in_and_one_line_names_all(tmp_path, capsys):
    made = page(f"何厝{RARE}", f"{TIBETAN} plan")
    files = save_page(made, tmp_path, "one", png=True)
    assert [path.name for path in files] == ["one.png", "one.svg"]
    (axes,) = made.figure().axes
    assert f"何厝{STAND_IN}" in [text.get_text() for text in axes.texts]
    outline = re.search(r'id="l20bb7" d="([^"]+)"', files[1].read_text(encoding="utf-8"))
    assert outline[1] == laid_out(STAND_IN).letters[0][0].outline
    (line,) = capsys.readouterr().err.splitlines()
    assert re.findall(r"U\+\w+", line) == ["U+20BB7", "U+0F40"] * 2


def test_nothing_is_said_where_all_can_be_shown(tmp_path, capsys):
    save_page(page("厦门市学位缺口", "Places"), tmp_path, "one", png=False)
    assert capsys.readouterr().err == ""


def test_many_are_named_in_part_and_counted(capsys):
    tell_lacking(map(chr, range(0x0F40, 0x0F40 + 20)))
    said = capsys.readouterr().err
    assert "and 8 more" in said
    assert "另外 8 个" in said


@pytest.mark.parametrize("sign", ["\u202e", "\ue000"])
def test_what_cannot_be_printed_is_named_by_its_number(sign, capsys):
    tell_lacking([sign])
    said = capsys.readouterr().err
    assert sign not in said
    assert f"U+{ord(sign):04X}" in said
