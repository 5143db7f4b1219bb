"""Where what the panel shows is to be saved is asked, and it is saved there."""

from __future__ import annotations

from typing import Callable, Sequence

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog

from ..charts.wording import Wording
from ..core.errors import UserError
from ..core.figures import Figures
from ..translation import tr
from . import export
from .chart_view import COPY, PICTURE


class Saving(QObject):
    """Saves charts, their numbers and all of a view; `failed` carries the sentence that says why that could not be done."""

    failed = pyqtSignal(str)

    def __init__(self, wording: Wording, parent):
        super().__init__(parent)
        self.wording = wording

    def save_chart(self, figures: Figures, name: str, what: str) -> None:
        """Save a chart as a picture or its numbers, at a place that is asked for, or copy the numbers."""
        wording = self.wording
        if what == COPY:
            export.copy_numbers(figures, name, wording)
            return
        suffixes = ("png", "svg") if what == PICTURE else ("csv",)
        save = export.save_chart if what == PICTURE else export.save_numbers
        path = self._asked_path(f"{figures.theme}_{name}", suffixes)
        self._try(path, lambda: save(figures, name, path, wording))

    def save_panel(self, figures: Figures) -> None:
        """Save all of a view as a PDF, at a place that is asked for."""
        path = self._asked_path(f"{figures.theme}_{figures.level}", ("pdf",))
        self._try(path, lambda: export.save_panel(figures, path, self.wording))

    def _asked_path(self, name: str, suffixes: Sequence[str]) -> str:
        """Ask where to save; the kind of file that was chosen where the name does not tell one; empty for nowhere."""
        kinds = {f"{suffix.upper()} (*.{suffix})": f".{suffix}" for suffix in suffixes}
        path, kind = QFileDialog.getSaveFileName(
            self.parent(), tr("Save"), f"{name}.{suffixes[0]}", ";;".join(kinds)
        )
        if not path or path.lower().endswith(tuple(kinds.values())):
            return path
        return path + kinds.get(kind, f".{suffixes[0]}")

    def _try(self, path: str, save: Callable[[], None]) -> None:
        if not path:
            return
        try:
            save()
        except UserError as error:
            self.failed.emit(tr(error.message))
