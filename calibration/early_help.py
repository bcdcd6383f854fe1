"""Help before anything is set up: with the standard library alone."""

import os
import sys
from collections.abc import Sequence

from calibration.verbs import EVERY_VERB
from simulator.commands.help_page import help_asked
from simulator.commands.language import language_of, take_language
from simulator.commands.verbs import TEST
from simulator.errors import DONE, UNREAD, CommandError


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


def write_page(page: str) -> int:
    """Write a page in UTF-8, whatever the terminal is set to; the exit code."""
    try:
        sys.stdout.buffer.write(page.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read along has stopped: nothing is left to be written at the end of the process
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    return DONE
