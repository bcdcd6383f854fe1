from dataclasses import replace

import pytest

from simulator.errors import UnitError
from simulator.stockflow.grammar.elements import Flow, Measure, Parameter, Stock
from simulator.stockflow.grammar.system import System
from simulator.stockflow.proof.units import Units, check_units
from tests.toys import decay, region


def tank(*, rate="leak * water", expression="water", unit="litres", leak="1/year"):
    system = decay()
    return System(
        name="tank",
        axes=(),
        stocks=system.stocks,
        parameters=(replace(system.parameters[0], unit=leak),),
        flows=(replace(system.flows[0], rate=rate),),
        measures=(
            Measure(
                name="level", axes=(), expression=expression, unit=unit, meaning="", symbol="L"
            ),
        ),
    )


def test_a_region_keeps_its_units():
    system = region()
    spreads = sum(flow.spread is not None for flow in system.flows)
    assert check_units(system) == len(system.flows) + 2 + 1 + 2 + spreads


@pytest.mark.parametrize(
    ("text", "other", "alike"),
    [
        ("persons", "person", True),
        ("persons/year", "person / year", True),
        ("12/year", "1/month", True),
        ("1/month", "1/year", False),
        ("places/person * persons", "places", True),
        ("beds", "places", False),
        ("percent", "0.01", True),
        ("1", "year/years", True),
    ],
)
def test_units_are_read_by_what_they_mean(text, other, alike):
    units = Units()
    ratio = (units.read(text) / units.read(other)).to_base_units()
    assert (ratio.unitless and abs(ratio.magnitude - 1) < 1e-12) is alike


def test_a_rate_must_be_a_year():
    with pytest.raises(
        UnitError, match=r"^leaking: has the unit litre; expected \(litres\)/year / "
    ):
        check_units(tank(leak="1"))


def test_a_rate_a_month_is_no_rate_a_year():
    with pytest.raises(UnitError, match=r"^leaking: has the unit litre/month"):
        check_units(tank(leak="1/month"))


@pytest.mark.parametrize(
    ("expression", "unit", "message"),
    [
        (
            "water + leak",
            "litres",
            r"level: litre and 1/year are added or compared in water \+ leak",
        ),
        ("water", "places", "level: has the unit litre; expected places"),
        ("exp(water)", "1", "level: exp of litre; expected a dimensionless argument"),
        ("2 ** water", "1", r"level: an exponent \(water\) must be dimensionless"),
        ("water ** (leak / leak)", "1", "level: litre to a power that is not a number"),
    ],
)
def test_a_measure_keeps_its_unit(expression, unit, message):
    with pytest.raises(UnitError, match=message):
        check_units(tank(expression=expression, unit=unit))


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        ("sqrt(water * water)", "litres"),
        ("water ** 2", "litres**2"),
        ("water ** -1", "1/litres"),
        ("-water", "litres"),
        ("tanh(water / water) * 3", "1"),
        ("1 / leak", "years"),
    ],
)
def test_arithmetic_of_units(expression, unit):
    assert check_units(tank(expression=expression, unit=unit)) == 2


def test_every_fault_is_told_at_once():
    with pytest.raises(UnitError) as caught:
        check_units(tank(leak="1", expression="leak"))
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["leaking", "level"]


def test_a_stream_between_stocks_keeps_its_unit():
    def stock(name, unit):
        return Stock(
            name=name, axes=(), unit=unit, meaning="", kind="water", watched=(), symbol=name
        )

    system = System(
        name="two tanks",
        axes=(),
        stocks=(stock("upper", "litres"), stock("lower", "buckets")),
        parameters=(Parameter(name="leak", axes=(), unit="1/year", meaning="", symbol="r"),),
        flows=(
            Flow(name="leaking", source="upper", target="lower", rate="leak * upper", meaning=""),
        ),
    )
    with pytest.raises(UnitError, match=r"leaking, where it arrives: has the unit bucket"):
        check_units(system)


def test_an_unreadable_unit_is_named():
    system = replace(tank(), stocks=(replace(decay().stocks[0], unit="litres/"),))
    with pytest.raises(
        UnitError, match=r"leaking: the unit cannot be read / .*: .* is not an expression"
    ):
        check_units(system)
