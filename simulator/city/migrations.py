"""From one form of scenario files to the next: what keys of the city were called before."""

from collections.abc import Mapping

from simulator.files.migration import Step

STEPS: Mapping[int, Step] = {}
"""A step for each earlier form, by the form it starts from."""
