"""The verbs of the command line as data: what may stand behind each, and where its words are.

Parser, help and the page of commands are made from these declarations. Only the standard library is
used, so that help can be given before anything is installed.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from simulator.commands.option_values import at_least_one, port_of, power_of_two, risk_of
from simulator.commands.verb_forms import Argument, Option, Verb
from simulator.errors import BROKEN, DONE, MISSING, OWN_FAULT, STOPPED, UNREAD, WRONG

LANGUAGE = Option(
    flags=("--lang",), name="language", help="help.lang", shown="LANG", choices=("zh", "en", "both")
)
HELP = Option(flags=("-h", "--help"), name="help", help="help.help")
VERSION = Option(flags=("--version",), name="version", help="help.version")
EVERYWHERE = (LANGUAGE, HELP)
"""Options of every verb; they may stand anywhere."""

EXIT_CODES = (DONE, BROKEN, WRONG, MISSING, OWN_FAULT, STOPPED, UNREAD)

_SCENARIO = Argument(name="scenario", shown="SCENARIO", help="help.scenario")
_SET = Option(flags=("--set",), name="overrides", help="help.set", shown="KEY=VALUE", many=True)
_PNG = Option(flags=("--png",), name="png", help="help.png")
_DRAWS = Option(flags=("--draws",), name="draws", help="help.draws", shown="N")
_SEED = Option(flags=("--seed",), name="seed", help="help.seed", shown="S")
_WORKERS = Option(
    flags=("--workers",), name="workers", help="help.workers", shown="N", read=at_least_one,
    expected="executor.at_least_one",
)  # fmt: skip
_SERVICE = Option(
    flags=("--service",), name="service", help="help.need_service", shown="SERVICE", required=True
)
_FORCE = Option(flags=("--force",), name="force", help="help.force")


CRITERIA = ("each-year", "any-year", "place-years")
"""By what a need is judged, the first where nothing is said."""


QUANTITIES = ("gap", "demand", "supply")
"""What ``why`` explains, the first where nothing is said."""


def _day(key: str) -> Option:
    return Option(
        flags=("--date",), name="day", help=key, shown="DATE", read=date.fromisoformat,
        expected="expected.date",
    )  # fmt: skip


def _one_of(name: str, key: str, choices: tuple[str, ...], flag: str = "") -> Option:
    typed = flag or name
    return Option(flags=(f"--{typed}",), name=name, help=key, shown=typed.upper(), choices=choices)


def _out(key: str) -> Option:
    return Option(flags=("-o", "--out"), name="out", help=key, shown="FOLDER", read=Path)


RUN = Verb(
    name="run",
    example="scenarios/baseline.toml --set world.arrivals.scale=1.1",
    arguments=(_SCENARIO,),
    options=(
        _SET, _DRAWS, _SEED, _WORKERS, _out("help.out"), _PNG,
        Option(flags=("--details",), name="details", help="help.details"),
        _FORCE,
    ),
)  # fmt: skip
REPORT = Verb(
    name="report",
    example="outputs/baseline --format docx",
    arguments=(Argument(name="run", shown="RUN", help="help.report_run"),),
    options=(
        _one_of("kind", "help.report_format", ("html", "docx", "pdf"), "format"),
        _out("help.out_report"),
        _FORCE,
    ),
)
SERVE = Verb(
    name="serve",
    example="scenarios/long_view_2030.toml",
    arguments=(Argument(name="scenario", shown="SCENARIO", help="help.served", required=False),),
    options=(
        Option(
            flags=("--port",), name="port", help="help.port", shown="N", read=port_of,
            expected="expected.port",
        ),
        Option(flags=("--export",), name="export", help="help.export", shown="FOLDER", read=Path),
        Option(flags=("--no-browser",), name="no_browser", help="help.no_browser"),
    ),
)  # fmt: skip
NEED = Verb(
    name="need",
    example="scenarios/long_view_2030.toml --service primary --district huli --risk 5%",
    arguments=(_SCENARIO,),
    options=(
        _SERVICE,
        Option(flags=("--district",), name="district", help="help.need_district", shown="PLACE"),
        Option(
            flags=("--risk",), name="risk", help="help.risk",
            shown="RISK", read=risk_of, expected="expected.risk",
        ),
        *(
            Option(flags=(f"--{name}",), name=name.replace("-", "_"), help=f"help.{name}")
            for name in CRITERIA
        ),
        Option(flags=("--at-standard",), name="at_standard", help="help.at_standard"),
        Option(
            flags=("--from",), name="since", help="help.need_from",
            shown="YEAR", read=int, expected="expected.year",
        ),
        _SET, _DRAWS, _SEED, _FORCE,
    ),
)  # fmt: skip
RESTS = Verb(
    name="rests",
    example="scenarios/baseline.toml --service primary --date 2020-09-01 --draws 256",
    arguments=(_SCENARIO,),
    options=(
        _SERVICE,
        Option(flags=("--district",), name="district", help="help.rests_district", shown="PLACE"),
        _day("help.rests_date"),
        Option(
            flags=("--draws",),
            name="draws",
            help="help.rests_draws",
            shown="N",
            read=power_of_two,
            expected="expected.power_of_two",
        ),
        _SET, _SEED, _FORCE,
    ),
)  # fmt: skip
BATCH = Verb(
    name="batch",
    example="docs/examples/batch.toml",
    arguments=(Argument(name="plan", shown="PLAN", help="help.plan"),),
    options=(_FORCE,),
)
TARGETS = Verb(
    name="targets",
    example="scenarios/baseline.toml scenarios/as_planned.toml --why",
    arguments=(Argument(name="scenarios", shown="SCENARIO", help="help.beside", many=True),),
    options=(
        Option(flags=("--why",), name="why", help="help.targets_why"),
        Option(flags=("--sector",), name="sectors", help="help.sector", shown="NAME", many=True),
        Option(flags=("--verdict",), name="verdicts", help="help.verdict", shown="NAME", many=True),
        Option(flags=("--clause",), name="clauses", help="help.clause", shown="TEXT", many=True),
        _SET,
        _out("help.out_targets"),
        _PNG,
        _FORCE,
    ),
)
COMPARE = Verb(
    name="compare",
    example="scenarios/baseline.toml scenarios/slow_delivery.toml",
    arguments=(
        Argument(name="first", shown="A", help="help.compared_first"),
        Argument(name="others", shown="B", help="help.compared", many=True),
    ),
    options=(_SET, _DRAWS, _SEED, _out("help.out_compare"), _PNG, _FORCE),
)
WHY = Verb(
    name="why",
    example="scenarios/baseline.toml scenarios/as_planned.toml --service primary",
    arguments=(
        Argument(name="first", shown="A", help="help.why_first"),
        Argument(name="second", shown="B", help="help.why_second"),
    ),
    options=(
        _SERVICE,
        Option(flags=("--district",), name="district", help="help.why_district", shown="PLACE"),
        _day("help.why_date"),
        Option(
            flags=("--of",), name="quantity", help="help.why_of", shown="WHAT", choices=QUANTITIES
        ),
        _SET,
        _out("help.out_why"),
        _PNG,
        _FORCE,
    ),
)
FIGURE = Verb(
    name="figure",
    example="scenarios/baseline.toml district_curves --district huli --service primary",
    arguments=(
        Argument(name="run", shown="RUN", help="help.figure_run"),
        Argument(name="name", shown="NAME", help="help.figure_name", read=str, required=False),
    ),
    options=(
        Option(flags=("--district",), name="district", help="help.figure_district", shown="PLACE"),
        Option(flags=("--service",), name="service", help="help.figure_service", shown="SERVICE"),
        _one_of("size", "help.figure_size", ("a4", "slide", "phone")),
        _one_of("form", "help.figure_format", ("svg", "png"), "format"),
        _SET,
        _out("help.out_figure"),
        _FORCE,
    ),
)
CHECK = Verb(
    name="check",
    example="scenarios/baseline.toml --strict",
    arguments=(
        Argument(
            name="scenarios", shown="SCENARIO", help="help.checked", many=True, required=False
        ),
    ),
    options=(
        Option(flags=("--strict",), name="strict", help="help.strict"),
        Option(flags=("--all-keys",), name="all_keys", help="help.all_keys"),
        _one_of("form", "help.format", ("text", "json", "github"), "format"),
        _FORCE,
    ),
)
NEW = Verb(
    name="new",
    example="mine --from high_migration",
    arguments=(Argument(name="name", shown="NAME", help="help.new_name", read=str),),
    options=(
        Option(flags=("--from",), name="parent", help="help.from", shown="SCENARIO", read=Path),
    ),
)
SHOW = Verb(
    name="show",
    example="scenarios/slow_delivery.toml --why plan.delay_factor",
    arguments=(_SCENARIO,),
    options=(
        Option(flags=("--why",), name="why", help="help.show_why", shown="KEY"),
        _SET,
        _FORCE,
    ),
)
DIFF = Verb(
    name="diff",
    example="scenarios/baseline.toml scenarios/as_planned.toml",
    arguments=(
        Argument(name="first", shown="A", help="help.first"),
        Argument(name="second", shown="B", help="help.second"),
    ),
    options=(_FORCE,),
)
TRACE = Verb(
    name="trace",
    example="outputs/baseline services:2020-09-01/primary/huli:gap",
    arguments=(
        Argument(name="folder", shown="RUN", help="help.trace_run"),
        Argument(name="cell", shown="CELL", help="help.trace_cell", read=str),
    ),
)
DESCRIBE = Verb(
    name="describe",
    example="scenarios/with_feedback.toml",
    arguments=(Argument(name="scenario", shown="SCENARIO", help="help.described", required=False),),
    options=(_out("help.out_model"),),
)
SCHEMA = Verb(
    name="schema",
    example="--out scenarios/scenario.schema.json",
    options=(
        Option(flags=("-o", "--out"), name="out", help="help.out_schema", shown="FILE", read=Path),
    ),
)
DOCTOR = Verb(name="doctor", example="")
MIGRATE = Verb(
    name="migrate",
    example="scenarios/high_migration.toml",
    arguments=(Argument(name="files", shown="FILE", help="help.migrated", many=True),),
    options=(Option(flags=("--write",), name="write", help="help.write"),),
)

VERBS: tuple[Verb, ...] = (
    RUN, SERVE, REPORT, FIGURE, NEED, RESTS, BATCH, TARGETS, COMPARE, WHY, CHECK, NEW, SHOW, DIFF,
    TRACE, DESCRIBE, SCHEMA, DOCTOR, MIGRATE,
)  # fmt: skip
"""The verbs of the simulator, in the order of the help."""

TEST = Verb(
    name="test",
    example="tests/unit/words",
    arguments=(
        Argument(name="arguments", shown="ARGUMENT", help="help.tested", many=True, required=False),
    ),
)
"""The verb of a checkout alone: ``run.py`` answers it."""


def find_verb(verbs: Sequence[Verb], name: str) -> Verb | None:
    """The verb of a name, if there is one."""
    return next((verb for verb in verbs if verb.name == name), None)
