"""Minsheng (民生): stocks and flows of a city's people, places and beds."""

__version__ = "0.1.0"
