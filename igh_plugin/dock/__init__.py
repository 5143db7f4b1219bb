"""The panel beside the map, and the events behind a figure."""
