"""IGH: information-led enforcement in QGIS."""

from __future__ import annotations


def classFactory(iface):  # noqa: N802 - the name QGIS calls
    """Make the plugin; `iface` is None in `qgis_process`."""
    from .plugin import IghPlugin

    return IghPlugin(iface)
