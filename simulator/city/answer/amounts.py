"""Numbers as people read them: Chinese in myriads with one decimal, English in whole numbers."""

from simulator.city.ground.rounding import rounded
from simulator.report.marks import whole_number
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import Pair, pair

MYRIAD = 10_000
"""From here on a Chinese reader counts in myriads."""


def amount(value: float, unit: float = 1.0) -> Pair:
    """The size of a number, told to a multiple of ``unit``: 13,900, in Chinese 1.4 myriads."""
    size = abs(rounded(value, unit))
    english = whole_number(size)
    if size < MYRIAD:
        return english, english
    return pair("answer.myriad", number=(f"{size / MYRIAD:.1f}", english))


def signed(value: float) -> Pair:
    """A number with a true minus where it is below zero: −56,300, in Chinese −5.6 myriads."""
    sign = "−" if rounded(value, 1.0) < 0 else ""
    chinese, english = amount(value)
    return f"{sign}{chinese}", f"{sign}{english}"


def side(gap: float, unit: float = 1.0) -> Pair:
    """Short or surplus and how much, or in balance."""
    if abs(rounded(gap, unit)) < 1:
        return pair("answer.even")
    key = "answer.short" if gap > 0 else "answer.spare"
    return pair(key, amount=amount(gap, unit))


def month(when: float) -> str:
    """An instant by its month, 2018-09; the last day of a year by its December."""
    # an instant is named by the day it begins; 1 January is better known as the end of a year
    label = calendar_label(when)
    return f"{int(label[:4]) - 1}-12" if label[5:] == "01-01" else label[:7]
