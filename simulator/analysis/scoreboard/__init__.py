"""The figures of a plan against a run and the record: modelled, recorded or unknown."""
