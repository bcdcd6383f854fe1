"""The result of a run, as analysts ask it: tables, measures, flows and people with their labels."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from simulator.city.ensemble.ensemble import Ensemble
from simulator.city.ensemble.table import SaidOfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.people.births import NEWBORNS
from simulator.demography.life_table import SEXES
from simulator.demography.single_ages import OPEN_AGE
from simulator.door.of_draws import series_of_draws
from simulator.door.refusals import known
from simulator.door.tables import names_of_tables, table_of
from simulator.door.told import told_measure
from simulator.errors import DataError, Fault
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.labelled import Side, flow_series, labelled, measure_series
from simulator.stockflow.values.calendar import When, calendar_label, instant_of, place_of
from simulator.words.catalogue import Language, message

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from simulator.report.paper import Page

PEOPLE = ("district", "residency", "sex", "age")
"""What people may be counted by."""

TOGETHER = {"births": NEWBORNS}
"""Flows that are told together, by the name they go by."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """A run of a scenario.

    ``outcome`` holds trajectory (arrays), values, scenario file and city pack; ``ensemble`` the
    draws, if any; ``remarks`` what is unlikely to be meant, or has no effect, with file and line.
    Everything else is worked out when it is asked for.
    """

    outcome: Outcome
    remarks: tuple[Fault, ...] = ()
    ensemble: Ensemble | None = None

    def __repr__(self) -> str:
        run = self.outcome.scenario
        first, last = calendar_label(run.start), calendar_label(run.stop)
        return f"Result({self.outcome.file.name}, {self.outcome.pack.name}, {first} to {last})"

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return names_of_tables(self._said)

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures."""
        from simulator.city.figures import FIGURES

        return tuple(FIGURES)

    def table(self, name: str) -> "pd.DataFrame":
        """A table as a frame, with the numbers of its CSV file.

        See ``simulator.door.frames.frame_of`` for types and ``attrs``. Raises ``DataError`` for a
        name that is none of ``tables``.
        """
        known(name, self.tables, "table")
        return table_of(self.outcome, self._said, name)

    def draws(self, name: str) -> "pd.Series[float]":
        """Every draw of a number that is kept of each: ``demand``, ``gap``, ``births``.

        Parameters
        ----------
        name
            A column of ``services`` that is kept (demand, promised, risk_adjusted, gap,
            unplaced), or a quantity of ``outlook`` (residents, births, …).

        Returns
        -------
        Series
            By draw, service, district and date, or by draw, year and district.
            ``.unstack("draw")`` has a column for each draw. The city is that of each draw.

        ``DataError`` for another name, or where the run has no draws.
        """
        return series_of_draws(self.outcome, self.ensemble, name)

    @property
    def _said(self) -> SaidOfDraws | None:
        return None if self.ensemble is None else SaidOfDraws(ensemble=self.ensemble)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures."""
        return tuple(self.outcome.trajectory.measures)

    @property
    def flows(self) -> tuple[str, ...]:
        """Names of the flows and transfers, and of those that are told together (``births``)."""
        return (*TOGETHER, *(stream.name for stream in self.outcome.trajectory.system.streams))

    def measure(self, name: str) -> "pd.Series[float]":
        """A measure at every reading (the first of each month), by the names of its axes and date.

        ``.unstack("date")`` makes a table of it, ``.to_xarray()`` an array with labels where xarray
        is installed. ``attrs`` has its unit and meaning. ``gap`` is told by catchment (level
        ``district``, as in the tables) and no lower; supply and gap are NaN where supply is not on
        record (psychiatric beds, and any service before its record starts); demand and gap of beds
        by deliveries count those of the twelve months before, as the tables do.
        Raises ``DataError`` for a name that is none of ``measures``.
        """
        known(name, self.measures, "measure")
        told = told_measure(self.outcome, name)
        return measure_series(self.outcome.trajectory, name) if told is None else told

    def flow(
        self, name: str, by: str | Iterable[str] = ("year",), side: Side | None = None
    ) -> "pd.Series[float]":
        """What a flow moved: amounts a year, or month, never running totals.

        Parameters
        ----------
        name
            One of ``flows``; ``births`` are boys and girls together.
        by, side
            See ``simulator.stockflow.labelled.flow_series``.

        Raises
        ------
        DataError
            For a name or axis that is not known.
        """
        known(name, self.flows, "flow")
        run = self.outcome.trajectory
        first, *rest = (
            flow_series(run, each, by=by, side=side) for each in TOGETHER.get(name, (name,))
        )
        found = sum(rest, start=first).rename(name)
        found.attrs = {
            "unit": first.attrs["unit"],
            "meaning": "" if rest else first.attrs["meaning"],
        }
        return found

    def people(
        self, by: str | Iterable[str] = ("district", "residency", "sex", "age"), *, on: When
    ) -> "pd.Series[float]":
        """Residents at an instant, persons.

        Parameters
        ----------
        by
            Some of district, residency, sex and age (completed years; 100 is 100 and over); people
            are summed over the others.
        on
            The day. Any day of the run may be asked for: where the run kept no people of that day,
            it is run again to keep them.

        Returns
        -------
        Series
            Persons, indexed by ``by`` in that order.

        Raises
        ------
        DataError
            For something people are not counted by, or a day outside the run.
        """
        asked = (by,) if isinstance(by, str) else tuple(by)
        for name in asked:
            known(name, PEOPLE, "by")
        kept, place = self._on(instant_of(on))
        known_labels = kept.trajectory.system.axis
        labels = {
            "district": known_labels["district"].labels,
            "residency": known_labels["residency"].labels,
            "sex": SEXES,
            "age": tuple(range(OPEN_AGE + 1)),
        }
        from simulator.city.people.table import people_by_age

        counts = people_by_age(kept)[place]
        summed = tuple(axis for axis, name in enumerate(PEOPLE) if name not in asked)
        left = [name for name in PEOPLE if name in asked]
        found = np.transpose(counts.sum(axis=summed), [left.index(name) for name in asked])
        levels = {name: labels[name] for name in asked}
        series = labelled(found, levels, name="people", unit="persons", meaning="")
        series.attrs = {"unit": "persons", "date": calendar_label(kept.trajectory.snapshots[place])}
        return series

    def page(
        self,
        name: str,
        *,
        district: str | None = None,
        service: str | None = None,
        language: Literal["zh", "en", "both"] | None = None,
        size: Literal["a4", "slide", "phone"] = "a4",
    ) -> "Page":
        """A figure as a page: ``svg()`` is its text, ``save(folder, name, png=…)`` writes it.

        Parameters
        ----------
        name
            One of ``figures``.
        district, service
            What is shown, where the figure is drawn by district or service: ``city`` is the whole
            city. Of ``district_curves``, where neither is given, the largest shortage of primary
            places.
        language
            ``zh``, ``en`` or ``both``; where it is not given, that of the scenario.
        size
            The sheet it is drawn for; the smallest letters on ``a4`` are 7 points.

        Raises
        ------
        DataError
            For a name that is not known, or where a run has nothing to show in this figure.
        """
        from simulator.city.figures import draw
        from simulator.city.ground.subject import Subject

        stated = self.outcome.file.values["report.language"]  # noqa: PD011 - no frame
        spoken = cast("Language", language or stated)
        subject = Subject(outcome=self.outcome, language=spoken, of_draws=self._said)
        return draw(subject, name, district=district, service=service, size=size)

    def figure(
        self,
        name: str,
        *,
        district: str | None = None,
        service: str | None = None,
        language: Literal["zh", "en", "both"] | None = None,
    ) -> "Figure":
        """A figure for a page of A4 as one of Matplotlib, drawn in inches; see ``page``."""
        from simulator.report.characters import lacking, tell_lacking

        page = self.page(name, district=district, service=service, language=language)
        tell_lacking(lacking(page.texts()))
        return page.figure()

    def save(self, folder: str | Path, *, png: bool = False) -> Path:
        """Write tables, figures, the resolved scenario and a manifest, as ``run`` does.

        Figures are SVG, with ``png`` PNG as well, for Word and WPS. Raises ``SimulatorError`` where
        the folder holds something else.
        """
        from simulator.city.publication import publish_outcome

        publish_outcome(self.outcome, Path(folder), png=png, of_draws=self._said)
        return Path(folder)

    def summary(self) -> str:
        """The screen of ``run``: short or to spare, where and when, how sure, and the checks."""
        from simulator.door.screen import screen_of

        return screen_of(self.outcome, self._said)

    def _on(self, when: float) -> tuple[Outcome, int]:
        """The outcome with the people of an instant kept, and which of its snapshots that is."""
        scenario, run = self.outcome.scenario, self.outcome.trajectory
        if not scenario.start <= when <= scenario.stop:
            span = {"first": calendar_label(scenario.start), "last": calendar_label(scenario.stop)}
            told = message("door.outside", found=calendar_label(when), **span)
            raise DataError([Fault(path="on", line=None, key="", message=told)])
        place = place_of(run.snapshots, when)
        if place is not None:
            return self.outcome, place
        snapshots = tuple(sorted((*scenario.snapshots, when)))
        again = simulate(run.system, replace(scenario, snapshots=snapshots))
        return replace(self.outcome, trajectory=again), snapshots.index(when)
