"""What options take: a text as the value that was meant, or ``ValueError``."""

_FEWEST = 16
"""Draws from which an interval can be told at all."""


def risk_of(text: str) -> float:
    """A risk, ``5%`` or ``0.05``; ``ValueError`` for what is none."""
    plain = text.replace(" ", "").replace("％", "%")
    risk = float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    if not 0 < risk < 1:
        raise ValueError(text)
    return risk


def at_least_one(text: str) -> int:
    """A whole number from one on; ``ValueError`` for another."""
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def power_of_two(text: str) -> int:
    """A power of two from 16 on; ``ValueError`` for another number."""
    number = int(text.replace(",", ""))
    if number < _FEWEST or number & (number - 1):
        raise ValueError(text)
    return number


def port_of(text: str) -> int:
    """A port of this machine, 0 for any free one; ``ValueError`` for what is none."""
    if not 0 <= int(text) <= 65535:
        raise ValueError(text)
    return int(text)
