"""The city as all tests of a process share it; a pack that a test edits is read and built anew."""

from simulator.city.kept_parts import KeptParts
from simulator.city.loading import all_settings
from simulator.city.pack.city_pack import load_city_pack
from simulator.city.whole import build_scenario
from tests.city import ROOT, city_pack

SHIPPED = ROOT / "calibration" / "xiamen"
FORMS = 6
"""How many spans and widths of windows are remembered at a time: their values are large."""
LAID_ALONG = ("model.start", "model.stop", "model.cohorts_per_year")
_kept = {}


def pack(folder, settings):
    """The pack as it is shipped, read once; any other, or for other settings, from its files."""
    is_shipped = folder == SHIPPED and settings == all_settings()
    return city_pack() if is_shipped else load_city_pack(folder, settings)


def values(system, file, pack, kept=None):
    """As a page builds them: what a scenario has in common with an earlier one is taken again."""
    parts = KeptParts() if kept is None else kept
    if pack is not city_pack() or parts.earlier:
        return build_scenario(system, file, pack, parts)
    form = tuple(file.values.get(key) for key in LAID_ALONG)
    parts.earlier = _kept.pop(form, {})
    try:
        return build_scenario(system, file, pack, parts)
    finally:
        _kept[form] = {**parts.earlier, **parts.parts}
        if len(_kept) > FORMS:
            del _kept[next(iter(_kept))]
