"""The command line. Every refusal ends in plain lines on stderr and the exit code of its kind.

A fault of the program itself ends in two lines, a report and exit code 70.
"""

import os
import sys
from collections.abc import Callable, Sequence

import click

from simulator.commands.answers import ANSWERS, Answered
from simulator.commands.help_page import help_asked
from simulator.commands.language import (
    is_stated,
    language,
    language_of,
    one_command,
    speak,
    take_language,
    told,
)
from simulator.commands.refusals import explained, left_over, unknown_verb
from simulator.commands.verb_forms import Argument, Option, Verb
from simulator.commands.verbs import find_verb
from simulator.errors import (
    DONE,
    OWN_FAULT,
    STOPPED,
    UNREAD,
    WRONG,
    CommandError,
    SimulatorError,
)
from simulator.visible import visible, visible_lines
from simulator.words.catalogue import pair, spoken
from simulator.words.telling import tell

CHECKOUT = "python3 run.py"


def main(
    arguments: Sequence[str] | None = None,
    typed: str = CHECKOUT,
    further: Sequence[Answered] = (),
    helped: Sequence[Verb] = (),
) -> int:
    """Run the command line and return its exit code; no user ever sees a traceback.

    Parameters
    ----------
    arguments
        What stood behind the command; by default what stood behind that of this process.
    typed
        How the program was called; hints say it again.
    further
        Verbs of other packages, with what answers them.
    helped
        Verbs that are answered elsewhere and belong to the help.
    """
    # UTF-8 whatever the terminal is set to; a sign that has no form in it is replaced, not raised.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    answered = (*ANSWERS, *further)
    verbs = (*(verb for verb, _ in answered), *helped)
    with one_command():
        try:
            return _ended(given, typed, answered, verbs)
        except BrokenPipeError:
            return UNREAD
        except SystemExit as stop:
            # rich ends the process where whoever reads has stopped
            if not isinstance(stop.__context__, BrokenPipeError):
                raise
            return UNREAD


def _ended(
    given: Sequence[str], typed: str, answered: Sequence[Answered], verbs: Sequence[Verb]
) -> int:
    """Let the verb answer, and tell why it did not; the exit code."""
    try:
        return _answer(given, typed, answered, verbs)
    except CommandError as error:
        click.echo(visible_lines(tell(error, language())), err=True)
        for line in _usage(given, typed, verbs):
            click.echo(line, err=True)
        return error.exit_code
    except KeyboardInterrupt:
        click.echo(told("command.stopped"), err=True)
        return STOPPED
    except SimulatorError as error:
        click.echo(visible_lines(tell(error, language())), err=True)
        click.echo(told("command.nothing_written"), err=True)
        return error.exit_code
    except BrokenPipeError:  # nobody is left to be told anything
        raise
    except OSError as error:
        click.echo(visible(f"{error.filename or ''}: {error.strerror or error}"), err=True)
        return WRONG
    except Exception as error:  # noqa: BLE001 - the last catch: nobody is shown a traceback
        from simulator.commands.fault_report import report_fault

        click.echo("\n".join(spoken(report_fault(error, given), language())), err=True)
        return OWN_FAULT


def _answer(
    given: Sequence[str], typed: str, answered: Sequence[Answered], verbs: Sequence[Verb]
) -> int:
    """Let the verb answer; the exit code."""
    asked, rest = take_language(given)
    spoken = asked if asked is not None else language_of(os.environ)
    speak(spoken, stated=asked is not None or is_stated(os.environ))
    page = help_asked(rest, verbs, typed, language())
    if page is not None:
        click.echo(page, nl=False)
        return DONE
    named = next((word for word in rest if not word.startswith("-")), "")
    if named and named == rest[0] and find_verb(verbs, named) is None:
        raise unknown_verb(named, verbs)
    try:
        # not by ``main`` of click, which ends the process with 1 where nobody reads any more
        commands = build_commands(answered)
        with commands.make_context(shown_command(typed), list(rest), obj=typed) as context:
            code = commands.invoke(context)
    except click.ClickException as error:
        raise explained(error, find_verb(verbs, named)) from None
    return int(code or DONE)


def build_commands(answered: Sequence[Answered]) -> click.Group:
    """The parser of the command line, made from the declared verbs."""
    return click.Group(
        commands={verb.name: _command(verb, answer) for verb, answer in answered},
        add_help_option=False,
    )


def _command(verb: Verb, answer: Callable[..., int | None]) -> click.Command:
    def call(**values: object) -> int | None:
        rest = click.get_current_context().args
        if rest:
            raise left_over(verb, rest)
        return answer(**values)

    return click.Command(
        verb.name,
        callback=call,
        params=[*map(_argument, verb.arguments), *map(_option, verb.options)],
        add_help_option=False,
        # what is left over is told by us, in both languages
        context_settings={"allow_extra_args": True, "allow_interspersed_args": True},
    )


def _argument(argument: Argument) -> click.Argument:
    return click.Argument(
        [argument.name],
        type=click.types.FuncParamType(argument.read),
        nargs=-1 if argument.many else 1,
        required=argument.required,
        metavar=argument.shown,
    )


def _option(option: Option) -> click.Option:
    names = [*option.flags, option.name]
    if not option.shown:
        return click.Option(names, is_flag=True)
    kind = click.types.FuncParamType(option.value)
    return click.Option(
        names,
        type=kind,
        multiple=option.many,
        metavar=option.shown,
        required=option.required,
    )


def _usage(given: Sequence[str], typed: str, verbs: Sequence[Verb]) -> tuple[str, ...]:
    """How the verb, or the program, is called."""
    found = next((verb for word in given if (verb := find_verb(verbs, word))), None)
    shown = f"{shown_command(typed)} {found.shown if found else 'VERB [OPTIONS] [ARGUMENTS]'}"
    more = f"{typed} {found.name + ' ' if found else ''}--help"
    return spoken(pair("command.usage", shown=shown, more=more), language())


def shown_command(typed: str) -> str:
    """The command as usage lines have it."""
    return "run.py" if typed == CHECKOUT else typed
