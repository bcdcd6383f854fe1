"""The lock of the extra ``web``, from that of all tools: ``python3 -m docs.making.web_lock``.

``run.py`` adds these packages when the page is first asked for, in the versions that the tests are
run with.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK, WHOLE = ROOT / "requirements-web.txt", ROOT / "requirements-dev.txt"
NEEDED = ("anyio", "h11", "idna", "starlette", "typing-extensions", "uvicorn")
"""The packages of the extra and what they need, less what every run needs."""

HEAD = """# The extra web: what requirements.txt does not have, as requirements-dev.txt pins it.
# Made by: python3 -m docs.making.web_lock
"""


def lock() -> str:
    """The text of the lock."""
    text = WHOLE.read_text(encoding="utf-8")
    found = re.finditer(r"^([\w.-]+)==.*\n(?: .*\n)*", text, re.MULTILINE)
    blocks = {each[1]: each[0] for each in found}
    return HEAD + "".join(blocks[name] for name in NEEDED)


if __name__ == "__main__":
    LOCK.write_text(lock(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{LOCK.name}\n")
