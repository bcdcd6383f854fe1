"""The verbs of the command line, from their declarations: parts of ``docs/commands.md``.

python3 -m docs.making.commands
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from typing import Literal

from calibration.verbs import EVERY_VERB
from docs.making.page import DOCS, Part, table
from simulator.commands.cli import main as run_command
from simulator.commands.help_page import described
from simulator.commands.verb_forms import Option, Verb
from simulator.commands.verbs import EVERYWHERE, EXIT_CODES, TEST, VERSION
from simulator.words.catalogue import say

Written = Literal["zh", "en"]
TYPED = "python3 run.py"
PAGES = {"en": DOCS / "commands.md", "zh": DOCS / "commands.zh-CN.md"}
SHOWN = {
    "show": ("show", "scenarios/baseline.toml", "--why", "plan.norm.hospital"),
    "diff": ("diff", "scenarios/baseline.toml", "scenarios/slow_delivery.toml"),
}
"""Verbs whose answer stands beside the example."""


def parts(language: Written) -> dict[str, str]:
    """Every part of a page by its name."""
    codes = [(f"`{code}`", say(f"exit_code.{code}", language)) for code in EXIT_CODES]
    verbs = (*EVERY_VERB, TEST)
    return {
        "verbs": "\n\n".join(section(verb, language) for verb in verbs),
        "options": _options(language, (*EVERYWHERE, VERSION)),
        "exit codes": table((say("help.exit_codes", language), ""), codes, texts=2),
    }


def section(verb: Verb, language: Written) -> str:
    """A verb: what it does, how it is typed, what it takes, an example."""
    example = f"{TYPED} {verb.name} {verb.example}".rstrip()
    rows = [(f"`{each.shown}`", say(each.help, language)) for each in verb.arguments]
    lines = [
        f"### {verb.name}",
        say(verb.help, language),
        f"```\n{TYPED} {verb.shown}\n```",
    ]
    if rows:
        lines.append(table((say("help.arguments", language), ""), rows, texts=2))
    if verb.options:
        lines.append(_options(language, verb.options))
    answer = "\n".join(_answer(verb, language))
    lines.append(f"{say('help.example', language)}\n\n```\n{answer or example}\n```")
    return "\n\n".join(lines)


def _options(language: Written, options: Sequence[Option]) -> str:
    rows = [(f"`{head}`", text.replace("<", "\\<")) for head, text in described(options, language)]
    return table((say("help.options", language), ""), rows, texts=2)


def _answer(verb: Verb, language: Written) -> Iterator[str]:
    """A command and what it says, where that is shown."""
    if verb.name not in SHOWN:
        return
    said = io.StringIO()
    with redirect_stdout(said):
        run_command([*SHOWN[verb.name], "--lang", language], TYPED)
    yield f"{TYPED} {' '.join(SHOWN[verb.name])}"
    yield said.getvalue().rstrip()


def main() -> None:
    """Write every part of both pages."""
    for language in ("en", "zh"):
        for name, made in parts(language).items():
            Part(page=PAGES[language], name=name, module="commands").write(made)


if __name__ == "__main__":
    main()
