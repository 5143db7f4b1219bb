"""Where events, areas, runs and results live."""
