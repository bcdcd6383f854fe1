"""What a scenario may choose about feedback: which loops are closed, how late and how strong."""

from simulator.stockflow.grammar.setting import Setting


def _switch(key: str, meaning: str) -> Setting:
    return Setting(key=f"feedback.{key}.on", kind="switch", meaning=meaning, required=True)


def _delay(key: str, who: str) -> Setting:
    return Setting(
        key=f"feedback.{key}.delay",
        kind="number",
        unit="year",
        meaning=f"mean time until {who} know of demand and supply",
        minimum=0.05,
        maximum=20.0,
    )


def _share(key: str, meaning: str, maximum: float) -> Setting:
    return Setting(
        key=f"feedback.{key}",
        kind="number",
        unit="1",
        meaning=meaning,
        minimum=0.0,
        maximum=maximum,
    )


FEEDBACK = (
    _switch("planners", "planners start more as a gap they know of opens, and stop as it closes"),
    _delay("planners", "planners"),
    Setting(
        key="feedback.planners.adjustment",
        kind="number",
        unit="year",
        meaning="time in which planners mean to close a gap they know of",
        minimum=0.25,
        maximum=50.0,
    ),
    _share(
        "planners.supply_line",
        "share of the places under way that planners count as there: 1 all, 0 none",
        1.0,
    ),
    _switch("families", "crowded schools keep arriving families away"),
    _delay("families", "families"),
    _share(
        "families.strength",
        "largest share of arriving families whom crowded schools keep away",
        0.95,
    ),
    _switch("private", "children short of a public place turn to private ones"),
    _delay("private", "parents"),
    _share(
        "private.share",
        "children short of a public place who turn to a private one",
        0.9,
    ),
)
