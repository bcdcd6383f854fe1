"""The scoreboard of a plan as people read it: on a screen, as tables, as data for other reports."""
