"""Demand against places: any service in any place through time; the districts side by side."""

from collections.abc import Iterator, Mapping
from math import isfinite, sqrt

import numpy as np

from simulator.city.answer import sentences
from simulator.city.answer.amounts import amount, month, side
from simulator.city.answer.answer import PlaceAnswer
from simulator.city.axes import CITY
from simulator.city.document.material import Material, whole
from simulator.city.ground.titles import place_title
from simulator.city.services.series import SMALLEST, ServiceSeries, service_series
from simulator.report.document.parts import Cell, Chart, Paragraph, Rows, Section
from simulator.report.table import Table
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label
from simulator.words.catalogue import pair


def places_section(material: Material) -> Section:
    """The curves of every service and place, then the map of districts."""
    series = _shown(material)
    return Section(
        name="places",
        title=material.say("report.places"),
        blocks=(_curves(material, series), *_maps(material, series)),
    )


def _shown(material: Material) -> tuple[ServiceSeries, ...]:
    first, last = material.subject.shown
    return tuple(one.between(first, last) for one in service_series(material.outcome))


def _curves(material: Material, series: tuple[ServiceSeries, ...]) -> Chart:
    service, place = _worst(material, series)
    answers = {
        (one.service.name, place.place): place
        for one in material.answer.services
        for place in (one.city, *one.short)
    }
    return Chart(
        name="places-curves",
        title=material.say("report.curves_title"),
        how=material.say("report.curves_how"),
        notes=(
            material.say("report.curves_unit"),
            material.say("note.gap"),
            material.say("report.crossing"),
        ),
        kind="supply",
        values={
            "services": [_service(material, one, answers) for one in series],
            "chosen": [service, place],
        },
        pictures=material.pictures("gaps_overview", "district_curves"),
        data=material.tables["services"],
    )


def _worst(material: Material, series: tuple[ServiceSeries, ...]) -> tuple[int, int]:
    """Service and place shown first: the city's largest share short at the end, else the first."""
    # norm and use of beds may disagree: what both agree on is shown before
    every = material.answer.at_end("shortage")
    short = sorted(every, key=lambda one: one.by_use is not None)
    if not short:
        return 0, _place_order(series[0]).index(CITY)
    row = next(n for n, one in enumerate(series) if one.service.name == short[0].service.name)
    return row, _place_order(series[row]).index(CITY)


def _place_order(series: ServiceSeries) -> list[str]:
    """The city first, then its parts."""
    return [CITY, *(place for place in series.places if place != CITY)]


_Answers = Mapping[tuple[str, str], PlaceAnswer]


def _service(material: Material, series: ServiceSeries, answers: _Answers) -> dict[str, object]:
    unit = material.say(f"unit.{series.service.unit}")
    places = [_place(material, series, place, answers) for place in _place_order(series)]
    return {"title": material.title(series.service.title), "unit": unit, "places": places}


def _place(
    material: Material, series: ServiceSeries, place: str, answers: _Answers
) -> dict[str, object]:
    row = series.place(place)
    told: dict[str, object] = {
        "name": place,
        "title": material.title(place_title(material.outcome.pack, place)),
        "finding": _finding(material, series, place, answers.get((series.service.name, place))),
        "when": [_label(float(year)) for year in series.years],
        "demand": _numbers(series.demand[row]),
        "expected": _numbers(series.risk_adjusted[row]),
        "promised": None if series.responds else _numbers(series.promised[row]),
    }
    if material.subject.of_draws is not None:
        ends = material.subject.of_draws.ends(material.outcome, series.service.name, place)
        fan = ends.at(series.years)
        told |= {"low": _numbers(fan.demand[0]), "high": _numbers(fan.demand[1])}
    return told


def _label(year: float) -> str:
    return calendar_label(year)[:7]


def _numbers(values: FloatArray) -> list[int | None]:
    return [round(value) if isfinite(value) else None for value in values.tolist()]


def _finding(
    material: Material, series: ServiceSeries, place: str, found: PlaceAnswer | None
) -> str:
    """What a curve shows: the largest shortage and the end; of a place never short the end."""
    title = place_title(material.outcome.pack, place)
    # within a sentence English has no capital on what is no name
    whole_city = title["zh"], title["en"][:1].lower() + title["en"][1:]
    named = {
        "place": whole_city if place == CITY else title,
        "service": series.service.title,
    }
    row = series.place(place)
    known = np.flatnonzero(np.isfinite(series.gap[row]))
    if not known.size:
        return material.say("report.curve_unknown", **named)
    gap, when = float(series.gap[row, known[-1]]), float(series.years[known[-1]])
    if found is None or found.worst is None:
        end = {"end": side(gap), "when": sentences.day(when)}
        return material.say("report.curve_never", **named, **end)
    unit, worst = sentences.unit(found), found.worst
    end = {"end": side(gap, unit), "when": sentences.day(when)}
    if abs(worst.when - when) < SAME_INSTANT:
        return material.say("report.curve_worst_last", **named, **end)
    largest = {"amount": amount(worst.gap, unit), "worst_when": sentences.day(worst.when)}
    return material.say("report.curve", **named, **end, **largest)


def _maps(material: Material, series: tuple[ServiceSeries, ...]) -> Iterator[Rows | Paragraph]:
    yield Paragraph(text=material.say("report.map_how"), kind="note")
    for one in series:
        if len(one.places) > 1 and one.is_known:
            yield _map(material, one)


def _map(material: Material, series: ServiceSeries) -> Rows:
    """Districts × Septembers (beds: ends of years): shortage and surplus, as numbers and tones."""
    columns = [n for n, year in enumerate(series.years) if _is_told(series, float(year))]
    head = [month(float(series.years[n]))[:4] for n in columns]
    largest = float(np.nanmax(np.abs(series.gap[:-1][:, columns]), initial=1.0))
    return Rows(
        name=f"map-{series.service.name}",
        title=_map_finding(material, series),
        head=(material.say("report.place"), *head),
        body=[
            (
                Cell(text=material.title(place_title(material.outcome.pack, place))),
                *(_gap(material, float(series.gap[row, n]), largest) for n in columns),
            )
            for row, place in enumerate(series.places)
        ],
        numeric=(False, *(True for _ in columns)),
        grid=True,
        data=_rows_of(material.tables["services"], series.service.name),
    )


def _is_told(series: ServiceSeries, year: float) -> bool:
    known = bool(np.isfinite(series.gap[:, np.searchsorted(series.years, year - 1e-9)]).any())
    return known and (series.service.is_school or abs(year - round(year)) < 1e-6)


def _gap(material: Material, gap: float, largest: float) -> Cell:
    if not isfinite(gap):
        return Cell(text=material.say("answer.unknown"), tone="unknown")
    if abs(gap) <= SMALLEST:
        return Cell(text="0")
    strength = 0.15 + 0.85 * min(1.0, sqrt(abs(gap) / largest))
    return Cell(
        text=whole(gap) if gap < 0 else f"+{whole(gap)}",
        tone="shortage" if gap > 0 else "surplus",
        strength=strength,
    )


def _map_finding(material: Material, series: ServiceSeries) -> str:
    found = next(one for one in material.answer.services if one.service.name == series.service.name)
    named = {"service": series.service.title, "all": len(series.places) - 1}
    if found.hardest is None or found.hardest.worst is None:
        return material.say("report.map_none", **named)
    worst = found.hardest.worst
    size = amount(worst.gap, sentences.unit(found.hardest))
    deepest = pair("answer.place", place=found.hardest.title, amount=size, when="")
    return material.say(
        "report.map_some",
        **named,
        short=len(found.short),
        deepest=(deepest[0].strip(), deepest[1].strip()),
        when=sentences.day(worst.when),
    )


def _rows_of(table: Table, service: str) -> Table:
    """The rows of one service."""
    kept = [row for row, name in enumerate(table.column("service").cells) if name == service]
    return table.only(kept, f"{table.name}-{service}")
