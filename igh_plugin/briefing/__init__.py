"""A theme on paper: briefing and map sheet out of layout templates."""
