"""Gaps after the plan, with and without building that goes on: the table of ``docs/supply.md``.

python3 -m docs.making.continued
"""

from collections.abc import Mapping
from typing import Literal

from docs.making.page import DOCS, Part, table
from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.services.series import ServiceSeries, service_series
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year, first_september
from tests.city import loaded, run

Language = Literal["en", "zh"]
PAGES: Mapping[Language, str] = {"en": "supply.md", "zh": "supply.zh-CN.md"}
WITHOUT, WITH = "long_view_2030", "long_view_2030_continued"
YEARS = (2020, 2025, 2030)
HEADINGS: Mapping[Language, tuple[str, str, str]] = {
    "en": ("service", "without", "with"),
    "zh": ("服务", "不延续", "延续"),
}


def series_of(name: str) -> tuple[ServiceSeries, ...]:
    """Every service of a scenario at full resolution."""
    one = loaded(name=name)
    outcome = Outcome(
        trajectory=run(name=name), scenario=one.scenario, file=one.file, pack=one.pack
    )
    return service_series(outcome)


def gap_of(series: ServiceSeries, year: int) -> str:
    """The city's gap on 1 September, of beds at the end of the year; a true minus is surplus."""
    when = first_september(year) if series.service.is_school else end_of_year(year)
    [column] = [n for n, each in enumerate(series.years) if abs(each - when) < SAME_INSTANT]
    gap = round(float(series.gap[series.place(CITY), column]), -2)
    return f"{'−' if gap < 0 else ''}{abs(gap):,.0f}"


def continued_table(language: Language) -> str:
    """A row a service that can go on; the gap of some years, without and with."""
    without, beyond = series_of(WITHOUT), series_of(WITH)
    further = {each.service for each in loaded(name=WITH).pack.continuations}
    word, *both = HEADINGS[language]
    headings = (word, *(f"{year}, {each}" for year in YEARS[1:] for each in both))
    rows = []
    for plain, more in zip(without, beyond, strict=True):
        if plain.service.name in further:
            gaps = (gap_of(each, year) for year in YEARS[1:] for each in (plain, more))
            rows.append((plain.service.title[language], gap_of(plain, YEARS[0]), *gaps))
    return table((headings[0], str(YEARS[0]), *headings[1:]), rows)


def part(language: Language) -> Part:
    """Where it stands."""
    return Part(page=DOCS / PAGES[language], name="continued", module="continued")


def main() -> None:
    """Put the table into both pages."""
    for language in PAGES:
        part(language).write(continued_table(language))


if __name__ == "__main__":
    main()
