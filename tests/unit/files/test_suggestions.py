import pytest

from simulator.files.hints import nearest, suggest_keys

KEYS = ("world", "world.arrivals", "world.delays", "plan", "plan.openings", "plan.delay", "title")


@pytest.mark.parametrize("word", ["arivals", "ARRIVALS", "arrivals ", "ａrrivals", "arrivasl"])
def test_nearest_word(word):
    assert nearest(word, ["departures", "arrivals"]) == "arrivals"


def test_dash_and_underscore_are_the_same():
    assert nearest("TAKE-UP", ["take_up"], cutoff=1.0) == "take_up"


def test_full_width_letters_are_the_same():
    assert nearest("ｔａｋｅ＿ｕｐ", ["take_up"], cutoff=1.0) == "take_up"


def test_nothing_is_like_it():
    assert nearest("zzz", ["arrivals"]) is None


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("world.arivals", ("world.arrivals",)),
        ("world.openings", ("plan.openings",)),
        ("world.openigs", ("plan.openings",)),
        ("world.delay", ("world.delays", "plan.delay")),
        ("world.title", ("title",)),
        ("world.zzz", ()),
    ],
)
def test_suggested_keys(key, meant):
    siblings = [other for other in KEYS if other.startswith("world.")]
    assert suggest_keys(key, siblings, KEYS) == meant
