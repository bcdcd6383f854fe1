"""The page of commands says what the declarations say, in both languages."""

import pytest

from calibration.verbs import EVERY_VERB
from docs.making import commands
from docs.making.page import Part
from simulator.commands.verbs import TEST


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_commands_is_what_the_declarations_say(language):
    for name, made in commands.parts(language).items():
        part = Part(page=commands.PAGES[language], name=name, module="commands")
        assert "\n".join(part.kept()) == made, name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_verb_has_its_section(language):
    text = commands.PAGES[language].read_text(encoding="utf-8")
    for verb in (*EVERY_VERB, TEST):
        assert f"\n### {verb.name}\n" in text
