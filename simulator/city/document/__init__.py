"""The report of a run: what its tables and figures say, put in order for whoever decides."""
