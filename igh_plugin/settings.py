"""The user's settings, typed, kept in QGIS's own settings under `igh/`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from qgis.core import QgsApplication, QgsSettings

PREFIX = "igh/"


def default_user_folder() -> str:
    """The folder `igh` in the user's QGIS profile."""
    return str(Path(QgsApplication.qgisSettingsDirPath()) / "igh")


@dataclass
class Settings:
    """What a user can set once for all themes."""

    basemap: str = ""
    """Path of a local layer under maps and briefings; empty: none."""
    use_pdok_grey: bool = False
    """Fetch the grey base map of the Netherlands from PDOK when there is no local one."""
    basemap_timeout_s: int = 5
    """Seconds to wait for a base map from the network before the map goes on without it."""
    user_folder: str = field(default_factory=default_user_folder)
    """Where the user's own layout templates and themes are."""

    @property
    def sources_folder(self) -> Path:
        """Where the user's own sources are."""
        return Path(self.user_folder) / "sources"

    @classmethod
    def load(cls) -> Settings:
        """The stored settings; what was never stored, or no longer fits its type, has its default."""
        stored = QgsSettings()
        settings = cls()
        for item in fields(cls):
            default = getattr(settings, item.name)
            try:
                value = stored.value(PREFIX + item.name, default, type=type(default))
            except TypeError:
                continue
            if value != "" or default == "":
                setattr(settings, item.name, value)
        settings.basemap_timeout_s = min(max(settings.basemap_timeout_s, 1), 120)
        return settings

    def save(self) -> None:
        """Store what differs from the default and forget the rest, so that defaults can improve."""
        stored = QgsSettings()
        defaults = type(self)()
        for item in fields(self):
            value = getattr(self, item.name)
            if value == getattr(defaults, item.name):
                stored.remove(PREFIX + item.name)
            else:
                stored.setValue(PREFIX + item.name, value)
