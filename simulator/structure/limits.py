"""Which variables need computing only for the cohorts where their coefficient is not zero."""

from simulator.structure.expression import reference, references
from simulator.structure.system import System
from simulator.structure.variables import Variables


def limited_variables(
    system: System, variables: Variables, names: tuple[str, ...]
) -> frozenset[str]:
    """Variables that may be cut along the cohort axis.

    A cut variable may be named only where the cohort axis is summed away, as a factor, one cut to
    a product.
    """
    moving = system.moving
    if moving is None:
        return frozenset()
    cut = {name for name in names if _limitable(system, variables, name, moving.name)}
    for name in names:
        for piece in variables[name].pieces:
            named = {item.name for factor in piece.live for item in references(factor.tree)} & cut
            plain = all(
                reference(factor.tree) is not None and not factor.divides for factor in piece.live
            )
            if len(named) > 1 or not plain or moving.name not in variables[name].over:
                cut -= named
    return frozenset(cut)


def _limitable(system: System, variables: Variables, name: str, moving: str) -> bool:
    """One product on all axes of one coefficient and one stock, kept on the cohort axis."""
    variable = variables[name]
    if len(variable.pieces) != 1 or variable.over:
        return False
    (piece,) = variable.pieces
    ends = [variables.end_of(factor) for factor in piece.live]
    if moving not in piece.axes or len(ends) != 1 or ends[0] is None:
        return False
    if set(piece.axes) | set(ends[0].free) != set(variable.axes):
        return False
    flow = system.flow.get(name)
    if flow is None:
        return True
    shares = flow.spread.shares if flow.spread is not None else None
    whole = shares is not None and moving in system.parameter[shares].axes
    return not whole and not variables.only_lost(name)
