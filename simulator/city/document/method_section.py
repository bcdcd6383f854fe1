"""How the numbers come about: printed equations and diagram, from the declaration itself."""

import re
from hashlib import sha256
from pathlib import Path

from simulator.city.document.material import Material
from simulator.report.document.parts import Paragraph, Printed, Section
from simulator.stockflow.diagram.diagram import draw_diagram
from simulator.stockflow.kept import keep_if_allowed, kept_folder
from simulator.stockflow.printed.equations import write_equations
from simulator.words.catalogue import in_language
from simulator.words.declared import ENGLISH, ModelWords, chinese

_BLOCK = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
_INLINE = re.compile(r"\$([^$\n]+?)\$")


def method_section(material: Material) -> Section:
    """Equations and diagram of the system that was run, in the language of the report."""
    words = _words(material)
    system = material.outcome.trajectory.system
    equations = _kept(write_equations(system, words))
    return Section(
        name="method",
        title=material.say("report.method"),
        blocks=(
            Paragraph(text=material.say("report.method_said")),
            Printed(
                name="diagram",
                html=_inside(draw_diagram(system, words=words)),
                folded=material.say("report.diagram"),
            ),
            Printed(name="equations", html=equations, folded=material.say("report.equations")),
        ),
    )


def _words(material: Material) -> ModelWords:
    if material.language == "en":
        return ENGLISH
    pack = material.outcome.pack
    titles = {each.name: each.title for each in pack.districts}
    titles |= {each.name: each.title for each in pack.services}
    return chinese().with_labels({name: in_language(each, "zh") for name, each in titles.items()})


def _inside(svg: str) -> str:
    """An SVG as it stands inside a page: without the lines that begin a file."""
    return svg[svg.index("<svg") :]


def _kept(markdown: str) -> str:
    """The equations as HTML; the same text is laid out once and kept."""
    name = f"equations-{sha256(markdown.encode()).hexdigest()[:24]}.html"
    path: Path = kept_folder() / name
    if path.is_file():
        return path.read_text(encoding="utf-8")
    made = _laid_out(markdown)
    keep_if_allowed(path, made)
    return made


def _laid_out(markdown: str) -> str:
    """Markdown with LaTeX as HTML with MathML, which browsers set without a script."""
    from latex2mathml.converter import convert
    from markdown_it import MarkdownIt

    formulas: list[str] = []

    def held(latex: str, display: str) -> str:
        formulas.append(convert(latex, display=display))
        return f"FORMULA{len(formulas) - 1}HELD"

    text = _BLOCK.sub(lambda found: held(found[1], "block"), markdown)
    text = _INLINE.sub(lambda found: held(found[1], "inline"), text)
    page = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    page = re.sub(r"FORMULA(\d+)HELD", lambda found: formulas[int(found[1])], page)
    # the page has its own title and one level of headings above these
    return re.sub(r"<h1>.*?</h1>", "", page).replace("h3>", "h4>").replace("h2>", "h3>")
