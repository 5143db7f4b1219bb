"""Where records come from: definitions of sources, and readers of their files."""
