"""Texts kept from one run to the next in a folder of the user's, named by what they say.

Whatever is kept here can be made again: the folder may be deleted at any time.
"""

import os
from contextlib import suppress
from pathlib import Path
from threading import get_ident


def kept_folder() -> Path:
    """The folder, which may not exist yet: ``MINSHENG_CACHE``, else ``~/.cache/minsheng``."""
    return Path(os.environ.get("MINSHENG_CACHE", Path.home() / ".cache" / "minsheng"))


def keep(path: Path, text: str) -> None:
    """Write a text aside and rename it, so that no other process or thread reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def keep_if_allowed(path: Path, text: str) -> None:
    """The same where that may be; where nothing may be written, the text is made anew each time."""
    with suppress(OSError):
        keep(path, text)
