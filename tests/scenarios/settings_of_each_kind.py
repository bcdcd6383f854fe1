"""A small city of settings, one of each kind, for the tests of scenario files."""

from pathlib import Path

from simulator.files.schema import run_settings
from simulator.stockflow.grammar.setting import Setting

HERE = Path(__file__).parent
COMPLETE = HERE / "valid" / "complete.toml"
AXES = {
    "service": ("kindergarten", "primary", "junior"),
    "district": ("siming", "huli", "jimei"),
}
_STAGE = {
    "opens": Setting(key="opens", kind="switch", meaning="whether it happens", required=True),
    "date": Setting(key="date", kind="date", meaning="first day", required=True),
    "ramp": Setting(key="ramp", kind="number", meaning="time to full effect", unit="year"),
    "share": Setting(
        key="share", kind="number", meaning="share", axis="district", minimum=0.0, maximum=1.0
    ),
    "level": Setting(key="level", kind="path", meaning="level in time", unit="1", minimum=0.0),
}
SETTINGS = (
    Setting(
        key="world.arrivals",
        kind="path",
        meaning="people who move in",
        unit="persons/year",
        minimum=0.0,
        required=True,
    ),
    Setting(
        key="world.young_share",
        kind="path",
        meaning="share under 15",
        unit="1",
        minimum=0.0,
        maximum=1.0,
    ),
    Setting(
        key="world.basis",
        kind="choice",
        meaning="count of residents",
        choices=("revised", "planned"),
        required=True,
    ),
    Setting(
        key="policy.two_child.gestation",
        kind="number",
        meaning="from decision to birth",
        unit="year",
        minimum=0.0,
        maximum=2.0,
        required=True,
    ),
    Setting(
        key="policy.two_child.age_limit",
        kind="integer",
        meaning="oldest age",
        unit="year",
        minimum=30,
        maximum=55,
    ),
    Setting(key="policy.two_child.stages", kind="records", meaning="stages", fields=_STAGE),
    Setting(
        key="plan.take_up",
        kind="path",
        meaning="share who use a service",
        unit="1",
        axis="service",
        minimum=0.0,
        maximum=1.0,
        required=True,
    ),
    Setting(key="plan.on_time", kind="switch", meaning="as promised", required=True),
    Setting(key="plan.opening", kind="date", meaning="opening day"),
    Setting(key="plan.operator", kind="text", meaning="who runs it"),
    *run_settings(),
)
