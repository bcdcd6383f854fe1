import pytest

from simulator.errors import StructureError
from simulator.files.schema import Branch, Labelled, build_schema, record_node
from simulator.stockflow.grammar.setting import Setting

AXES = {"service": ("primary", "junior")}


def number(key, **fields):
    return Setting(key=key, kind="number", meaning="", **fields)


def test_the_tree_follows_the_dots():
    level, use = number("world.birth.level"), number("plan.use", axis="service")
    schema = build_schema([level, use], AXES)
    world, plan = schema.root.children["world"], schema.root.children["plan"]
    assert world == Branch(children={"birth": Branch(children={"level": level})})
    assert plan.children["use"] == Labelled(setting=use, labels=AXES["service"])
    assert {"world.birth.level", "plan.use.primary", "title"} <= schema.leaves.keys()
    assert "plan.use" not in schema.leaves
    assert {"world", "world.birth", "plan.use", "extends"} <= set(schema.keys)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ([number("a.b"), number("a.b")], "declared twice"),
        ([number("a.b"), number("a.b.c")], "can't hold further keys"),
        ([number("a.b.c"), number("a.b")], "a table of other settings"),
        ([number("a.b", axis="sex")], "no axis 'sex'"),
        ([number("a.b", axis="dotted")], "may not hold a dot"),
        ([Setting(key="a.b", kind="records", meaning="", axis="service")], "give them a field"),
        (
            [Setting(key="a.b", kind="records", meaning="", fields={"x": number("x", axis="sex")})],
            "no axis 'sex'",
        ),
    ],
)
def test_contradictions_are_refused(settings, says):
    with pytest.raises(StructureError, match=says):
        build_schema(settings, {**AXES, "dotted": ("a.b",)})


def test_a_field_of_a_record_may_have_an_axis():
    plain, shared = number("x"), number("y", axis="service")
    assert record_node(plain, AXES) == plain
    assert record_node(shared, AXES) == Labelled(setting=shared, labels=AXES["service"])
