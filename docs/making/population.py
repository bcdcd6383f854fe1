"""How far windows of any width are off those of a month: the table of ``docs/population.md``.

python3 -m docs.making.population
"""

from docs.making.page import DOCS, Part, table
from tests.resolution import ASKED, off

PART = Part(page=DOCS / "population.md", name="table", module="population")
WIDTHS = (1, 2, 3, 4, 6)


def widths_table() -> str:
    """Largest error of every kind in per cent, by windows a year, and what is asked."""
    found = {per_year: off(per_year) for per_year in WIDTHS}
    return table(
        ("windows a year", *map(str, WIDTHS), "asked"),
        (
            (name, *(f"{found[per_year][name]:.3f}" for per_year in WIDTHS), f"{limit:g}")
            for name, limit in ASKED.items()
        ),
    )


if __name__ == "__main__":
    PART.write(widths_table())
