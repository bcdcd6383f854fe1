"""Every figure of a run by its name: who draws it, and what may be asked of it.

``draw`` is the one way to a figure, whatever asks for it: a verb, the door, the report.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from simulator.city.axes import CITY
from simulator.city.beds.figure import draw_beds
from simulator.city.ground.subject import Chosen, Subject
from simulator.city.housing.figure import draw_housing
from simulator.city.pack.city_pack import CityPack
from simulator.city.people.births_figure import draw_births
from simulator.city.people.components_figure import draw_components
from simulator.city.people.figure import draw_population
from simulator.city.people.pyramid_figure import draw_pyramid
from simulator.city.schools.figure import draw_children
from simulator.city.schools.intakes_figure import draw_intakes
from simulator.city.services.district_heatmap import draw_district_heatmap
from simulator.city.services.gaps_overview import draw_gaps_overview
from simulator.city.supply.district_curves import CURVES, draw_chosen_curves
from simulator.city.supply.projects_figure import draw_projects
from simulator.errors import DataError, Fault
from simulator.files.form_check import unknown
from simulator.report.paper import Page
from simulator.report.sheet import SHEETS, Sheet
from simulator.words.catalogue import Pair, listed, message, pair

DISTRICT, SERVICE = "district", "service"


class NothingShownError(DataError):
    """A run has nothing to show in a figure."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure: what draws it, ``None`` where nothing is to show, and what may be chosen.

    One that ``has_bands`` shows draws, where there are any.
    """

    name: str
    make: Callable[[Subject, Sheet, Chosen], Page | None]
    takes: tuple[str, ...] = ()
    has_bands: bool = False

    @property
    def title(self) -> Pair:
        """What it is called, in few words."""
        return pair(f"figure.{self.name}")


_EVERY = (
    Figure(name="gaps_overview", make=draw_gaps_overview, takes=(DISTRICT,), has_bands=True),
    Figure(name="district_heatmap", make=draw_district_heatmap, takes=(SERVICE,)),
    Figure(name=CURVES, make=draw_chosen_curves, takes=(DISTRICT, SERVICE), has_bands=True),
    Figure(name="beds", make=draw_beds, takes=(SERVICE,)),
    Figure(name="housing", make=draw_housing),
    Figure(name="population", make=draw_population),
    Figure(name="pyramid", make=draw_pyramid, takes=(DISTRICT,)),
    Figure(name="components", make=draw_components, takes=(DISTRICT,)),
    Figure(name="births", make=draw_births),
    Figure(name="children", make=draw_children),
    Figure(name="intakes", make=draw_intakes),
    Figure(name="projects", make=draw_projects, takes=(DISTRICT, SERVICE)),
)
FIGURES: Mapping[str, Figure] = {figure.name: figure for figure in _EVERY}
"""Every figure of a run by its name, in the order of a report."""


def draw(
    subject: Subject,
    name: str,
    *,
    district: str | None = None,
    service: str | None = None,
    size: str = "a4",
) -> Page:
    """Draw a figure for a sheet: ``a4``, ``slide`` or ``phone``, in the language of the subject.

    Parameters
    ----------
    subject
        The run, and the language: ``zh``, ``en`` or ``both``.
    name
        One of ``FIGURES``.
    district, service
        What is shown, where the figure ``takes`` it: a district or catchment (``city`` is the whole
        city), a service of the pack; as the figure has it where none is named.
    size
        One of ``SHEETS``.

    Raises
    ------
    NothingShownError
        Where the run has nothing to show in it.
    DataError
        For a name that is not known, with the nearest one; for a choice that the figure does not
        take.
    """
    chosen = Chosen(district=district, service=service)
    figure = known_figure(subject.outcome.pack, name, chosen, size)
    page = figure.make(subject, SHEETS[size], chosen)
    if page is None:
        raise NothingShownError([_fault("figure", name, message("figures.nothing_shown"))])
    return page


def drawn(subject: Subject, size: str = "a4") -> Iterator[tuple[str, Page]]:
    """Every figure that the run has something to show in, nothing chosen, in order."""
    for name, figure in FIGURES.items():
        page = figure.make(subject, SHEETS[size], Chosen())
        if page is not None:
            yield name, page


def known_figure(pack: CityPack, name: str, chosen: Chosen, size: str = "a4") -> Figure:
    """The figure of a name, once all that is asked of it is known; ``DataError`` as in ``draw``."""
    _refuse_unknown("figure", name, FIGURES)
    _refuse_unknown("size", size, SHEETS)
    figure = FIGURES[name]
    districts = pack.axes[DISTRICT]
    areas = {place for each in pack.service for place in pack.catchments(each)}
    places = (*districts, *sorted(areas - {*districts, CITY}), CITY)
    for what, asked, known in (
        (DISTRICT, chosen.district, places),
        (SERVICE, chosen.service, pack.axes[SERVICE]),
    ):
        if asked is None:
            continue
        if what not in figure.takes:
            names = [each.name for each in FIGURES.values() if what in each.takes]
            told = message("figures.not_taken", what=what, names=listed(names))
            raise DataError([_fault(what, name, told)])
        _refuse_unknown(what, asked, known)
    return figure


def _refuse_unknown(what: str, name: str, known: Mapping[str, object] | tuple[str, ...]) -> None:
    every = tuple(known)
    if name not in every:
        told = message("form.unknown_name", **unknown(name, every))
        raise DataError([_fault(what, name, told)])


def _fault(what: str, key: str, told: str) -> Fault:
    return Fault(path=what, line=None, key=key, message=told)
