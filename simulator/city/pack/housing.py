"""``housing.toml`` of a city pack: who heads a household, homes there when its plan began."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.city.axes import RESIDENCY
from simulator.city.pack.entries import VERSION
from simulator.files.form import STATED, Entry, Form, day, integer, number, table
from simulator.stockflow.values.calendar import instant_of

_AGES = Entry(name="from", kind="list", of=integer("", 0, 100), rising=True, least=1)

HOUSING = Form(
    file="housing.toml",
    required=False,
    entries=(
        VERSION,
        table(
            "headship",
            _AGES,
            *(
                Entry(name=name, kind="list", of=number("", 0.0, 1.0), beside="from")
                for name in RESIDENCY
            ),
            *STATED,
        ),
        table("urban", number("value", 0.0, 1.0), *STATED),
        table(
            "finished",
            day("date"),
            number("value", 0.0, 1e9),
            number("a_year", 0.0, 1e9),
            *STATED,
        ),
        table(
            "programme",
            day("begins"),
            day("ends"),
            number("homes", 0.0, 1e9),
            number("coverage", 0.0, 100.0),
            *STATED,
        ),
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Housing:
    """Households and subsidised homes of a city.

    ``rates[residency][i]`` head a household of people from ``ages[i]`` up to the next of ``ages``.
    ``finished`` homes stood at an instant, ``a_year`` having been finished a year up to then. The
    plan promises so many ``promised`` from ``begins`` to ``ends`` (years), and ``coverage`` of 100
    urban households. ``grade`` is the weakest.
    """

    ages: tuple[int, ...]
    rates: Mapping[str, tuple[float, ...]]
    urban: float
    counted: float
    finished: float
    a_year: float
    begins: float
    ends: float
    promised: float
    coverage: float
    grade: str

    def finished_by(self, when: float) -> float:
        """Homes finished by an instant, on the line through the count at the pace before it."""
        return self.finished + self.a_year * (when - self.counted)


def read_housing(document: Mapping[str, Any]) -> Housing:
    """The housing of a city, from its checked document."""
    headship, finished, programme = (
        document[name] for name in ("headship", "finished", "programme")
    )
    return Housing(
        ages=tuple(headship["from"]),
        rates={name: tuple(map(float, headship[name])) for name in RESIDENCY},
        urban=float(document["urban"]["value"]),
        counted=instant_of(finished["date"]),
        finished=float(finished["value"]),
        a_year=float(finished["a_year"]),
        begins=instant_of(programme["begins"]),
        ends=instant_of(programme["ends"]),
        promised=float(programme["homes"]),
        coverage=float(programme["coverage"]),
        grade=max(each["grade"] for each in (headship, finished, programme)),
    )
