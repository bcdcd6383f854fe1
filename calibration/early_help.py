"""Help before anything is set up: with the standard library alone."""

import os
from collections.abc import Sequence

from calibration.verbs import EVERY_VERB
from simulator.commands.help_page import help_asked
from simulator.commands.language import language_of, take_language
from simulator.commands.verbs import TEST
from simulator.errors import CommandError


def page_asked(arguments: Sequence[str], typed: str) -> str | None:
    """The page that is asked for; ``None`` where a verb is to answer.

    A wrong language is told later, by whoever answers the verb.
    """
    try:
        asked, rest = take_language(arguments)
        language = asked or language_of(os.environ)
    except CommandError:
        return None
    return help_asked(rest, (*EVERY_VERB, TEST), typed, language)
