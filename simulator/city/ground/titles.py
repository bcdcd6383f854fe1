"""What things are called in Chinese and English: from the city pack, the system, the catalogue."""

from collections.abc import Mapping

from simulator.city.axes import CITY
from simulator.city.pack.city_pack import CityPack
from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.words.catalogue import is_known, pair

Title = Mapping[str, str]


def titled(key: str, **values: object) -> Title:
    """A message of the catalogue as a title."""
    chinese, english = pair(key, **values)
    return {"zh": chinese, "en": english}


def title_or_name(key: str, name: str) -> Title:
    """A message of the catalogue; where it has none, as for another city's unit, the bare name."""
    return titled(key) if is_known(key) else {"zh": name, "en": name}


def place_title(pack: CityPack, place: str) -> Title:
    """A district, an area of several, or the whole city."""
    if place == CITY:
        return titled("word.city")
    areas = {each["id"]: each for each in pack.city.get("area", ())}
    if place in areas:
        return {"zh": areas[place]["name_zh"], "en": areas[place]["name_en"]}
    return next(district.title for district in pack.districts if district.name == place)


def flow_title(stream: Flow | Transfer) -> Title:
    """A flow; one that the catalogue does not know goes by its declared meaning."""
    return title_or_name(f"flow.{stream.name}", stream.meaning)
