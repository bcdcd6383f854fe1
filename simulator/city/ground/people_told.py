"""Numbers of people as each language counts them: Chinese in myriads, English in thousands."""

from simulator.words.catalogue import Pair, pair

_MYRIAD, _THOUSAND, _MILLION = 1e4, 1e3, 1e6


def people_told(persons: float, digits: int = 1) -> Pair:
    """A number of people in a sentence; ``digits`` of a myriad in Chinese.

    In English millions from one million on, else thousands, as many digits of them as say the same.
    """
    chinese = f"{persons / _MYRIAD:,.{digits}f}"
    if persons >= _MILLION:
        return pair("people.millions", number=(chinese, f"{persons / _MILLION:,.2f}"))
    return pair("people.thousands", number=(chinese, f"{persons / _THOUSAND:,.{digits - 1}f}"))
