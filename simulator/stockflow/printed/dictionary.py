"""The dictionary of a system: every parameter and every setting, as Markdown tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.stockflow.grammar.elements import Parameter
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.grammar.spoken_units import SPOKEN_UNITS, SpokenUnit
from simulator.stockflow.grammar.system import System
from simulator.stockflow.printed.latex import Notation
from simulator.words.declared import ENGLISH, ModelWords

_OF_PARAMETERS = ("symbol", "name", "axes", "unit", "meaning", "made_from")
_OF_UNITS = ("called", "is", "fits")
_OF_SETTINGS = ("key", "kind", "unit", "meaning", "values", "likely")


def write_dictionary(system: System, words: ModelWords = ENGLISH) -> str:
    """Symbol, name, axes, unit, meaning and source of every parameter; then every setting.

    Parameters
    ----------
    system
        Any declared system.
    words
        The language of the page, with the meanings of what is declared.
    """
    rows = _Rows(system=system, words=words)
    name = words.of("system", system.name, system.name)
    parts = [
        f"# {rows.told('title', system=name)}",
        f"## {rows.told('parameters')}",
        rows.told("parameters_how"),
        rows.table(_OF_PARAMETERS, (rows.parameter(each) for each in system.parameters)),
    ]
    if system.settings:
        settings = (row for setting in system.settings for row in rows.setting(setting, ""))
        parts += [
            f"## {rows.told('settings')}",
            rows.told("settings_how"),
            rows.table(_OF_SETTINGS, settings),
            f"## {rows.told('spoken')}",
            rows.told("spoken_how"),
            rows.table(_OF_UNITS, map(rows.spoken, SPOKEN_UNITS)),
        ]
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Rows of the tables in a language."""

    system: System
    words: ModelWords

    def told(self, key: str, **values: object) -> str:
        """A word of the dictionary."""
        return self.words.say(f"model.dictionary.{key}", **values)

    def table(self, columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
        """A table of Markdown."""
        head = tuple(self.told(column) for column in columns)
        return "\n".join(
            # a bar in a cell would end it
            f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |"
            for line in (head, tuple("---" for _ in head), *rows)
        )

    def parameter(self, parameter: Parameter) -> tuple[str, ...]:
        """What is said of a parameter; beside its name, what it is called in another language."""
        words, name = self.words, parameter.name
        called = words.name(name)
        return (
            f"${Notation(self.system).indexed(parameter.symbol, parameter.axes, {})}$",
            f"`{name}`" + (f" {called}" if called != name.replace("_", " ") else ""),
            words.listed(words.axis(axis) for axis in parameter.axes),
            words.unit(parameter.unit),
            words.meaning(name, parameter.meaning),
            words.semicolon.join(f"`{source}`" for source in parameter.made_from),
        )

    def setting(self, setting: Setting, owner: str) -> Iterator[tuple[str, ...]]:
        """A setting, then the fields of its records."""
        key = f"{owner}{setting.key}"
        shown = key + (f".<{setting.axis}>" if setting.axis else "")
        yield (
            f"`{shown}`",
            self.words.say(f"model.takes.{setting.kind}"),
            self.words.unit(setting.unit),
            self.words.setting(key, setting.states, setting.meaning),
            self._values(setting),
            self._likely(setting),
        )
        # the brackets tell a list of records from a table, as a scenario file writes them
        inside = f"{key}[]." if setting.kind == "records" else f"{key}."
        for field in setting.fields.values():
            yield from self.setting(field, inside)

    def spoken(self, unit: SpokenUnit) -> tuple[str, ...]:
        """A unit of speech: its names, what one of it is, and where it fits.

        A page in English holds no Chinese, so that it leaves the Chinese names to the other page.
        """
        size = f"{unit.in_key(1.0):,.5f}".rstrip("0").rstrip(".")
        known = unit.names_in("en") if self.words.language == "en" else unit.names
        names = self.words.listed(f"`{name}`" for name in known)
        return names, size, self.told(unit.fits)

    def _values(self, setting: Setting) -> str:
        """What may stand there."""
        found = []
        if setting.choices:
            found.append(self.words.listed(f"`{choice}`" for choice in setting.choices))
        low, high = setting.minimum, setting.maximum
        if low is not None and high is not None:
            found.append(self.told("between", low=f"{low:g}", high=f"{high:g}"))
        elif low is not None:
            found.append(self.told("at_least", low=f"{low:g}"))
        elif high is not None:
            found.append(self.told("at_most", high=f"{high:g}"))
        if setting.required:
            found.append(self.told("required"))
        return self.words.semicolon.join(found)

    def _likely(self, setting: Setting) -> str:
        """What is likely to be meant, to two digits: a bound of plausibility is no exact number."""
        if setting.sense is None:
            return ""
        low, high = (
            f"{float(f'{bound:.2g}'):g}" for bound in (setting.sense.low, setting.sense.high)
        )
        key = "of_record" if setting.sense.of_record else "between"
        return self.told(key, low=low, high=high)
