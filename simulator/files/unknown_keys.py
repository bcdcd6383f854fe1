"""A key that nobody knows, refused with the likely one; or told what nobody sees in it."""

from simulator.files.hints import unseen
from simulator.files.toml_text import Spot
from simulator.visible import first_unseen
from simulator.words.catalogue import Pair


def refuse_key(spot: Spot, hint: Pair, *, axis: str | None = None) -> None:
    """Refuse the key of a spot; of a label its ``axis`` is named.

    A key that looks right on any screen and is not holds a character that nobody sees, which is
    then named.
    """
    hidden = first_unseen(str(spot.parts[-1]))
    if hidden is not None:
        spot.refuse("unseen.in_key", what=unseen(hidden), hint=hint)
    elif axis is not None:
        spot.refuse("fault.unknown_label", axis=axis, hint=hint)
    else:
        spot.refuse("fault.unknown_key", hint=hint)
