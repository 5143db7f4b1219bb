"""From raw records to events: times, coordinates, codes, identity and the mapping that joins them."""
