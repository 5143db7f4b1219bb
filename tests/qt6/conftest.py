"""PyQt6 without a screen, and `qgis` over it."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest  # noqa: E402

from tests.qt6 import fake_qgis  # noqa: E402

fake_qgis.install()


@pytest.fixture(scope="session")
def app():
    """The application that widgets need."""
    from PyQt6.QtWidgets import QApplication

    return QApplication.instance() or QApplication(["test"])
