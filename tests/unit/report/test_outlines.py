"""Words of a drawing as outlines of the bundled font."""

import re

from simulator.report.outlines import outlined

DRAWING = (
    "<svg><style>\ntext { font-family: Arial; fill: #123456; }\n.note { fill: #777777; }\n</style>"
    '<text x="10.0" y="20.0" font-size="10" class="title">学位 &lt;1</text>'
    '<text x="100.0" y="40.0" font-size="10" text-anchor="middle">I</text></svg>'
)


def points(path):
    return [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]


def test_no_word_needs_a_font_and_each_stays_as_a_label():
    found = outlined(DRAWING)
    assert "<text" not in found
    assert 'class="words title"' in found
    assert 'aria-label="学位 &lt;1"' in found
    assert "text, .words { font-family" in found
    assert ".words.title { stroke: #123456; }\n</style>" in found


def test_outlines_stand_where_the_words_stood():
    first, second = (points(path) for path in re.findall(r' d="([^"]*)"', outlined(DRAWING)))
    assert 10 <= min(x for x, _ in first) < 12
    assert 8 < min(y for _, y in first) < max(y for _, y in first) < 22
    middle = (min(x for x, _ in second) + max(x for x, _ in second)) / 2
    assert abs(middle - 100) < 1
    assert abs(max(y for _, y in second) - 40) < 0.2
