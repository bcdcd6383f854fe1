"""From census and rate tables to the numbers a model of people starts from.

Pure functions of arrays: nothing here opens a file or knows a city.
"""
