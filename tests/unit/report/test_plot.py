"""Scales and lines of text: round numbers, lines cut where they end, texts that fit a width."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.report.marks import whole_number
from simulator.report.paper import broken, shortened
from simulator.report.pieces import PIECES
from simulator.report.scales import number, round_ticks, within
from simulator.report.shapes import width_of
from simulator.words.catalogue import texts


def test_a_line_is_cut_where_a_plot_ends() -> None:
    xs, ys = np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0, 4.0])
    found = within(xs, ys, (0.5, 2.0))
    assert found[0].tolist() == [0.5, 1.0, 2.0]
    assert found[1].tolist() == [1.0, 2.0, 3.0]
    assert within(xs, ys, (0.0, 3.0))[0] is xs


@given(st.floats(-1e5, 1e5), st.floats(1e-3, 1e6), st.integers(1, 8))
def test_ticks_are_round_few_and_within(low: float, span: float, most: int) -> None:
    ticks = round_ticks(low, low + span, most)
    assert len(ticks) <= most + 1
    slack = 1e-6 * (abs(low) + span)
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)
    if len(ticks) > 2:
        assert np.diff(ticks) == pytest.approx(ticks[1] - ticks[0], rel=1e-3)


def test_numbers_of_a_scale_have_the_digits_they_need() -> None:
    assert [number(value) for value in (-20000.0, 0.0, 2.5)] == ["−20,000", "0", "2.5"]


@pytest.mark.parametrize(("width", "even"), [(0.8, False), (1.5, True)])
def test_a_broken_text_is_whole_fits_and_begins_no_line_with_a_closing_mark(
    width: float, even: bool
) -> None:
    for text in (*texts("zh").values(), *texts("en").values()):
        if "\n" in text or len(text.strip()) < 2:
            continue
        lines = broken(text, 8.0, width, even=even)
        assert "".join("".join(lines).split()) == "".join(text.split())
        for line in lines:
            assert line[0] not in "，。；：、）」", text
            assert line[-1] not in "（「", text
            assert len(PIECES.findall(line)) == 1 or width_of(line, 8.0) <= width + 8.0 / 72, text


def test_an_even_title_parts_after_a_sentence() -> None:
    text = "Haicang, primary places. Sept 2020: surplus 5,424 (14%)"
    wide = 0.8 * width_of(text, 10.0)
    assert broken(text, 10.0, wide, even=True)[0] == "Haicang, primary places."
    assert broken("湖里区小学：短缺，一二三四五六", 10.0, 1.4, even=True)[0] == "湖里区小学："


def test_a_name_too_wide_is_cut_and_its_number_kept() -> None:
    assert shortened("学校 +600", 10.0, 4.0, keep=" +") == "学校 +600"
    found = shortened("学" * 50 + " +600", 10.0, 2.0, keep=" +")
    assert found.endswith("学… +600")
    assert width_of(found, 10.0) <= 2.0
    assert shortened("学" * 50, 10.0, 2.0).endswith("学…")


def test_numbers_have_their_thousands_apart_and_a_true_minus() -> None:
    assert [whole_number(value) for value in (1234.5, -1234567.2, 0.4, -0.4)] == [
        "1,234",
        "−1,234,567",
        "0",
        "0",
    ]
