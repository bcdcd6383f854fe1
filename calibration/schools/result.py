"""What the step ``schools`` found, before it is reported."""

from collections.abc import Mapping
from dataclasses import dataclass

from calibration.schools.enrolment import Ratio
from calibration.schools.evidence import Enrolled
from calibration.schools.expansion import Expansion


@dataclass(frozen=True, kw_only=True)
class BasisFit:
    """What was found on one population basis."""

    basis: str
    rows: tuple[Enrolled, ...]
    ratios: Mapping[str, tuple[Ratio, ...]]
    catchments: Mapping[str, Mapping[str, float]]
    expansions: tuple[Expansion, ...]
