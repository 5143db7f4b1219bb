"""Making and changing the tables of a GeoPackage, with everything it registers about them.

Specification: OGC 12-128r15 (GeoPackage 1.2), and `gpkg_ogr_contents`, in which GDAL keeps the number of rows.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Dict, Sequence, Tuple

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import rtree, sql
from .schema import TABLES, VIEWS, Column, Index, Table

APPLICATION_ID = 0x47504B47
GEOPACKAGE_VERSION = 10200
RTREE_DEFINITION = "http://www.geopackage.org/spec120/#extension_rtree"
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]]'
)

REGISTERS = (
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,"
    " organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,"
    " description TEXT)",
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,"
    " identifier TEXT UNIQUE, description TEXT DEFAULT '',"
    " last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    " min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,"
    " CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL)",
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,"
    " geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,"
    " CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),"
    " CONSTRAINT uk_gc_table_name UNIQUE (table_name),"
    " CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),"
    " CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))",
    "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,"
    " definition TEXT NOT NULL, scope TEXT NOT NULL,"
    " CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))",
)
NOT_EPSG = QT_TRANSLATE_NOOP(
    "core",
    "“{crs}” cannot be the coordinate system of a workspace: choose a projected one with an EPSG code, such as "
    "EPSG:28992.",
)


def srs_id_of(crs: str) -> int:
    """Return the number of an EPSG authid; raises `UserError` for any other text."""
    match = re.fullmatch(r"EPSG:(\d{1,9})", crs.strip(), re.IGNORECASE)
    if not match:
        raise UserError(Text(NOT_EPSG, {"crs": crs}))
    return int(match.group(1))


def srs_description(srs_id: int) -> Tuple[str, str]:
    """Return name and WKT of an EPSG code; readers know the code by number when GDAL is not there to tell."""
    name = "EPSG:" + str(srs_id)
    try:
        from osgeo import osr
    except ImportError:
        return name, "undefined"
    reference = osr.SpatialReference()
    try:
        unknown = reference.ImportFromEPSG(srs_id) != 0
    except RuntimeError:
        unknown = True
    if unknown or reference.IsGeographic():
        raise UserError(Text(NOT_EPSG, {"crs": name}))
    return reference.GetName() or name, reference.ExportToWkt()


def create_geopackage(connection: sqlite3.Connection, crs: str) -> None:
    """Make the registers of a GeoPackage and all tables of a workspace in an empty database.

    Inside a transaction; raises `UserError` for a CRS that has no EPSG code.
    """
    srs_id = srs_id_of(crs)
    connection.execute("PRAGMA application_id = " + str(APPLICATION_ID))
    connection.execute("PRAGMA user_version = " + str(GEOPACKAGE_VERSION))
    for statement in REGISTERS:
        connection.execute(statement)
    name, definition = srs_description(srs_id)
    rows = [
        (
            "Undefined Cartesian SRS",
            -1,
            "NONE",
            -1,
            "undefined",
            "undefined Cartesian coordinate reference system",
        ),
        (
            "Undefined geographic SRS",
            0,
            "NONE",
            0,
            "undefined",
            "undefined geographic coordinate reference system",
        ),
        ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84, "longitude/latitude coordinates in decimal degrees"),
    ]
    if srs_id != 4326:
        rows.append((name, srs_id, "EPSG", srs_id, definition, None))
    columns = ("srs_name", "srs_id", "organization", "organization_coordsys_id", "definition", "description")
    connection.executemany(sql.insert("gpkg_spatial_ref_sys", columns), rows)
    for table in TABLES:
        create(connection, table, srs_id)
    for view in VIEWS.values():
        connection.execute(view)


def create(connection: sqlite3.Connection, table: Table, srs_id: int) -> None:
    """Make a table with its indexes, register it, and give it GDAL's triggers where it is `indexed`."""
    columns = [(column.name, column.type, column.required) for column in table.columns]
    connection.execute(sql.create_table(table.name, table.key, table.geometry, columns))
    create_indexes(connection, table)
    register = sql.insert("gpkg_contents", ("table_name", "data_type", "identifier", "description", "srs_id"))
    kind = "features" if table.geometry else "attributes"
    connection.execute(register, (table.name, kind, table.name, table.title, srs_id if table.geometry else 0))
    connection.execute(sql.insert("gpkg_ogr_contents", ("table_name", "feature_count")), (table.name, 0))
    if table.geometry:
        connection.execute(
            sql.insert(
                "gpkg_geometry_columns",
                ("table_name", "column_name", "geometry_type_name", "srs_id", "z", "m"),
            ),
            (table.name, "geom", table.geometry, srs_id, 0, 0),
        )
    spatial = bool(table.geometry) and table.indexed
    if spatial:
        connection.execute(
            sql.insert(
                "gpkg_extensions", ("table_name", "column_name", "extension_name", "definition", "scope")
            ),
            (table.name, "geom", "gpkg_rtree_index", RTREE_DEFINITION, "write-only"),
        )
        connection.execute(sql.create_rtree(table.name))
    if table.indexed:
        for _, statement in sql.triggers(table.name, table.key, spatial):
            connection.execute(statement)


def drop(connection: sqlite3.Connection, table: str) -> None:
    """Drop a table and everything that is registered about it."""
    rtree.drop(connection, table)
    connection.execute(sql.drop_table(table))
    for register in ("gpkg_extensions", "gpkg_geometry_columns", "gpkg_ogr_contents", "gpkg_contents"):
        clause, values = sql.equal(table_name=table)
        connection.execute(sql.delete(register, clause), values)


def create_indexes(connection: sqlite3.Connection, table: Table) -> None:
    """Make the indexes of a table that are not there."""
    for index in table.indexes:
        connection.execute(sql.create_index(index.name, table.name, index.columns, index.unique))


def drop_indexes(connection: sqlite3.Connection, indexes: Sequence[Index]) -> None:
    """Drop indexes, to make them in bulk later."""
    for index in indexes:
        connection.execute(sql.drop_index(index.name))


def columns_of(connection: sqlite3.Connection, table: str) -> Dict[str, str]:
    """Return the columns of a table with their types."""
    return {row[1]: row[2] for row in connection.execute(sql.table_info(table))}


def add_column(connection: sqlite3.Connection, table: str, column: Column) -> None:
    """Add a nullable column where the table does not have it."""
    if column.name not in columns_of(connection, table):
        connection.execute(sql.add_column(table, column.name, column.type))
