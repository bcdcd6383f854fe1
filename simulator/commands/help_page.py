"""Help as text, in one language or both, made from the declarations of the verbs.

Only the standard library is used: ``run.py`` answers ``--help`` before anything is installed.
"""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from simulator.commands.verb_forms import Option, Verb
from simulator.commands.verbs import EVERYWHERE, EXIT_CODES, HELP, VERSION, find_verb
from simulator.words.catalogue import Language, Pair, beside, listed, pair, spoken

WIDTH = 100
_NEVER_FIRST = "，。；：？！、）》」』”’%"
_ASKED = (*HELP.flags, "help")


def help_asked(
    arguments: Sequence[str], verbs: Sequence[Verb], typed: str, language: Language
) -> str | None:
    """The page of help or the version, where a command line asks for it; else ``None``.

    No argument at all, ``help`` and ``help VERB`` ask for it too; what stands behind ``--`` does
    not.
    """
    before = list(arguments)
    if "--" in before:
        before = before[: before.index("--")]
    if not arguments or before[:1] == ["--version"]:
        return program_page(verbs, typed, language) if not arguments else _version()
    is_asked = before[:1] == ["help"] or any(flag in before for flag in HELP.flags)
    if not is_asked:
        return None
    named = [find_verb(verbs, word) for word in before if word not in _ASKED]
    first = named[0] if named else None
    if named and first is None:
        return None  # no such verb: that is told first
    return (
        program_page(verbs, typed, language) if first is None else verb_page(first, typed, language)
    )


def program_page(verbs: Sequence[Verb], typed: str, language: Language) -> str:
    """What the program does, every verb, the options of all and the exit codes."""
    codes = [(str(code), pair(f"exit_code.{code}")) for code in EXIT_CODES]
    parts = [
        [f"{_colon('help.usage', language)}{typed} VERB [OPTIONS] [ARGUMENTS]"],
        [line for text in spoken(pair("help.program"), language) for line in wrapped(text, "  ")],
        _listed("help.verbs", [(verb.name, pair(verb.help)) for verb in verbs], language),
        _options((*EVERYWHERE, VERSION), language),
        _listed("help.exit_codes", codes, language),
        [
            line
            for text in spoken(pair("help.more", typed=typed), language)
            for line in wrapped(text)
        ],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def verb_page(verb: Verb, typed: str, language: Language) -> str:
    """What a verb does, its arguments and options, and an example."""
    arguments = [(each.shown, pair(each.help)) for each in verb.arguments]
    parts = [
        [f"{_colon('help.usage', language)}{typed} {verb.shown}"],
        [line for text in spoken(pair(verb.help), language) for line in wrapped(text, "  ")],
        _listed("help.arguments", arguments, language),
        _options((*verb.options, *EVERYWHERE), language),
        [f"{_colon('help.example', language)}{typed} {verb.name} {verb.example}".rstrip()],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def wrapped(text: str, indent: str = "", width: int = WIDTH) -> Iterator[str]:
    """Lines of a text, Chinese characters counted as two columns; none begins with a full stop."""
    line = ""
    for piece in _pieces(text):
        is_full = columns(indent + line + piece.rstrip()) > width
        if is_full and line.strip() and piece[0] not in _NEVER_FIRST:
            yield (indent + line).rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line:
        yield (indent + line).rstrip()


def columns(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _pieces(text: str) -> Iterator[str]:
    """What must not be broken: a word with the space behind it, or one Chinese character."""
    word = ""
    for letter in text:
        if east_asian_width(letter) in "WF":
            yield from filter(None, (word, letter))
            word = ""
        else:
            word += letter
            if letter == " ":
                yield word
                word = ""
    if word:
        yield word


def described(options: Sequence[Option], language: Language) -> list[tuple[str, str]]:
    """How each option is typed, and what it does, on one line."""
    return [(_head(option), beside(_with_choices(option), language)) for option in options]


def _options(options: Sequence[Option], language: Language) -> list[str]:
    rows = [(_head(option), _with_choices(option)) for option in options]
    return _listed("help.options", rows, language)


def _head(option: Option) -> str:
    return ", ".join(option.flags) + (f" {option.shown}" if option.shown else "")


def _with_choices(option: Option) -> Pair:
    told = pair(option.help)
    if option.choices:
        told = pair("help.one_of", told=told, names=listed(option.choices))
    return pair("help.repeated", told=told) if option.many else told


def _listed(heading: str, rows: Sequence[tuple[str, Pair]], language: Language) -> list[str]:
    """A heading and, below it, names with what is said of each beside them."""
    if not rows:
        return []
    room = max(columns(name) for name, _ in rows) + 4
    lines = [_colon(heading, language).rstrip()]
    for name, text in rows:
        head = f"  {name}".ljust(room)
        for said in spoken(text, language):
            for line in wrapped(said, "", WIDTH - room):
                lines.append(head + line)
                head = " " * room
    return lines


def _colon(key: str, language: Language) -> str:
    """A heading and the colon behind it; the narrow one and a space where English stands last."""
    return beside(pair(key), language) + ("：" if language == "zh" else ": ")


def _version() -> str:
    from simulator import __version__

    return f"minsheng {__version__}\n"
