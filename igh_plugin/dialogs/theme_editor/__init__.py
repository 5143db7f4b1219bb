"""The editor of themes: a question becomes sources, indicators, layers and charts, step by step."""
