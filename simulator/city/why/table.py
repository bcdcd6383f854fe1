"""The contributions as a table, one row a factor."""

from simulator.city.why.explained import Explained
from simulator.city.why.sentences import named_groups
from simulator.report.table import Column, Table, dates, numbers, texts
from simulator.stockflow.values.calendar import calendar_label

_UNIT, _DIGITS = "of_the_service", 6


def contributions_table(found: Explained) -> Table:
    """The largest share first; every row says what is explained."""
    question, every = found.question, found.contributions
    names = [named_groups(each.groups) for each in every]

    def same(value: float) -> list[float]:
        return [value] * len(every)

    def told(name: str, text: str) -> Column:
        return texts(name, [text] * len(every))

    return Table(
        name="contributions",
        columns=(
            told("service", question.service.name),
            told("district", question.place),
            dates("date", [calendar_label(question.when)] * len(every)),
            told("explained", question.quantity),
            texts("groups", ["+".join(each.groups) for each in every]),
            numbers("contribution", [each.share for each in every], _UNIT, _DIGITS),
            numbers("least", [each.least for each in every], _UNIT, _DIGITS),
            numbers("most", [each.most for each in every], _UNIT, _DIGITS),
            numbers("difference", same(found.difference), _UNIT, _DIGITS),
            numbers("first", same(found.first), _UNIT, _DIGITS),
            numbers("last", same(found.last), _UNIT, _DIGITS),
            told("unit", question.service.unit),
            texts("inputs", ["; ".join(each.addresses) for each in every]),
            texts("groups_zh", [chinese for chinese, _ in names]),
            texts("groups_en", [english for _, english in names]),
        ),
    )
