"""Every sentence people read, looked up by its key; the sentences themselves are data.

A language is a folder (``zh``, ``en``), a subject is a file of the same name in each. A key is the
dotted path to a text, the same in every language, and so are the placeholders in braces; the tests
hold that. Names of services, districts and figures come from the city pack, never from here.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Literal, Self

from simulator.visible import visible_lines

Language = Literal["zh", "en", "both"]

LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
"""Folders of words, the one of the readers first."""

Pair = tuple[str, str]
"""A text in Chinese and in English."""


@cache
def texts(language: Literal["zh", "en"]) -> Mapping[str, str]:
    """Every text of a language by its key.

    Raises ``ValueError`` for a key that two files of the folder hold.
    """
    found: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.toml")):
        for key, text in leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in found:
                raise ValueError(f"words/{language}/{path.name}: {key} stands in another file too")
            found[key] = text
    return found


def leaves(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a TOML table with its dotted key."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


def is_known(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in texts("zh")


def pair(key: str, /, **values: object) -> Pair:
    """A text in Chinese and in English.

    A value may differ by language: a pair, or a title of a city pack or scenario; each text takes
    the one that fits it. Raises ``KeyError`` for a key nobody has written.
    """
    chinese, english = (
        texts(language)[key].format(**{name: _told(value, place) for name, value in values.items()})
        for place, language in enumerate(LANGUAGES)
    )
    return chinese, english


def say(key: str, language: Language, /, **values: object) -> str:
    """A text in a language, or in both with a stroke between."""
    chinese, english = pair(key, **values)
    return in_language({"zh": chinese, "en": english}, language)


def in_language(value: object, language: Language) -> str:
    """A title that a city pack or scenario gives (a text, or one text a language) as shown."""
    if not isinstance(value, Mapping):
        return str(value)
    # A pack may name a thing in one language alone; that name then serves for both.
    chinese = str(value.get("zh", value.get("en", "")))
    english = str(value.get("en", value.get("zh", "")))
    if language == "both" and chinese != english:
        return f"{chinese} / {english}"
    return english if language == "en" else chinese


def spoken(text: Pair, language: Language) -> tuple[str, ...]:
    """The lines of a text: one language, or Chinese first and English beneath.

    One line where both languages say the same, as a number does.
    """
    chinese, english = text
    if language == "both" and chinese != english:
        return text
    return (english,) if language == "en" else (chinese,)


def spoken_alone(language: Language) -> tuple[Literal["zh", "en"], ...]:
    """The languages that something is told in, one at a time."""
    return LANGUAGES if language == "both" else (language,)


def leading(text: Pair, language: Language) -> str:
    """A text where there is room for one language alone."""
    return spoken(text, language)[0]


def beside(text: Pair, language: Language) -> str:
    """A text on one line, English after Chinese."""
    return " ".join(spoken(text, language))


class Message(str):
    """A fault as it is told: English, then Chinese, with all that the other one says.

    A text, so that errors carry both languages wherever they are caught; ``pair`` keeps the two
    apart for whoever tells it in one, ``parts`` what stands in front of both.
    """

    __slots__ = ("pair", "parts")
    pair: Pair
    parts: tuple[Pair, str]

    def __new__(cls, told: Pair, before: str = "") -> Self:
        """The text of a pair, Chinese and English; ``before`` stands in front of both, once."""
        chinese, english = told
        whole = super().__new__(cls, f"{before}{english} / {chinese}")
        whole.pair = (f"{before}{chinese}", f"{before}{english}")
        whole.parts = (told, before)
        return whole

    def __reduce__(self) -> tuple[type["Message"], tuple[Pair, str]]:
        """A run in another process sends its faults home."""
        return Message, self.parts


def message(key: str, /, **values: object) -> str:
    """A fault in the words of a key, a ``Message`` in both languages."""
    return Message(pair(key, **values))


def preceded(before: str, told: str) -> str:
    """A fault with a place in front of it, in each language."""
    if not isinstance(told, Message):
        return f"{before}: {told}"
    said, inner = told.parts
    return Message(said, f"{before}: {inner}")


def told_in(told: str, language: Language) -> str:
    """A fault in one language or both; what is no ``Message`` as it stands."""
    if language == "both" or not isinstance(told, Message):
        return str(told)
    return leading(told.pair, language)


def listed(names: Iterable[str | Pair], key: str = "list.next") -> Pair:
    """Names one after the other, as each language lists them; ``list.or`` for one of them.

    A name may itself differ by language.
    """
    each = [name if isinstance(name, tuple) else (name, name) for name in names]
    if not each:
        return pair("given.none")
    return reduce(lambda first, following: pair(key, first=first, next=following), each)


def moment(year: float, *, inside: bool = False) -> Pair:
    """An instant as people name it: by its month, 1 January by the year that ends.

    ``inside`` a sentence, which an instant of its own begins otherwise.
    """
    # An instant is named by the day it begins; the first of a year is better known as an end.
    whole, month = divmod(round(year * 12), 12)
    if month == 0:
        return pair("when.end_inside" if inside else "when.end", year=whole - 1)
    return pair("when.day", year=whole, name=pair(f"month.{month + 1:02d}"))


def _told(value: object, place: int) -> str:
    # Every sentence passes here: no text of a file reaches a screen, a table or a figure raw.
    if isinstance(value, Message):
        said: object = value.pair[place]
    else:
        said = value[place] if isinstance(value, tuple) else in_language(value, LANGUAGES[place])
    return visible_lines(str(said))
