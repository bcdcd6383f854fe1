"""``describe``: the model as equations, dictionary, diagram, generated code and schema."""

from collections.abc import Mapping
from pathlib import Path

import click

from simulator.city.loading import all_settings, load
from simulator.city.pack.city_pack import CityPack
from simulator.commands.destination import tell_aside
from simulator.files.locations import OUTPUTS, SCENARIOS, shown
from simulator.words.catalogue import in_language
from simulator.words.declared import ModelWords, chinese


def chinese_words(pack: CityPack) -> ModelWords:
    """The Chinese words of a city: those of the model, and what its pack calls places."""
    titles = {each.name: each.title for each in pack.districts}
    titles |= {each.name: each.title for each in pack.services}
    return chinese().with_labels({name: in_language(each, "zh") for name, each in titles.items()})


def describe_model(scenario: Path | None, out: Path | None) -> None:
    """Write every reading of one system into ``out``, else ``outputs/model/``.

    Without a scenario it is the system of the baseline. What people read is written in English and,
    as ``*.zh-CN.*``, in Chinese.
    """
    from simulator.city.pack.schemas import pack_schemas
    from simulator.files.json_schema import dump_json_schema
    from simulator.files.publishing import MARK, publish
    from simulator.report.outlines import outlined
    from simulator.stockflow.diagram.diagram import draw_diagram
    from simulator.stockflow.grammar.division import divide
    from simulator.stockflow.numbers.generate import generate
    from simulator.stockflow.printed.dictionary import write_dictionary
    from simulator.stockflow.printed.equations import write_equations

    loaded = load(scenario if scenario is not None else SCENARIOS / "baseline.toml")
    words = chinese_words(loaded.pack)
    parts = divide(loaded.system)
    folder = out if out is not None else OUTPUTS / "model"
    # All from the same declarations that a run is generated from: no page is kept by hand.
    texts = {
        "equations.md": write_equations(loaded.system),
        "equations.zh-CN.md": write_equations(loaded.system, words),
        "dictionary.md": write_dictionary(loaded.system),
        "dictionary.zh-CN.md": write_dictionary(loaded.system, words),
        "diagram.svg": draw_diagram(loaded.system),
        # as outlines, since Chinese needs a font that a machine may not have
        "diagram.zh-CN.svg": outlined(draw_diagram(loaded.system, words=words)),
        "generated.py": "\n\n".join(generate(part.system).text for part in parts) + "\n",
        "scenario.schema.json": dump_json_schema(loaded.file.schema),
        **pack_schemas(loaded.pack, all_settings()),
    }

    def write(target: Path) -> Mapping[str, object]:
        for name, text in texts.items():
            (target / name).parent.mkdir(exist_ok=True)
            (target / name).write_text(text, encoding="utf-8", newline="\n")
        return {"of": "model"}

    tell_aside(publish(folder, write), folder)
    for name in (*dict.fromkeys(name.split("/")[0] for name in texts), MARK):
        click.echo(f"{shown(folder)}/{name}")
