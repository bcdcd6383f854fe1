import re
from dataclasses import replace

import pytest

from simulator.city.whole import build_city
from simulator.stockflow.grammar.elements import Measure
from simulator.stockflow.grammar.expression import parse
from simulator.stockflow.grammar.setting import THRICE, Setting
from simulator.stockflow.printed.dictionary import write_dictionary
from simulator.stockflow.printed.equations import write_equations
from simulator.stockflow.printed.latex import Notation
from tests.toys import decay, region


def city():
    return build_city(
        districts=("east", "west"),
        services=("primary", "hospital"),
        cohorts_per_year=3,
        building_stages=3,
        start=2011.0,
        stop=2021.0,
    )


def test_a_tank_as_a_page():
    assert write_equations(decay()).split("## Stocks\n\n")[1] == (
        "### `water`: water in a tank (litres)\n\n"
        "$$\n\\begin{aligned}\n"
        "\\frac{\\mathrm{d}}{\\mathrm{d}t}\\, W ={}& -\\; \\text{leaking}\n"
        "\\end{aligned}\n$$\n\n"
        "## Flows\n\n"
        "**leaking** (`water` → outside): leak\n\n$$\n\\text{leaking} = r\\,W\n$$\n\n"
        "## Measures\n\n"
        "**level** (litres): level\n\n$$\nL = W\n$$\n"
    )


def test_a_stock_changes_by_every_flow_that_names_it():
    page = write_equations(region())
    (change,) = re.findall(r"={}&(.*?)\\end\{aligned\}", page, re.DOTALL)
    lines = [line.strip(" &\n") for line in change.split("\\\\")]
    assert len(lines) == 11
    assert r"-\; [u = \text{childless}]\; \text{first births}_{e, r, i}" in lines
    assert r"+\; [u = \text{mothers}]\; \text{first births}_{e, r, i}" in lines
    assert r"+\; \sum_{i'} D_{i', i}\, \text{moves}_{u, e, r, i'}" in lines
    assert (
        r"+\; [u = \text{men}][e = \text{newest}]\; \sum_{r'} s_{r', r}\, \text{boys born}_{r', i}"
        in lines
    )


def test_what_moves_a_stock_on_dates_is_told():
    page = write_equations(city())
    assert "On stated dates also + extra newborns, − recall." in write_equations(region())
    assert "± grades fill" in page
    assert "On stated dates" not in write_equations(decay())


def test_sums_and_shares_are_written_out():
    page = write_equations(region())
    assert (
        r"B_{r, i} = \sum_{e} \left(\text{first births}_{e, r, i} + "
        r"h_{e}\,P_{\text{mothers}, e, r, i}\right)" in page
    )
    assert r"R_{i} = \sum_{u, e, r} P_{u, e, r, i}" in page
    assert r"\text{recall}_{e, r, i} = c_{r}\,P_{\text{men}, e, r, i}" in page
    assert "(outside → `people[childless, newest, migrant]`)" in page


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("leak * water / 2", r"\frac{r\,W}{2}"),
        ("(leak + 1) * water", r"\left(r + 1\right)\,W"),
        ("leak - (water - 1)", r"r - \left(W - 1\right)"),
        ("leak + (-water)", r"r + \left(-W\right)"),
        ("-(leak + water)", r"-\left(r + W\right)"),
        ("leak ** 2 ** water", "r^{2^{W}}"),
        ("(leak ** 2) ** water", r"\left(r^{2}\right)^{W}"),
        ("(leak / water) ** 0.5", r"\left(\frac{r}{W}\right)^{0.5}"),
        ("sqrt(water) * exp(-leak)", r"\sqrt{W}\,\exp\left(-r\right)"),
        ("tanh(log(water))", r"\tanh\left(\ln\left(W\right)\right)"),
        ("water * (leak * 2)", r"W\,\left(r\,2\right)"),
    ],
)
def test_brackets_stand_where_they_must(text, written):
    assert Notation(decay()).expression(parse(text)) == written


@pytest.mark.parametrize(
    ("symbol", "written"),
    [
        ("P", "P_{i}"),
        ("h_0", "h_{0, i}"),
        ("U_{1}", "U_{1, i}"),
        (r"\lambda_1", r"\lambda_{1, i}"),
        (r"\dot e", r"\dot e_{i}"),
        ("qe", r"\mathit{qe}_{i}"),
    ],
)
def test_a_symbol_keeps_its_own_index(symbol, written):
    assert Notation(region()).indexed(symbol, ("district",), {}) == written


def test_every_axis_has_a_letter_of_its_own():
    letters = Notation(city()).letters
    plain = [letter for axis, letter in letters.items() if not axis.startswith("to_")]
    assert len(set(plain)) == len(plain)
    assert letters["to_residency"] == letters["residency"] + "'"


def test_every_name_of_the_city_is_printed_and_every_brace_closed():
    system = city()
    page, tables = write_equations(system), write_dictionary(system)
    for stock in system.stocks:
        assert f"### `{stock.name}`: {stock.meaning} ({stock.unit})" in page
    for stream in (*system.flows, *system.transfers):
        assert f"**{stream.name.replace('_', ' ')}** (" in page
    for item in (*system.auxiliaries, *system.measures):
        assert f"**{item.name.replace('_', ' ')}** ({item.unit}): {item.meaning}" in page
    for parameter in system.parameters:
        assert f"| `{parameter.name}` |" in tables
        assert f"| {parameter.unit} | {parameter.meaning} |" in tables
    for setting in system.settings:
        assert f"`{setting.key}" in tables
    assert page.count("$$") % 2 == 0
    for block in re.findall(r"\$\$(.*?)\$\$", page, re.DOTALL):
        assert block.count("{") == block.count("}")
        assert block.count(r"\left(") == block.count(r"\right)")


def test_pages_are_the_same_every_time():
    assert write_equations(city()) == write_equations(city())
    assert write_dictionary(city()) == write_dictionary(city())


def test_a_parameter_stands_with_its_axes_unit_and_source():
    line = next(line for line in write_dictionary(city()).splitlines() if "`death_rate`" in line)
    assert line == (
        r"| $\mu_{f, c}$ | `death_rate` | status, cohort | 1/year | "
        "deaths per person-year at the ages of a cohort | "
        "`world.life_expectancy`; `rates/mortality.csv` |"
    )


def test_settings_tell_what_may_stand_there():
    fields = {
        "date": Setting(key="date", kind="date", meaning="day", required=True),
        "share": Setting(key="share", kind="number", meaning="this | that", minimum=0, maximum=1),
    }
    settings = (
        Setting(key="plan.closures", kind="records", meaning="closures", fields=fields),
        Setting(
            key="plan.norm",
            kind="path",
            meaning="norm",
            unit="1",
            axis="service",
            minimum=0,
            sense=THRICE,
        ),
        Setting(key="world.basis", kind="choice", meaning="basis", choices=("a", "b")),
    )
    page = write_dictionary(replace(decay(), settings=settings))
    table = page.split("## Settings\n\n")[1].split("\n\n")[1]
    assert table.splitlines()[2:] == [
        "| `plan.closures` | records |  | closures |  |  |",
        "| `plan.closures[].date` | date |  | day | required |  |",
        r"| `plan.closures[].share` | number |  | this \| that | 0 to 1 |  |",
        "| `plan.norm.<service>` | path | 1 | norm | at least 0 | 0.33 to 3 times the record |",
        "| `world.basis` | choice |  | basis | `a`, `b` |  |",
    ]


def test_a_measure_may_be_a_stock_part():
    item = Measure(
        name="men",
        axes=("district",),
        over=("cohort", "residency"),
        unit="persons",
        symbol="M",
        meaning="men",
        expression="people[men]",
    )
    page = write_equations(replace(region(), measures=(*region().measures, item)))
    assert r"M_{i} = \sum_{e, r} P_{\text{men}, e, r, i}" in page
