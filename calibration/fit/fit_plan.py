"""What is fitted to what: ``fit.toml`` of a city pack, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.fit_form import FIT, GROUPS
from simulator.errors import Fault, MissingDataError
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import message

Transform = Literal["plain", "log", "logit", "rest"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Free:
    """One fitted number.

    ``keys`` are the keys of ``parameters.toml`` it gives, at ``dates`` where they are paths.
    ``centre`` and ``spread`` state the prior in the unit of the number (``spread`` relative where
    the transform is "log"); with ``after`` the prior is a step from another: its mean lies
    ``spread``-scaled around the other's transformed value plus ``drift``. ``above`` names the
    number whose remainder to one a "rest" is a share of; ``over`` the number by whose value it is
    divided, so that prior and fit are of their product; ``high`` the bound a "logit" stays below.
    """

    name: str
    keys: tuple[str, ...]
    dates: tuple[str, ...]
    transform: Transform
    spread: float
    centre: float | None
    after: str | None
    drift: float
    above: str | None
    over: str | None
    high: float
    unit: str
    meaning: str
    meaning_zh: str
    source_id: str
    grade: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PathPlan:
    """A path whose dated values are fitted, with the values that stay."""

    key: str
    interpolation: str
    fixed: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesPlan:
    """A series of the record that is fitted to, with its error model.

    ``scale`` "relative": the error is that of the logarithm; "absolute": in the unit of the rows.
    ``error_size`` is its standard deviation.
    ``condition`` marks a series that fixes a path and is no test of the model.
    """

    file: str
    series: str
    quantity: str
    groups: Mapping[str, str]
    use: str
    stop: float
    scale: str
    error_size: float
    error_model: str
    condition: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class FitPlan:
    """Free numbers, paths and series of one population basis."""

    basis: str
    free: tuple[Free, ...]
    paths: Mapping[str, PathPlan]
    series: tuple[SeriesPlan, ...]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Place of every free number by name."""
        return {free.name: place for place, free in enumerate(self.free)}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the free numbers."""
        return tuple(free.name for free in self.free)


def load_fit_plan(pack: CityPack, basis: str) -> FitPlan:
    """The plan of a city on a population basis; ``DataError`` where its pack has none."""
    document = pack.documents.get(FIT.file)
    if document is None:
        path = f"calibration/{pack.name}/{FIT.file}"
        raise MissingDataError(
            [Fault(path=path, line=None, key="", message=message("fault.no_file"))]
        )
    end = _instant(str(document["window_end"]))
    return FitPlan(
        basis=basis,
        free=tuple(_free(entry, basis) for entry in document["free"]),
        paths={entry["key"]: _path(entry) for entry in document["path"]},
        series=tuple(
            _series(entry, end) for entry in document["series"] if basis in entry["bases"]
        ),
    )


def _free(entry: Mapping[str, Any], basis: str) -> Free:
    centre = entry.get(f"centre_{basis}", entry.get("centre"))
    return Free(
        name=entry["name"],
        keys=tuple(entry["keys"]),
        dates=tuple(entry.get("dates", ())),
        transform=entry["transform"],
        spread=float(entry["spread"]),
        centre=None if centre is None else float(centre),
        after=entry.get("after"),
        drift=float(entry.get("drift", 0.0)),
        above=entry.get("above"),
        over=entry.get("over"),
        high=float(entry.get("high", 1.0)),
        unit=entry["unit"],
        meaning=entry["meaning"],
        meaning_zh=entry["meaning_zh"],
        source_id=entry["source_id"],
        grade=entry["grade"],
        why=entry["why"],
    )


def _path(entry: Mapping[str, Any]) -> PathPlan:
    fixed = {str(day): float(value) for day, value in entry.get("fixed", {}).items()}
    return PathPlan(key=entry["key"], interpolation=entry["interpolation"], fixed=fixed)


def _series(entry: Mapping[str, Any], end: float) -> SeriesPlan:
    return SeriesPlan(
        file=entry["file"],
        series=entry["series"],
        quantity=entry["quantity"],
        groups={name: entry[name] for name in GROUPS if name in entry},
        use=entry.get("use", "observation"),
        stop=_instant(entry["to"]) if "to" in entry else end,
        scale=entry["scale"],
        error_size=float(entry["spread"]),
        error_model=entry["error_model"],
        condition=bool(entry.get("condition", False)),
        why=entry["why"],
    )


def _instant(day: str) -> float:
    from datetime import date

    return instant(date.fromisoformat(day))
