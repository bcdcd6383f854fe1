"""One line for each place of a file: what does nothing there, and what else is remarked on it."""

from collections.abc import Sequence
from dataclasses import replace

from simulator.errors import Fault
from simulator.words.catalogue import Message, Pair, pair, preceded


def told_once(remarks: Sequence[Fault], idle: Sequence[Fault]) -> tuple[Fault, ...]:
    """Remarks and idle input, where both are about one key in one line: the idleness first.

    Nothing acts of a key, or of a record as a whole, that is idle. What else is remarked on it, or
    on a field of it, follows in its line, so that nobody mends the value of what does nothing.
    """
    found = [_with(each, [one for one in remarks if _is_inside(one, each)]) for each in idle]
    rest = [one for one in remarks if not any(_is_inside(one, each) for each in idle)]
    return (*rest, *found)


def _is_inside(remark: Fault, idle: Fault) -> bool:
    """Whether a remark is about the key, or about a field of the record, that is idle."""
    if not idle.key or remark.path != idle.path:
        return False
    return (remark.key, remark.line) == (idle.key, idle.line) or remark.key.startswith(
        f"{idle.key}."
    )


def _with(idle: Fault, remarks: Sequence[Fault]) -> Fault:
    whole = _pair(idle.message)
    for each in remarks:
        field = each.key.removeprefix(idle.key).removeprefix(".")
        said = preceded(field, each.message) if field else each.message
        whole = pair("effect.besides", first=whole, other=_pair(said))
    return replace(idle, message=Message(whole)) if remarks else idle


def _pair(told: str) -> Pair:
    return told.pair if isinstance(told, Message) else (told, told)
