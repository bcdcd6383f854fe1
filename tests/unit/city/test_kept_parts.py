"""Parts of the values are built again where what they read differs, and nowhere else."""

import pytest

from simulator.city.kept_parts import KeptParts
from tests.city import ONE_WINDOW, choices

BASE = choices(ONE_WINDOW)
LATE = choices(ONE_WINDOW, "plan.delay_factor=2.0")


def factor(own):
    return own.number("plan.delay_factor")


@pytest.fixture
def kept():
    parts = KeptParts()
    parts.part("factor", BASE, factor)
    parts.part("service", BASE, lambda own: own.axis["service"].labels)
    parts.part("cohorts", BASE, lambda own: own.axis["residency"].size)
    parts.part("switch", BASE, lambda own: (own.number("plan.delay_factor") > 0, [1.0]))
    parts.part("whole", BASE, lambda _: object(), of=["switch"])
    return parts


def again(kept, asked, name, make=None, **of):
    following = kept.following()
    found = following.part(name, asked, make or factor, **of)
    return found, following.fresh


def test_what_reads_nothing_of_a_change_is_taken_again(kept):
    assert again(kept, LATE, "service", pytest.fail) == (BASE.axis["service"].labels, set())


def test_what_reads_the_change_is_built_again(kept):
    assert again(kept, LATE, "factor") == (2.0, {"factor"})


def test_what_is_laid_along_another_axis_is_built_again(kept):
    other = LATE.along({"residency": LATE.axis["service"]})
    found, fresh = again(kept, other, "cohorts", lambda own: own.axis["residency"].size)
    assert (found, fresh) == (LATE.axis["service"].size, {"cohorts"})


def test_what_comes_out_as_before_leaves_alone_what_is_made_of_it(kept):
    following = kept.following()
    following.part("switch", LATE, lambda own: (own.number("plan.delay_factor") > 0, [1.0]))
    assert following.fresh == set()
    whole = kept.parts["whole"].made
    assert following.part("whole", LATE, pytest.fail, of=["switch"]) is whole


def test_what_is_made_of_a_fresh_part_is_built_again(kept):
    following = kept.following()
    following.part("switch", LATE, lambda own: (own.number("plan.delay_factor") > 9, [1.0]))
    assert following.part("whole", LATE, lambda _: "anew", of=["switch"]) == "anew"


def test_what_goes_through_the_keys_is_built_again_where_one_is_new(kept):
    def moves(own):
        return sorted(key for key in own.file.values if key.startswith("world.moves_out."))

    kept.part("moves", BASE, moves)
    moving = choices(ONE_WINDOW, "world.moves_out.siming=0.05")
    assert again(kept, BASE, "moves", pytest.fail) == ([], set())
    assert again(kept, moving, "moves", moves) == (["world.moves_out.siming"], {"moves"})
