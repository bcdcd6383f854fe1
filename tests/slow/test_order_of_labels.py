"""More orders of labels than the default tests take the time for."""

from hypothesis import HealthCheck, given, settings

from tests.properties.test_order_of_labels import (
    assert_same_run,
    assert_same_tables,
    orders,
    outcome_in,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders())
def test_labels_in_any_order_give_the_same_numbers_and_tables(order):
    outcome = outcome_in(order)
    assert_same_run(outcome)
    assert_same_tables(outcome)
