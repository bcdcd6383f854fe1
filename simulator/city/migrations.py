"""From one form of scenario files to the next: what keys of the city were called before."""

from collections.abc import Mapping

from simulator.files.migration import Step
from simulator.files.older_versions import FIRST_VERSION, migrate_text

STEPS: Mapping[int, Step] = {FIRST_VERSION: migrate_text}
"""A step for each earlier form, by the form it starts from."""
