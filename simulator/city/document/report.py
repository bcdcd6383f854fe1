"""The report of a run as a document, whatever form it is then written in."""

from simulator.city.document.answer_section import answer_section
from simulator.city.document.assumptions_section import assumptions_section
from simulator.city.document.material import Material
from simulator.city.document.method_section import method_section
from simulator.city.document.people_section import people_section
from simulator.city.document.places_section import places_section
from simulator.city.document.projects_section import projects_section
from simulator.city.document.provenance_section import provenance_section, run_id
from simulator.city.document.targets_section import targets_section
from simulator.report.document.parts import Document

_WORDS = (
    *("contents", "data", "grounds", "demand", "promised", "expected", "band", "short", "spare"),
    *("unknown", "service", "place", "all", "table", "figure"),
)


def build_report(material: Material) -> Document:
    """Every section in order; what a city pack has nothing for is left out."""
    sections = (
        answer_section(material),
        targets_section(material),
        places_section(material),
        people_section(material),
        projects_section(material),
        assumptions_section(material),
        method_section(material),
        provenance_section(material),
    )
    outcome = material.outcome
    named = {"city": outcome.pack.title, "scenario": outcome.file.title or outcome.file.name}
    return Document(
        language=material.language,
        title=material.say("answer.title", **named),
        subtitle=material.say(
            "report.subtitle", origin=material.subject.origin(), run=run_id(material.manifest)
        ),
        sections=tuple(section for section in sections if section is not None),
        closing=material.say("report.closing", run=run_id(material.manifest)),
        words={
            **{name: material.say(f"report.word_{name}") for name in _WORDS},
            # English counts in thousands
            "myriad": material.say("report.word_myriad") if material.language == "zh" else "",
        },
    )
