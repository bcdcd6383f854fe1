"""What a line of text is made of, so that it is broken where a reader would break it."""

import re

_CHINESE = "\u2e80-\uffef"
_OPENING, _CLOSING = "（《「“", "，。；：、）》」”"
# Chinese is broken anywhere but before a closing mark, English at spaces.
PIECES = re.compile(
    rf"[{_OPENING}]*[^\s“”{_CHINESE}]+[{_CLOSING}]*(?: ·(?= ))?"
    rf"|[{_OPENING}]*[{_CHINESE}][{_CLOSING}]*"
    r"|[“”]|\s+"
)
"""What a line is made of: a word, a Chinese character with the marks that cling to it, a space."""
