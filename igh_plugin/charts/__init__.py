"""Charts of the figures of a theme, drawn with matplotlib for the panel and the briefing alike. No Qt here."""
