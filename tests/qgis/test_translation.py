"""Sentences are filled in with the numbers of the reader's locale."""

import pytest
from qgis.PyQt.QtCore import QLocale

from igh_plugin import translation
from igh_plugin.core.text import Text

SENTENCE = Text(
    "{share} of {cells} in {place}", {"share": 6.9, "cells": 2922, "place": Text("{n} km", {"n": 1.5})}
)


@pytest.mark.parametrize(
    "language, locale, words",
    [
        ("nl", "nl_NL", "6,9 of 2922 in 1,5 km"),
        ("en", "en_GB", "6.9 of 2922 in 1.5 km"),
        ("nl", "en_US", "6,9 of 2922 in 1,5 km"),  # the language of QGIS was overridden by the user
        ("nl", "C", "6,9 of 2922 in 1,5 km"),
    ],
)
def test_real_numbers_have_the_decimal_sign_of_the_reader_and_other_values_stay(
    qgis_app, monkeypatch, language, locale, words
):
    before = QLocale()
    monkeypatch.setattr(translation, "language", lambda: language)
    try:
        QLocale.setDefault(QLocale(locale))
        assert translation.tr(SENTENCE) == words
    finally:
        QLocale.setDefault(before)
