"""In which districts a named project stands."""

from collections.abc import Mapping

from simulator.city.ground.choices import Choices
from simulator.city.supply.projects import RunningProject


def spread(choices: Choices, running: RunningProject) -> Mapping[str, float]:
    """The districts of a project; one of an area is spread by the shares of its programme."""
    members = choices.pack.members(running.project.district)
    shares = dict.fromkeys(members, 0.0)
    for programme in choices.plan.programmes:
        own = running.project.programme in (None, programme.name)
        if own and programme.service == running.service.name:
            for name in members:
                shares[name] += programme.places * programme.district_shares[name]
    total = sum(shares.values())
    return {name: share / total if total else 1 / len(members) for name, share in shares.items()}
