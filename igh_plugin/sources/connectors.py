"""What fetches a source, chosen by the type of its connection."""

from __future__ import annotations

from ..core.progress import Progress, Silent
from .database import DatabaseRows, Statements
from .documents import CsvDocument, FileDocument, GeoJsonDocument
from .dso import DsoTable
from .network.door import Door
from .ogc_features import OgcFeatures
from .paged_json import PagedJson
from .paging import TYPES as PAGED
from .paging import paging_for
from .postgis import PostgisTable
from .records import Connector
from .wanted import Wanted
from .wfs import Wfs


def connector_for(
    wanted: Wanted, door: Door, statements: Statements, progress: Progress = Silent()
) -> Connector:
    """Return what fetches these records; `statements` composes what a database is asked."""
    source, remote = wanted.source, wanted.remote
    if remote.type == "postgis":
        return PostgisTable(door, source, remote, progress)
    if remote.type == "database":
        return DatabaseRows(door, source, remote, statements, progress)
    if remote.type in PAGED:
        paging = paging_for(remote.type, remote.address, remote.paging)
        return PagedJson(door, source, remote, paging, wanted.crs, wanted.ids)
    if remote.type == "csv":
        return CsvDocument(door, source, remote, wanted.encoding, wanted.separator)
    if remote.type == "geojson":
        return GeoJsonDocument(door, source, remote, wanted.crs)
    if remote.type == "file":
        return FileDocument(door, source, remote, wanted.layer, wanted.encoding, wanted.separator)
    if remote.type == "wfs":
        return Wfs(door, source, remote, wanted.crs, wanted.layer, wanted.ids)
    if remote.type == "ogcapi":
        return OgcFeatures(door, source, remote, wanted.crs)
    return DsoTable(door, source, remote, wanted.crs, bool(wanted.ids))
