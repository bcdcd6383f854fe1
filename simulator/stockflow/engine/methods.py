"""The integration methods a scenario may name, and which of them a system can bear."""

from importlib.util import find_spec

from simulator.errors import IntegrationError
from simulator.stockflow.values.scenario import Method

EXPLICIT = ("RK45", "RK23", "DOP853")
IMPLICIT = ("Radau", "BDF", "LSODA")
COMPILABLE = ("RK45", "RK23")
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
    if method.compiled:
        _refuse_uncompiled(name, year)
    if name == "LSODA" and size > _DENSE_LIMIT:
        gigabytes = size**2 * 8 / 1e9
        raise IntegrationError(
            f"LSODA would need a dense work array of {size} × {size} numbers ({gigabytes:.1f} GB) "
            f"for its Jacobian; use {', '.join(EXPLICIT)}, or Radau or BDF, which take the exact "
            "sparse Jacobian",
            year=year,
        )


def _refuse_uncompiled(name: str, year: float) -> None:
    """Refuse machine code for a method it is not made for, or where the compiler is missing."""
    if name not in COMPILABLE:
        raise IntegrationError(
            f"{name} is not compiled; use {' or '.join(COMPILABLE)}, or model.compiled = false",
            year=year,
        )
    if find_spec("numba") is None:
        raise IntegrationError(
            "model.compiled = true needs the package numba (the extra fast); install it, or set "
            "model.compiled = false / model.compiled = true 需要安装 numba",
            year=year,
        )
