"""Minsheng (民生): stocks and flows of a city's people, places and beds."""

import os

__version__ = "0.1.0"

# The arrays are small: several threads for one product of matrices only wait for each other.
# Whoever wants it otherwise sets these before; they hold where NumPy is not yet loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
