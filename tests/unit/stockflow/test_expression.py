import ast

import pytest

from simulator.errors import StructureError
from simulator.stockflow.grammar.expression import (
    Reference,
    parse,
    parse_reference,
    reference,
    references,
    terms,
)


def names(text):
    return [str(item) for item in references(parse(text))]


def test_references_are_read_in_order_functions_left_out():
    assert names("a * exp(b / people[men, newest]) - 2 ** c") == [
        "a", "b", "people[men, newest]", "c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "labels", [("men",), ("2012-09",), ("to-day", "newest"), ("3",), ("007",), ("class",), ("a b",)]
)
def test_a_reference_says_itself_so_that_it_can_be_read_again(labels):
    found = Reference("people", labels)
    assert parse_reference(str(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "a.b", "a if b else c", "a[0:1]", "lambda: 1", "[1]", "f'x'", "a and b",
        "a < b", "abs(a)", "exp(a, b)", "exp(x=a)", "'text'", "True", "False", "None", "1j",
        "1e999", "9" * 400, "a // b", "a % b", "a @ b", "~a", "not a", "a := 1", "a b", "",
        "a\x00b", "people[]", "people[f(x)]", "people[-1]", "*a",
        "(" * 300 + "a" + ")" * 300, "+".join("a" * 9000),
    ],
)  # fmt: skip
def test_what_is_not_arithmetic_is_refused(text):
    with pytest.raises(StructureError):
        parse(text)


def test_a_refusal_says_what_is_allowed():
    with pytest.raises(StructureError, match=r"'a\.b' is not allowed; names, numbers"):
        parse("a.b * 2")


def test_a_reference_is_a_name_with_labels_and_nothing_else():
    assert parse_reference("people[men, 'x y']") == Reference("people", ("men", "x y"))
    assert reference(parse("2 * a")) is None
    with pytest.raises(StructureError, match="not a stock with labels"):
        parse_reference("a + b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a - b * c", [(1, "a", ""), (-1, "b c", "")]),
        ("a / b / c", [(1, "a", "b c")]),
        ("a / (b / c)", [(1, "a c", "b")]),
        ("-(a - (b - c))", [(-1, "a", ""), (1, "b", ""), (-1, "c", "")]),
        ("a * (b + c)", [(1, "a b+c", "")]),
        ("-a * b", [(1, "-a b", "")]),
        ("+a - -b", [(1, "a", ""), (1, "b", "")]),
        ("a ** 2 / 3", [(1, "a**2", "3")]),
    ],
)
def test_an_expression_comes_apart_into_signed_products(text, expected):
    found = []
    for term in terms(parse(text)):
        parts = [(ast.unparse(f.tree).replace(" ", ""), f.divides) for f in term.factors]
        over = " ".join(part for part, divides in parts if not divides)
        under = " ".join(part for part, divides in parts if divides)
        found.append((term.sign, over, under))
    assert found == expected
