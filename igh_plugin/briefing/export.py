"""A filled layout to a file."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsLayoutExporter, QgsPrintLayout, QgsProject, QgsRenderContext
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

FAILED = QT_TRANSLATE_NOOP(
    "core", "{file} could not be written: is it open in another program, or is the folder read-only?"
)
DPI = 300
AUTHOR = "IGH for QGIS"


def describe_document(project: QgsProject, title: str, language: str, day: str) -> None:
    """Give the document its title and author; its date is that of the data, so that it does not differ by the hour."""
    metadata = project.metadata()
    metadata.setTitle(title)
    metadata.setAuthor(AUTHOR)
    metadata.setLanguage(language)
    date = QDate.fromString(day[:10], Qt.DateFormat.ISODate)
    metadata.setCreationDateTime(QDateTime(date if date.isValid() else QDate(2000, 1, 1), QTime(12, 0)))
    project.setMetadata(metadata)


def to_pdf(layout: QgsPrintLayout, path: str) -> None:
    """Write every page of a layout as PDF with real text; `UserError` when the file cannot be written."""
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = DPI
    settings.exportMetadata = True
    settings.appendGeoreference = False
    settings.simplifyGeometries = True
    if hasattr(Qgis, "TextRenderFormat"):
        settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
    else:
        settings.textRenderFormat = QgsRenderContext.TextRenderFormat.TextFormatAlwaysText
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    result = QgsLayoutExporter(layout).exportToPdf(path, settings)
    if result != QgsLayoutExporter.ExportResult.Success:
        raise UserError(Text(FAILED, {"file": path}))


def to_png(layout: QgsPrintLayout, path: str, dpi: int = 150) -> None:
    """Write the first page of a layout as PNG; `UserError` when the file cannot be written."""
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = dpi
    settings.pages = [0]
    settings.generateWorldFile = False
    settings.exportMetadata = False
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    result = QgsLayoutExporter(layout).exportToImage(path, settings)
    if result != QgsLayoutExporter.ExportResult.Success:
        raise UserError(Text(FAILED, {"file": path}))
