"""The list of saved sources, of which one is chosen to be changed."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtWidgets import QComboBox

from ..core.text import localized
from ..sources.saved import saved_sources
from ..translation import language, tr

LEAST_LETTERS = 20
"""Below this width the longest title does not decide."""


class SavedBox(QComboBox):
    """A new source, then the user's own ones, then those of the package; the data of an item is a `Saved` or None."""

    def __init__(self, folder: Path, parent=None):
        super().__init__(parent)
        self.setObjectName("IghSourceChosen")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(LEAST_LETTERS)
        self._folder = folder
        self.list()

    def list(self, shown: Optional[Path] = None) -> None:
        """List what there is now, with the definition in a file chosen, or else a new one."""
        self.clear()
        self.addItem(tr("A new one"), None)
        own = None
        for saved in saved_sources(self._folder):
            if saved.own is not own:
                self.insertSeparator(self.count())
            own = saved.own
            title = localized(saved.title, language())
            self.addItem(f"{title} ({saved.path.stem})" if title else saved.path.stem, saved)
            if saved.path == shown:
                self.setCurrentIndex(self.count() - 1)
