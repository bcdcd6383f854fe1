"""Which parameters a declared thing needs, directly or through auxiliaries."""

from functools import lru_cache

from simulator.structure.elements import Flow, Formula, Stream, Transfer
from simulator.structure.expression import parse, references
from simulator.structure.system import System


@lru_cache(maxsize=1024)
def named_parameters(system: System, name: str) -> tuple[str, ...]:
    """Parameters that a flow, transfer, auxiliary or measure names, in reading order."""
    found: dict[str, None] = {}
    waiting, seen = [name], {name}
    items: dict[str, Stream | Formula] = {item.name: item for item in system.streams}
    items |= {item.name: item for item in system.formulas}
    while waiting:
        item = items[waiting.pop()]
        if isinstance(item, Flow):
            text = item.rate
        elif isinstance(item, Transfer):
            text = str(item.amount if item.amount is not None else item.share)
        else:
            text = item.expression
        for each in references(parse(text)):
            if each.name in system.parameter:
                found[each.name] = None
            elif each.name in items and each.name not in seen:
                seen.add(each.name)
                waiting.append(each.name)
        if isinstance(item, Flow | Transfer) and item.spread is not None:
            found[item.spread.shares] = None
    return tuple(found)
