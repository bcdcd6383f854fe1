"""Fits that know only what stood on record in a year, held against what came after."""
