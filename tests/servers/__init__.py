"""Servers that behave like the real services, with their faults."""
