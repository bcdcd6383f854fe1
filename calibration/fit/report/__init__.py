"""The report of a fit: tables, figures, text."""
