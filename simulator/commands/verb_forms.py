"""What a verb of the command line is made of: arguments, options, the keys of its words.

Only the standard library is used, so that help can be given before anything is installed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Argument:
    """What stands behind a verb by its place; ``help`` is the key of its words."""

    name: str
    shown: str
    help: str
    read: Callable[[str], object] = Path
    many: bool = False
    required: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """What may be added by name; without ``shown`` it takes no value.

    ``read`` turns the text into the value and raises ``ValueError`` for another one; ``expected``
    is the key of what it takes, where ``choices`` do not say it.
    """

    flags: tuple[str, ...]
    name: str
    help: str
    shown: str = ""
    read: Callable[[str], object] = str
    choices: tuple[str, ...] = ()
    expected: str = "expected.text"
    many: bool = False
    required: bool = False

    def value(self, text: str) -> object:
        """The value of a text; ``ValueError`` for what it does not take."""
        if self.choices and text not in self.choices:
            raise ValueError(text)
        return self.read(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verb:
    """A verb with its words (``help.<name>``) and an example of what may be typed behind it."""

    name: str
    example: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def help(self) -> str:
        """The key of what it does."""
        return f"help.{self.name}"

    @property
    def shown(self) -> str:
        """How it is typed: name, options, arguments."""
        options = ["[OPTIONS]"] if self.options else []
        return " ".join([self.name, *options, *map(_shown, self.arguments)])


def _shown(argument: Argument) -> str:
    text = argument.shown + ("..." if argument.many else "")
    return text if argument.required else f"[{text}]"
