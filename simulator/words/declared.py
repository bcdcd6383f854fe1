"""Words for what a model declares: names, meanings and units, in the language of a page.

A declaration says its meaning once, in English, beside its equation; so English needs no file. Any
other language has a folder ``model/`` with texts by the declared name: ``name`` (short, for a
drawing), ``meaning``, ``setting`` (by key), ``axis``, ``label``, ``kind``, ``system``, and
``measured_in`` for units. Of names that are numbered (``building_1``) the number is written ``n``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

from simulator.words.catalogue import Pair, leaves, say, texts

Written = Literal["zh", "en"]


@dataclass(frozen=True, kw_only=True)
class ModelWords:
    """Words of a model in a language; without ``texts`` they are those of its declarations.

    ``texts`` holds a text by kind and name (``meaning.people``). What is looked up and missing
    raises ``KeyError``, so that no page mixes languages.
    """

    language: Written
    texts: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of the catalogue in the language of these words."""
        return say(key, self.language, **values)

    def name(self, name: str) -> str:
        """What a stock, flow, parameter, formula or loop is called."""
        return self.of("name", name, name.replace("_", " "))

    def meaning(self, name: str, declared: str) -> str:
        """What a declared name means; ``declared`` is what its declaration says."""
        return self.of("meaning", name, declared)

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other; the empty text where there are none."""
        return self.comma.join(names)

    @property
    def comma(self) -> str:
        """What stands between names in a list."""
        return ", " if self.language == "en" else "、"

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return ": " if self.language == "en" else "："

    @property
    def semicolon(self) -> str:
        """What stands between parts of a cell."""
        return "; " if self.language == "en" else "；"

    def axis(self, name: str) -> str:
        """What an axis is called; one of arrival, ``to_<axis>``, by where it leads."""
        if name.startswith("to_"):
            return self.say("model.dictionary.to", axis=self.axis(name.removeprefix("to_")))
        return self.of("axis", name, name.replace("_", " "))

    def label(self, label: str) -> str:
        """What a label of an axis is called."""
        return self.of("label", label, label.replace("_", " "))

    def unit(self, unit: str) -> str:
        """A unit as it is read; the empty one stays empty."""
        return self.of("measured_in", unit, unit) if unit else ""

    def setting(self, key: str, states: str | None, declared: str) -> str:
        """What a key of scenario files means; ``states`` is the parameter it holds itself."""
        if states is None:
            return self.of("setting", key, declared)
        return self.of("meaning", states, declared)

    def with_labels(self, labels: Mapping[str, str]) -> "ModelWords":
        """The same with words for labels that a model does not fix, such as districts."""
        named = {f"label.{label}": text for label, text in labels.items()}
        return replace(self, texts={**self.texts, **named})

    def of(self, kind: str, name: str, declared: str) -> str:
        """A text by kind and name; ``declared`` where these are the words of the declarations."""
        if not self.texts:
            return declared
        found = self.texts.get(f"{kind}.{name}")
        if found is not None:
            return found
        number = re.search(r"\d+", name)
        template = self.texts[f"{kind}.{re.sub(r'[0-9]+', 'n', name)}"]
        return template.format(n=number[0] if number else "")

    def pair(self, kind: str, name: str, declared: str) -> Pair:
        """A text in these words and as declared; as declared alone where there is none."""
        # keys and units of a system of one's own have no words here, and are no fault
        return (self.of(kind, name, declared) if self.knows(kind, name) else declared, declared)

    def knows(self, kind: str, name: str) -> bool:
        """Whether there is a text of this kind for a name."""
        keys = (f"{kind}.{name}", f"{kind}.{re.sub(r'[0-9]+', 'n', name)}")
        return any(key in self.texts for key in keys)


ENGLISH = ModelWords(language="en")
"""The words of the declarations themselves."""


@cache
def chinese() -> ModelWords:
    """The words of the city in Chinese; raises ``ValueError`` for a key that two files hold.

    Flows of people are called as in the tables of a run.
    """
    flows = {key: text for key, text in texts("zh").items() if key.startswith("flow.")}
    found = {f"name.{key.removeprefix('flow.')}": text for key, text in flows.items()}
    for path in sorted((Path(__file__).parent / "zh" / "model").glob("*.toml")):
        for key, text in leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in found:
                raise ValueError(f"words/zh/model/{path.name}: {key} stands in another file too")
            found[key] = text
    return ModelWords(language="zh", texts=found)
