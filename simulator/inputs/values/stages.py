"""How long places stay in each stage on the way from plan to opening."""

from dataclasses import dataclass

from simulator.inputs.values.choices import Choices


@dataclass(frozen=True, kw_only=True, slots=True)
class Stays:
    """Mean stay in each stage, years, before the scenario's delay factor."""

    planned: float
    approved: float
    building: float


def stays(choices: Choices, service: str) -> Stays:
    """The stays of a service: its own, else those of schools or beds."""
    return Stays(
        planned=_stay(choices, service, "planned"),
        approved=_stay(choices, service, "approved"),
        building=_stay(choices, service, "building"),
    )


def _stay(choices: Choices, service: str, stage: str) -> float:
    parameters = choices.pack.parameters
    kind = "school" if choices.pack.service[service].is_school else service
    own = f"pipeline.{kind}.{stage}"
    found = parameters.find(own, "")
    return float(parameters.value(own if found is not None else f"pipeline.beds.{stage}"))
