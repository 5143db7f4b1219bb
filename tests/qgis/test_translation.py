"""Sentences are filled in with the numbers of the reader's locale."""

from qgis.PyQt.QtCore import QLocale

from igh_plugin.core.text import Text
from igh_plugin.translation import tr


def test_real_numbers_have_the_decimal_sign_of_the_locale_and_other_values_stay(qgis_app):
    before = QLocale()
    sentence = Text(
        "{share} of {cells} in {place}", {"share": 6.9, "cells": 2922, "place": Text("{n} km", {"n": 1.5})}
    )
    try:
        QLocale.setDefault(QLocale("nl_NL"))
        assert tr(sentence) == "6,9 of 2922 in 1,5 km"
        QLocale.setDefault(QLocale("en_GB"))
        assert tr(sentence) == "6.9 of 2922 in 1.5 km"
    finally:
        QLocale.setDefault(before)
