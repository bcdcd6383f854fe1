"""The parts of the stock-and-flow diagram: what is drawn, where it stands, how it is written."""
