"""Dialogs and option pages."""
