"""A run with its labels: pandas series of measures, stocks and flows, for any system."""

from simulator.stockflow.labelled.flows import Side, flow_series
from simulator.stockflow.labelled.kept import balance_frame, measure_series, stock_series
from simulator.stockflow.labelled.labels import labelled

__all__ = ["Side", "balance_frame", "flow_series", "labelled", "measure_series", "stock_series"]
