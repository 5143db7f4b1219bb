"""Finding and making the groups and layers of themes in a project, by marks that survive renaming."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator, List, Optional, Tuple

from qgis.core import (
    QgsDataSourceUri,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsProviderRegistry,
)

from ..workspace.address import PORT, PostgisAddress, is_address, read_address

THEME, LEVEL, NAME, STYLE = "igh/theme", "igh/level", "igh/name", "igh/style"
POSTGRES = "postgres"
SSL_MODES = {
    "prefer": QgsDataSourceUri.SslMode.SslPrefer,
    "disable": QgsDataSourceUri.SslMode.SslDisable,
    "allow": QgsDataSourceUri.SslMode.SslAllow,
    "require": QgsDataSourceUri.SslMode.SslRequire,
    "verify-ca": QgsDataSourceUri.SslMode.SslVerifyCa,
    "verify-full": QgsDataSourceUri.SslMode.SslVerifyFull,
}
SSL_NAMES = {mode: name for name, mode in SSL_MODES.items()}


def groups_below(group: QgsLayerTreeGroup) -> Iterator[QgsLayerTreeGroup]:
    """Yield every group below a group, top down."""
    for child in group.children():
        if isinstance(child, QgsLayerTreeGroup):
            yield child
            yield from groups_below(child)


def marked_group(parent: QgsLayerTreeGroup, mark: str, value: str) -> Optional[QgsLayerTreeGroup]:
    """Return the group below `parent` that carries a mark with this value."""
    found = (group for group in groups_below(parent) if group.customProperty(mark, "") == value)
    return next(found, None)


def make_group(parent: QgsLayerTreeGroup, title: str, mark: str, value: str, at: int) -> QgsLayerTreeGroup:
    """Insert an expanded group that carries a mark."""
    group = parent.insertGroup(at, title)
    group.setCustomProperty(mark, value)
    return group


def marked_layers(project: QgsProject, theme: str, level: str = "") -> List[QgsMapLayer]:
    """Return the layers of a theme (and level), in no particular order."""
    return [
        layer
        for layer in project.mapLayers().values()
        if layer.customProperty(THEME, "") == theme and level in ("", layer.customProperty(LEVEL, ""))
    ]


def theme_layer(project: QgsProject, theme: str, level: str, name: str) -> Optional[QgsMapLayer]:
    """Return the layer of a theme at a level by its name (`hotspots`, `areas`, `events`, ...), or None."""
    for layer in marked_layers(project, theme, level):
        if layer.customProperty(NAME, "") == name:
            return layer
    return None


def theme_groups(project: QgsProject) -> List[QgsLayerTreeGroup]:
    """Return the groups of themes, in the order of the layer tree."""
    return [group for group in groups_below(project.layerTreeRoot()) if group.customProperty(THEME, "")]


def project_themes(project: QgsProject) -> List[Tuple[str, str]]:
    """Return the place of the workspace and the id of every theme in the project.

    The path is the one the group's layers have now, so a project that was moved with its workspace is understood.
    """
    found = []
    for group in theme_groups(project):
        theme = str(group.customProperty(THEME))
        path = next((place_of(node.layer()) for node in group.findLayers() if node.layer() is not None), "")
        if path:
            found.append((path, theme))
    return found


def place_of(layer: QgsMapLayer) -> str:
    """Return the workspace a layer reads: the path of a file or the address of a schema; empty for any other layer."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    if layer.providerType() == POSTGRES:
        told = {name: str(parts.get(name) or "") for name in ("host", "dbname", "schema", "authcfg")}
        mode = SSL_NAMES.get(QgsDataSourceUri(layer.source()).sslMode(), "prefer")
        port = int(parts.get("port") or PORT)
        return str(PostgisAddress(told["host"], port, told["dbname"], told["schema"], told["authcfg"], mode))
    path = str(parts.get("path") or "")
    return str(Path(path).resolve()) if path else ""


def followed_place(layer: QgsMapLayer) -> str:
    """Return `place_of` a layer that is to follow its workspace; of a database only those that a theme brought.

    Other layers of databases have logins of their own, with which nothing but they is asked.
    """
    if layer.providerType() == POSTGRES and not layer.customProperty(THEME, ""):
        return ""
    return place_of(layer)


def source_of(place: str, table: str, test: str = "") -> Tuple[str, str]:
    """Return the source of a spatial table as QGIS writes it, with the test on its rows, and its provider.

    The test stands in the source: set afterwards, QGIS 3.22 reopens the file while other layers have it open in the
    other journal mode, and those then read nothing ("unable to open database file").
    """
    if is_address(place):
        address = read_address(place)
        uri = QgsDataSourceUri()
        uri.setConnection(
            address.host,
            str(address.port),
            address.database,
            "",
            "",
            SSL_MODES[address.sslmode],
            address.authcfg,
        )
        uri.setDataSource(address.schema, table, "geom", test, "fid")
        uri.setParam("checkPrimaryKeyUnicity", "0")
        return uri.uri(False), POSTGRES
    source = f"{place}|layername={table}"
    return (f"{source}|subset={test}" if test else source), "ogr"


def quoted(value: str) -> str:
    """Return a text as a literal of a test on rows."""
    return "'{}'".format(value.replace("'", "''"))


def layer_node(group: QgsLayerTreeGroup, layer: QgsMapLayer) -> Optional[QgsLayerTreeLayer]:
    """Return the node of a layer anywhere below a group, or None."""
    return group.findLayer(layer.id())


def remove_layers(project: QgsProject, layers: List[QgsMapLayer]) -> None:
    """Take layers out of the project."""
    project.removeMapLayers([layer.id() for layer in layers])
