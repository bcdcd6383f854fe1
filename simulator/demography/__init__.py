"""People without a city: what is needed to follow a population of one's own.

::

    from simulator.demography import NationTables, follow_nation
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.demography.cohort_paths import ByAge, DensityByAge
    from simulator.demography.counts_by_age import by_age
    from simulator.demography.followed_nation import FollowedNation
    from simulator.demography.life_table import SEXES
    from simulator.demography.mortality_paths import MortalityPaths
    from simulator.demography.nation import follow_nation
    from simulator.demography.nation_tables import NationTables
    from simulator.demography.published import LifeTable, life_table_columns
    from simulator.demography.single_ages import completed_ages, to_windows

__all__ = [
    "SEXES",
    "ByAge",
    "DensityByAge",
    "FollowedNation",
    "LifeTable",
    "MortalityPaths",
    "NationTables",
    "by_age",
    "completed_ages",
    "follow_nation",
    "life_table_columns",
    "to_windows",
]

_PLACES = {
    "cohort_paths": ("ByAge", "DensityByAge"),
    "counts_by_age": ("by_age",),
    "life_table": ("SEXES",),
    "mortality_paths": ("MortalityPaths",),
    "followed_nation": ("FollowedNation",),
    "nation": ("follow_nation",),
    "nation_tables": ("NationTables",),
    "published": ("LifeTable", "life_table_columns"),
    "single_ages": ("completed_ages", "to_windows"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands there
    """A name, from its module, loaded when it is first asked for: start-up counts."""
    for module, names in _PLACES.items():
        if name in names:
            return getattr(import_module(f"simulator.demography.{module}"), name)
    raise AttributeError(f"module 'simulator.demography' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
