"""The words of the page itself, in both languages, and the letters that it needs."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from simulator.words import catalogue
from simulator.words.catalogue import LANGUAGES, Pair, pair, texts

_PREFIX = "page_words."
_ALSO = ("verdict.",)
_HERE = Path(catalogue.__file__).parent


def of_the_page() -> Mapping[str, Pair]:
    """Texts by name, Chinese and English."""
    chinese, english = (texts(each) for each in LANGUAGES)
    return {
        key.removeprefix(_PREFIX): (chinese[key], english[key])
        for key in chinese
        if key.startswith((_PREFIX, *_ALSO))
    }


def titles(name: str, intent: object) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What a saved scenario is called, and the question it asks: as told, else that it is saved."""
    if isinstance(intent, str) and intent.strip():
        asked = {"zh": intent.strip(), "en": intent.strip()}
    else:
        asked = dict(zip(LANGUAGES, pair("page.saved_intent"), strict=True))
    return {"zh": name, "en": name}, asked


@cache
def letters(pack: Path) -> str:
    """Every letter that may be shown: of the catalogue, a city pack, and of scenarios at hand."""
    return "".join(sorted({sign for text in _told(pack) for sign in text if sign.isprintable()}))


def _told(pack: Path) -> Iterator[str]:
    files = [*_HERE.rglob("*.toml"), *pack.glob("*.toml"), *pack.glob("*.csv")]
    for path in sorted(files):
        yield path.read_text(encoding="utf-8-sig")
    yield "".join(map(chr, range(0x20, 0x7F)))
    yield "−–—×÷±≥≤≈·…←→↑↓✓✗▲▼“”‘’、，。；：？！（）【】《》°%"
