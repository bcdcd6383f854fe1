"""The language in which the command line helps and tells: as asked, else as the machine speaks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from simulator.commands.verbs import LANGUAGE
from simulator.errors import CommandError
from simulator.words.catalogue import LANGUAGES, Language, Pair, beside, listed, message, say

VARIABLE = "MINSHENG_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_FLAG = LANGUAGE.flags[0]

_CHOSEN: ContextVar[Language] = ContextVar("language", default="both")
_STATED: ContextVar[bool] = ContextVar("stated", default=False)


def language() -> Language:
    """The language of the command that is being answered; both where none is."""
    return _CHOSEN.get()


def speak(chosen: Language, *, stated: bool = True) -> None:
    """Tell everything from here on in a language; whether somebody, or the machine, stated it."""
    _CHOSEN.set(chosen)
    _STATED.set(stated)


def answer_language(otherwise: Language) -> Language:
    """The language of an answer that fills a screen: as stated, else as the scenario is reported.

    Where nobody stated any there is room for one alone, and that of the readers leads.
    """
    if _STATED.get():
        return _CHOSEN.get()
    return LANGUAGES[0] if otherwise == "both" else otherwise


@contextmanager
def one_command() -> Iterator[None]:
    """A stretch after which the language is as it was before."""
    before, stated = _CHOSEN.set("both"), _STATED.set(False)
    try:
        yield
    finally:
        _CHOSEN.reset(before)
        _STATED.reset(stated)


def told(key: str, /, **values: object) -> str:
    """A notice in the language of the command; both languages side by side."""
    return say(key, language(), **values)


def both_told(text: Pair) -> str:
    """A text of both languages in that of the command."""
    return beside(text, language())


def language_of(surroundings: Mapping[str, str]) -> Language:
    """What the machine speaks: ``MINSHENG_LANG``, else the locale; both where it says neither.

    Raises ``CommandError`` where ``MINSHENG_LANG`` names no language.
    """
    asked = surroundings.get(VARIABLE, "").strip()
    if asked:
        return _known(VARIABLE, asked)
    found = next((surroundings[name] for name in _LOCALE if surroundings.get(name)), "")
    return "zh" if found.startswith("zh") else "en" if found.startswith("en") else "both"


def is_stated(surroundings: Mapping[str, str]) -> bool:
    """Whether the machine says which language it speaks, both among them."""
    asked = surroundings.get(VARIABLE, "").strip()
    return bool(asked) or language_of(surroundings) != "both"


def take_language(arguments: Sequence[str]) -> tuple[Language | None, list[str]]:
    """The language a command line asks for, and the command line without it.

    ``--lang`` may stand anywhere before ``--``; the last one holds. Raises ``CommandError`` where
    it names no language.
    """
    rest: list[str] = []
    asked: Language | None = None
    waiting = list(arguments)
    while waiting:
        one = waiting.pop(0)
        if one == "--":
            rest += [one, *waiting]
            break
        if one == _FLAG:
            asked = _known(_FLAG, waiting.pop(0) if waiting else "")
        elif one.startswith(f"{_FLAG}="):
            asked = _known(_FLAG, one.partition("=")[2])
        else:
            rest.append(one)
    return asked, rest


def _known(where: str, text: str) -> Language:
    for each in ("zh", "en", "both"):
        if text == each:
            return each
    names = listed(LANGUAGE.choices, "list.or")
    raise CommandError(message("refusal.language", where=where, found=text, names=names))
