"""The fit of the population to the record of a city."""
