"""What things are called in Chinese and English: from the city pack, the system, the catalogue."""

from collections.abc import Mapping

from simulator.analysis.observed import Comparison
from simulator.analysis.series import CITY
from simulator.inputs.pack.city_pack import CityPack
from simulator.reports.catalogue import CATALOGUE, pair
from simulator.structure.elements import Flow, Transfer

Title = Mapping[str, str]


def titled(key: str, **values: object) -> Title:
    """A message of the catalogue as a title."""
    chinese, english = pair(key, **values)
    return {"zh": chinese, "en": english}


def title_or_name(key: str, name: str) -> Title:
    """A message of the catalogue; where it has none, as for another city's unit, the bare name."""
    return titled(key) if key in CATALOGUE else {"zh": name, "en": name}


def place_title(pack: CityPack, place: str) -> Title:
    """A district, or the whole city."""
    if place == CITY:
        return titled("word.city")
    return next(district.title for district in pack.districts if district.name == place)


def flow_title(stream: Flow | Transfer) -> Title:
    """A flow; one that the catalogue does not know goes by its declared meaning."""
    return title_or_name(f"flow.{stream.name}", stream.meaning)


def series_title(pack: CityPack, comparison: Comparison) -> Title:
    """A series of observations, with its district and service where it has one."""
    place = place_title(pack, comparison.place)
    name = comparison.series.removesuffix(f"_{comparison.place}")
    if f"series.{name}" in CATALOGUE:
        return titled(f"series.{name}", place=place)
    for service in pack.services:
        for kind in ("pupils", "beds"):
            if name.removeprefix("district_") == f"{service.name}_{kind}":
                key = f"series.district_{kind}" if comparison.place != CITY else f"series.{kind}"
                return titled(key, place=place, service=service.title)
    return {"zh": name, "en": name}
