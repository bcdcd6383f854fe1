import re
from dataclasses import replace

import pytest

from simulator.errors import StructureError, UnitError
from simulator.stockflow.grammar.elements import Flow, Parameter, Transfer
from simulator.stockflow.numbers.generate import compile_program, generate
from simulator.stockflow.proof.proof import prove, smallest_instance
from tests.toys import decay, region


@pytest.fixture(scope="module")
def small():
    return smallest_instance(region())


def broken(system, *changes, program="dynamics"):
    """Programs of a system with lines of their text replaced."""
    generated = generate(system)
    whole = generated.transfers.get(program) or getattr(generated, program)
    text = whole.text
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    compiled = compile_program(text, whole.coefficients)
    if program in generated.transfers:
        return replace(generated, transfers={**generated.transfers, program: compiled})
    return replace(generated, **{program: compiled})


ARRIVAL = "d_people[:, 2, at['first_births'], :, :] += v_first_births"
BACKWARDS = (
    "d_people[:, 2, at['first_births'], :, :] -= v_first_births\n"
    "    d_people[:, 1, at['first_births'], :, :] += 2 * v_first_births"
)


def test_a_region_is_proved(small):
    proof = prove(region())
    assert (proof.cells, proof.flows, proof.transfers, proof.measures) == (36, 8, 2, 2)
    assert proof.places == (("people", 4),)
    assert proof.outflows == 6
    assert proof.amounts == ()
    assert [axis.size for axis in small.axes] == [3, 3, 2, 2]
    sizes = "status 3 × cohort 3 × residency 2 × district 2"
    assert str(proof).splitlines()[:2] == [
        f"region：每个单元均代入符号，以下各条得到证明（{sizes}）",
        f"region: proved symbolically, with one symbol per cell ({sizes})",
    ]
    assert "  不为负：6 项流出均不会从空单元流出\n" in str(proof)
    assert "people: 4 balances" in str(proof)
    assert "never negative: an empty cell has no outflow (6 outflows)" in str(proof)


def _booking(text, flow):
    """The line that books a flow from a bare source where it leaves."""
    (line,) = re.findall(rf"dy\[:, \d+:\d+\] = flat\(k\['{flow}'\].*\)", text)
    return line


def test_an_arrow_dropped_is_named(small):
    with pytest.raises(StructureError, match=r"^first_births: people of registered, east do not"):
        prove(small, broken(small, (ARRIVAL, "pass")))


def test_a_sign_flipped_is_named(small):
    with pytest.raises(StructureError, match=r"registration: people of registered, east do not"):
        prove(small, broken(small, ("+= v_registration", "-= v_registration")))


def test_source_and_target_swapped_are_named(small):
    """Nobody is lost within a place, so only the cells tell."""
    with pytest.raises(StructureError) as caught:
        prove(small, broken(small, (ARRIVAL, BACKWARDS)))
    assert str(caught.value).split(" / ")[0] == (
        "first_births: is declared to leave people[childless, older, registered, east]; "
        "the generated program does the opposite"
    )


def test_an_inflow_left_out_with_its_total_is_named(small):
    gain = re.findall(r"add_product\(d_people.*\)", generate(small).dynamics.text)
    changes = (
        (gain[0], "pass"),
        ("flat(k['arrivals.total'])", "0"),
    )
    with pytest.raises(StructureError, match=r"arrivals: .*which the generated program leaves out"):
        prove(small, broken(small, *changes))


def test_shares_that_lose_people_are_named(small):
    change = ("contract('dacb,be->dace', v_moves, k['moves.shares'])", "1.5 * v_moves")
    with pytest.raises(StructureError, match=r"^moves: the total that arrives differs from the"):
        prove(small, broken(small, change))


def test_a_total_never_booked_is_named(small):
    text = generate(small).dynamics.text
    line = _booking(text, "registration")
    with pytest.raises(StructureError, match=r"^registration: the generated program does not"):
        prove(small, broken(small, (line, "pass")))


def test_a_total_of_another_flow_is_named(small):
    line = _booking(generate(small).dynamics.text, "registration")
    change = (line, line.replace("flat(", "flat(2 * "))
    with pytest.raises(StructureError, match=r"^registration: people of registered, east do not"):
        prove(small, broken(small, change))


def test_a_transfer_that_forgets_its_total_is_named(small):
    text = generate(small).transfers["recall"].text
    (line,) = re.findall(r"y\[:, \d+:\d+\] \+= flat\(.*\)", text)
    with pytest.raises(StructureError, match=r"^recall: people of registered, east do not balance"):
        prove(small, broken(small, (line, "pass"), program="recall"))


def test_a_measure_of_something_else_is_named(small):
    with pytest.raises(StructureError, match=r"^residents: the generated program does not compute"):
        prove(small, broken(small, ("= people.sum", "= 2 * people.sum"), program="reading"))


def test_a_rate_that_does_not_vanish_is_named(small):
    deaths = replace(small.flow["deaths"], rate="arrivals_a_year * death_rate / registration_rate")
    system = replace(small, flows=(deaths, *small.flows[1:]))
    with pytest.raises(StructureError) as caught:
        prove(system)
    assert str(caught.value).split(" / ")[0] == (
        "deaths: leaves people[men, older, registered, east] at a rate that is not zero when the "
        "cell is empty; expected a rate times people"
    )


def test_a_rate_on_another_cell_does_not_vanish(small):
    """Mothers' deaths drawn from the childless."""
    flow = Flow(
        name="wrong",
        source="people[mothers]",
        target=None,
        rate="registration_rate * people[childless]",
        meaning="",
    )
    with pytest.raises(StructureError, match=r"^wrong: leaves people\[mothers, older, registered"):
        prove(replace(small, flows=(*small.flows, flow)))


def test_a_crowding_outflow_vanishes():
    crowd = Flow(
        name="crowding",
        source="water",
        target=None,
        meaning="",
        rate="leak * water ** 2 / (room + water) * (1 + tanh(water / room))",
    )
    room = Parameter(name="room", axes=(), unit="litres", meaning="", symbol="K")
    system = decay()
    prove(replace(system, flows=(crowd,), parameters=(*system.parameters, room)))


def test_amounts_that_leave_are_listed_for_the_run(small):
    taken = Transfer(
        name="taken", source="people[men, newest, migrant]", target=None, amount="extra", meaning=""
    )
    proof = prove(replace(small, transfers=(*small.transfers, taken)))
    assert proof.amounts == ("taken",)
    assert proof.outflows == 6
    assert str(proof).endswith("hold the amounts taken out (taken)")
    assert "取出的数量确实存在（taken）\n" in str(proof)


def test_a_wrong_unit_is_named(small):
    wrong = tuple(replace(p, unit="1") if p.name == "death_rate" else p for p in small.parameters)
    with pytest.raises(UnitError, match=r"^deaths: has the unit person; expected "):
        prove(replace(small, parameters=wrong))


def arrows(text):
    """Every line that adds to or takes from a stock or books a total."""
    return [line for line in text.splitlines() if re.search(r"(\+=|-=|dy\[.*\] =)", line)]


@pytest.mark.parametrize(
    "number", range(len(arrows(generate(smallest_instance(region())).dynamics.text)))
)
@pytest.mark.parametrize("how", ["dropped", "turned"])
def test_no_line_can_be_dropped_or_turned(small, number, how):
    text = generate(small).dynamics.text
    line = arrows(text)[number]
    if how == "dropped":
        new = f"{line[: len(line) - len(line.lstrip())]}pass"
    elif "+=" in line:
        new = line.replace("+=", "-=")
    elif "-=" in line:
        new = line.replace("-=", "+=")
    else:
        new = line.replace("flat(", "-flat(")
    with pytest.raises(StructureError):
        prove(small, broken(small, (f"{line}\n", f"{new}\n")))
