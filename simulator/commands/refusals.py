"""A command line that can't be understood, told in both languages with what was probably meant."""

from collections.abc import Sequence

import click

from simulator.commands.verb_forms import Verb
from simulator.commands.verbs import EVERYWHERE
from simulator.errors import CommandError
from simulator.files.hints import nearest, show
from simulator.words.catalogue import Pair, listed, message, pair


def unknown_verb(name: str, verbs: Sequence[Verb]) -> CommandError:
    """No verb of this name."""
    names = [verb.name for verb in verbs]
    close = nearest(name, names)
    if close is None:
        return CommandError(message("refusal.verb", found=name, names=listed(names)))
    return CommandError(message("refusal.verb_near", found=name, name=close))


def left_over(verb: Verb, texts: Sequence[str]) -> CommandError:
    """More behind a verb than it takes."""
    return CommandError(message("refusal.left_over", verb=verb.name, found=" ".join(texts)))


def explained(error: click.ClickException, verb: Verb | None) -> CommandError:
    """What the parser of the command line refuses behind a verb, in our own words."""
    return CommandError(_told(error, verb))


def _told(error: click.ClickException, verb: Verb | None) -> str:
    match error:
        case click.NoSuchOption():
            return _no_option(error.option_name, verb)
        case click.MissingParameter():
            return message("refusal.missing", name=_typed(error.param) or error.param_hint)
        case click.BadParameter() if error.param is not None and verb is not None:
            return _bad_value(error.param, error.message, verb)
        case click.BadOptionUsage():
            return _misused(error.option_name, verb)
    return error.format_message()


def _typed(param: click.Parameter | None) -> str:
    """How a parameter is typed: an option by its flag and what it takes."""
    if param is None:
        return ""
    flags = [param.opts[-1]] if isinstance(param, click.Option) else []
    return " ".join([*flags, param.metavar or ""]).strip()


def _no_option(found: str, verb: Verb | None) -> str:
    own = verb.options if verb is not None else ()
    flags = [flag for option in (*own, *EVERYWHERE) for flag in option.flags]
    close = nearest(found, flags)
    if close is None:
        return message("refusal.option", found=found, names=listed(flags))
    return message("refusal.option_near", found=found, name=close)


def _bad_value(param: click.Parameter, found: str, verb: Verb) -> str:
    option = next(each for each in verb.options if each.name == param.name)
    expected: Pair = pair(option.expected)
    if option.choices:
        expected = pair("expected.choices", listed=listed(map(show, option.choices)))
    where = option.flags[-1]
    return message("refusal.value", where=where, found=found, expected=expected)


def _misused(found: str, verb: Verb | None) -> str:
    """An option without the value it needs, or with one that it does not take."""
    own = verb.options if verb is not None else ()
    option = next((each for each in own if found in each.flags), None)
    if option is not None and option.shown:
        return message("refusal.no_value", where=found, shown=option.shown)
    return message("refusal.takes_none", where=found)
