"""From the bytes of a file to its text: UTF-8, or told by its look what it is instead."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from simulator.words.catalogue import message, pair

_MARKS = {
    "utf_32": (BOM_UTF32_LE, BOM_UTF32_BE),  # first: the mark of UTF-16 begins that of UTF-32
    "utf_16": (BOM_UTF16_LE, BOM_UTF16_BE),
    "archive": (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0"),
}
_LOOKED_AT = 4_000
_HAN = re.compile("[\u4e00-\u9fff]")
# The lines that merging programs leave; the one between both versions alone may be something else.
_UNFINISHED = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |\r?$)", re.MULTILINE)


def decode(content: bytes) -> tuple[str, tuple[int | None, str] | None]:
    """The text, lines ended by line feeds; or nothing, a line (from 1) and why it is refused."""
    text, kind, line = "", _wide(content[:_LOOKED_AT]), 1
    if kind is None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            kind, line = _encoding(content), content.count(b"\n", 0, error.start) + 1
    if kind is not None:
        return "", (None, message("fault.encoding", line=line, kind=pair(f"saved_as.{kind}")))
    unfinished = _UNFINISHED.search(text)
    if unfinished is not None:
        line = text.count("\n", 0, unfinished.start()) + 1
        return "", (line, message("fault.unfinished_merge", line=line))
    if "\r" in text and "\n" not in text:
        return "", (None, message("fault.line_ends"))
    # Lines are counted by line feeds from here on, whatever system the file was written on.
    return text.replace("\r\n", "\n"), None


def _wide(start: bytes) -> str | None:
    """UTF-16 or UTF-32 by what text in them looks like, with or without its mark."""
    for kind in ("utf_32", "utf_16"):
        if start.startswith(_MARKS[kind]):
            return kind
    # Half of the bytes of Latin letters in UTF-16 are zero, three quarters of those in UTF-32.
    # Chinese remarks have none, but the line breaks and signs between them do.
    zeros = start.count(0)
    if zeros * 20 < len(start) or not zeros:
        return None
    return "utf_32" if zeros * 2 > len(start) + len(start) // 10 else "utf_16"


def _encoding(content: bytes) -> str:
    if content.startswith(_MARKS["archive"]):
        return "archive"
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return "other"
    return "gbk" if _HAN.search(text) else "other"
