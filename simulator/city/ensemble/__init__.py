"""Draws of a scenario: what is uncertain, a run for each draw, and what can be said of all."""
