"""The page of IGH in QGIS's options."""

from __future__ import annotations

from pathlib import Path

from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QCheckBox, QFormLayout, QSpinBox

from ..settings import Settings
from ..translation import tr

ICON = str(Path(__file__).resolve().parent.parent / "resources" / "icons" / "igh.svg")


class OptionsPage(QgsOptionsPageWidget):
    """Edits `Settings`; QGIS calls `apply` when the user accepts the options."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("IghOptionsPage")
        settings = Settings.load()

        self.basemap = QgsFileWidget(self)
        self.basemap.setStorageMode(QgsFileWidget.StorageMode.GetFile)
        self.basemap.setFilePath(settings.basemap)
        self.use_pdok_grey = QCheckBox(tr("Fetch the grey base map of PDOK when there is no local one"), self)
        self.use_pdok_grey.setChecked(settings.use_pdok_grey)
        self.basemap_timeout = QSpinBox(self)
        self.basemap_timeout.setRange(1, 120)
        self.basemap_timeout.setSuffix(" s")
        self.basemap_timeout.setValue(settings.basemap_timeout_s)
        self.user_folder = QgsFileWidget(self)
        self.user_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.user_folder.setFilePath(settings.user_folder)

        layout = QFormLayout(self)
        layout.addRow(tr("Base map (file of a local layer)"), self.basemap)
        layout.addRow("", self.use_pdok_grey)
        layout.addRow(tr("Wait for a base map at most"), self.basemap_timeout)
        layout.addRow(tr("Folder of own layout templates and themes"), self.user_folder)

    def apply(self) -> None:
        """Store what the page shows."""
        settings = Settings.load()
        settings.basemap = self.basemap.filePath().strip()
        settings.use_pdok_grey = self.use_pdok_grey.isChecked()
        settings.basemap_timeout_s = self.basemap_timeout.value()
        settings.user_folder = self.user_folder.filePath().strip() or Settings().user_folder
        settings.save()


class OptionsFactory(QgsOptionsWidgetFactory):
    """Puts the page among QGIS's options."""

    def __init__(self):
        super().__init__()
        self.setTitle("IGH")
        self.setIcon(QIcon(ICON))

    def createWidget(self, parent):  # noqa: N802
        return OptionsPage(parent)
