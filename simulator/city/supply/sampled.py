"""Whether the projects of a programme that no one has named are drawn one by one.

Where they are, they stand beside the stocks, as named projects do, and nothing of them enters the
pipeline of what is expected, so that no place is counted twice. They stay in the stocks, which
hold what is expected of them, where a draw of each by itself would not be what the model says:

- where planners respond to a gap: what they add is no project of anybody's, and it waits in the
  same stocks as what they count;
- where building capacity limits starts: then projects wait for each other;
- where everything is on time: they open on the promised dates, and nothing is left to chance.
"""

from simulator.city.ground.choices import Choices
from simulator.city.supply.inside import building_capacity


def are_drawn(choices: Choices, service: str) -> bool:
    """Whether the unnamed projects of a service are drawn one by one, beside the stocks."""
    return (
        choices.chance.is_drawn
        and not choices.switch("plan.on_time")
        and not choices.switch("feedback.planners.on")
        and building_capacity(choices, choices.pack.service[service]) == 0
    )
