import pytest

from simulator.files.hints import nearest, suggest, suggest_keys

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


def test_of_many_words_the_nearest_few_are_named_and_where_all_stand():
    many = [f"P{number}" for number in range(77)]
    chinese, english = suggest("south_school", many, "calibration/xiamen/projects.csv")
    assert english.count(", P") < 10
    assert "the nearest of 77" in english
    for told in (chinese, english):
        assert "calibration/xiamen/projects.csv" in told
    assert suggest("p7", many) == ('是否应为 "P7"？', 'did you mean "P7"?')
