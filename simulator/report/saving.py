"""Pages as files; characters that no font has are named."""

from pathlib import Path

from simulator.report.characters import lacking, tell_lacking
from simulator.report.paper import Page


def save_page(page: Page, folder: Path, name: str, *, png: bool) -> tuple[Path, ...]:
    """Write a page as ``save`` does, and tell on standard error what stands in for what."""
    tell_lacking(lacking(page.texts()))
    return page.save(folder, name, png=png)
