"""More cities with their loops closed than the default tests take the time for."""

from hypothesis import given, settings

from tests.properties.test_feedback_laws import answers, assert_lawful


@settings(max_examples=20)
@given(answers())
def test_nothing_is_made_or_lost_and_nothing_turns_negative(sets):
    assert_lawful(sets)
