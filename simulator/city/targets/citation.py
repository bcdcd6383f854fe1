"""A source as it is cited beside a figure, in Chinese or English."""

import re

from simulator.files.records import Row
from simulator.words.catalogue import Language

_HAN = re.compile("[\u4e00-\u9fff]")


def cited(source: Row, language: Language) -> str:
    """Publisher and date; in Chinese the title, where it is a Chinese one, and date."""
    if language == "zh" and _HAN.search(source.text("title")):
        return f"《{source.text('title')}》，{source.text('date')}"
    return f"{source.text('publisher')}, {source.text('date')}"
