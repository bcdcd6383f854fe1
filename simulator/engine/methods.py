"""The integration methods a scenario may name, and which of them a system can bear."""

from simulator.errors import IntegrationError
from simulator.inputs.scenario import Method

EXPLICIT = ("RK45", "RK23", "DOP853")
IMPLICIT = ("Radau", "BDF", "LSODA")
_DENSE_LIMIT = 4000
_FINEST = 1e-13


def refuse_unbearable(method: Method, size: int, year: float) -> None:
    """Refuse a method that would need a dense Jacobian of a large system.

    LSODA keeps a dense work array of size² numbers whatever Jacobian it is given; Radau and BDF
    take the exact sparse one.
    """
    name = method.name
    if name not in (*EXPLICIT, *IMPLICIT):
        known = ", ".join((*EXPLICIT, *IMPLICIT))
        raise IntegrationError(f"no method {name!r}; the methods are {known}", year=year)
    if not (0 < method.relative < 1 and 0 <= method.absolute < 1):
        raise IntegrationError(
            f"tolerances of {method.relative:g} relative and {method.absolute:g} absolute; both "
            "lie between 0 and 1, e.g. 1e-9 and 1e-12",
            year=year,
        )
    if method.relative < _FINEST:
        raise IntegrationError(
            f"the relative tolerance of {method.relative:g} is finer than rounding; "
            f"at least {_FINEST:g}",
            year=year,
        )
    if name == "LSODA" and size > _DENSE_LIMIT:
        gigabytes = size**2 * 8 / 1e9
        raise IntegrationError(
            f"LSODA would need a dense work array of {size} × {size} numbers ({gigabytes:.1f} GB) "
            f"for its Jacobian; use {', '.join(EXPLICIT)}, or Radau or BDF, which take the exact "
            "sparse Jacobian",
            year=year,
        )
