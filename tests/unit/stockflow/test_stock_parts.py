import pytest

from simulator.errors import StructureError
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.expression import parse_reference, resolve_part
from simulator.stockflow.grammar.faults import faults_of_names
from tests.toys import region

SYSTEM = region()


def part_of(text):
    found = parse_reference(text)
    return resolve_part(found, SYSTEM.stock[found.name], SYSTEM.axis)


def test_labels_find_their_axes_in_any_order():
    found = part_of("people[west, men, newest]")
    assert dict(found.fixed) == {"status": "men", "cohort": "newest", "district": "west"}
    assert list(found.fixed) == ["status", "cohort", "district"]
    assert found.free == ("residency",)
    assert found.watched == ("residency",)
    assert str(found) == "people[men, newest, west]"
    assert found == part_of("people[men, west, newest]")


def test_a_stock_alone_is_free_on_all_axes():
    assert part_of("people").free == ("status", "cohort", "residency", "district")
    assert str(part_of("people")) == "people"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "people[north]",
            "'north' is on no axis of people .status: men, childless, mothers; cohort",
        ),
        ("people[men, mothers]", "'men' and 'mothers' are both on axis status"),
        ("people[newest, older]", "'newest' and 'older' are both on axis cohort"),
    ],
)
def test_labels_of_no_axis_or_of_one_axis_twice_are_refused(text, message):
    with pytest.raises(StructureError, match=message):
        part_of(text)


def test_a_label_of_two_axes_is_refused():
    axes = {name: Axis(name=name, labels=("both",)) for name in SYSTEM.axis}
    found = parse_reference("people[both]")
    with pytest.raises(StructureError, match="on the axes status, cohort, "):
        resolve_part(found, SYSTEM.stock["people"], axes)
    with pytest.raises(StructureError, match="no cohort axis"):
        resolve_part(parse_reference("people[newest]"), SYSTEM.stock["people"], axes)


def test_no_label_may_be_called_newest():
    class System:
        name, stocks, parameters, streams, formulas = "x", SYSTEM.stocks, (), (), ()
        axes = (Axis(name="a", labels=("newest",)),)

    assert "is reserved for the cohort being born" in "".join(faults_of_names(System))
