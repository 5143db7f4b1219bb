"""Rows fetched from services, ours beside ogr2ogr on the same source in the same run: seconds and peak memory.

    build/venv/bin/python benchmarks/network.py [--rows 1000000] [--kinds csv,geojson,postgis,wfs]

csv       delimited text as the DSO API streams it; peer: curl and ogr2ogr to a GeoPackage
geojson   the same rows as features in one stream; peer: curl and ogr2ogr to a GeoPackage
postgis   a table of a PostgreSQL with PostGIS (its own, short-lived); peer: ogr2ogr to a GeoPackage
wfs       pages of 5,000 features in GeoJSON; peer: ogr2ogr to a GeoPackage, in GML

Ours goes to records on disk (`records`) and on to cleaned events in a workspace (`events`); the peer cleans nothing.
Every side runs in a process of its own that measures itself. The numbers of rows must agree.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
YAML = """
source: rows
kind: report
crs: EPSG:28992
timezone: {{local: Europe/Amsterdam}}
layer: meldingen
connection: {{{connection}}}
id: {id}
fields: {fields}
"""
FIELDS = {
    "csv": "{occurred_from: {column: datumMelding, clock: tijdstipMelding}, category: hoofdcategorie, wkt: geometrieVisualisatie}",
    "geojson": "{occurred_from: {column: datumMelding, clock: tijdstipMelding}, category: hoofdcategorie, wkt: geometry}",
    "postgis": "{occurred_from: happened, category: sort, wkt: geom}",
    "wfs": "{occurred_from: datum, category: soort, wkt: geometry}",
}
IDS = {"csv": "id", "geojson": "id", "postgis": "number", "wfs": "nummer"}
TABLE = """
CREATE EXTENSION postgis;
CREATE TABLE cases AS SELECT n AS number, timestamptz '2023-01-01' + n * interval '1 minute' AS happened,
  'afval' AS sort, 'Straat ' || n % 5000 AS street, ST_SetSRID(ST_MakePoint(120000 + n % 9973, 487000 + n % 8839), 28992) AS geom
FROM generate_series(1, {rows}) AS n;
ANALYZE cases
"""


def serve_csv(rows: int) -> None:
    """Answer as the DSO API does, from pieces that were made before."""
    import numpy as np

    from tests.servers.dso import FIELDS as COLUMNS
    from tests.servers.web import Answer, Site

    days = [str(day) for day in np.datetime64("2023-01-01") + np.arange(1000)]
    head = (",".join(COLUMNS) + "\r\n").encode()

    def lines(first: int, last: int) -> bytes:
        return "".join(
            f"{n + 1},Afval,Grofvuil,{days[n % 1000]},{n % 24:02d}:{n % 60:02d}:00,Gemeld,m{n}@example.org,"
            f"SRID=28992;POINT ({120000 + n % 9973} {487000 + n % 8839})\r\n"
            for n in range(first, last)
        ).encode()

    pieces = [head] + [lines(at, min(at + 5_000, rows)) for at in range(0, rows, 5_000)]

    def answer(request):
        if "_count" in request.query:
            return Answer("{}", headers={"X-Total-Count": str(rows)}, kind="application/hal+json")
        headers = {"Content-Crs": "EPSG:28992"}
        if "_pageSize" in request.query:
            return Answer(head + lines(0, 1), headers=headers, kind="text/csv")
        return Answer(pieces, headers=headers, kind="text/csv", chunked=True)

    with Site({"/v1/meldingen/meldingen": answer}) as site:
        print(site.address("/v1/meldingen/meldingen"), flush=True)
        sys.stdin.read()


def serve_geojson(rows: int) -> None:
    """Answer as the DSO API does in GeoJSON, from pieces that were made before."""
    from tests.servers.web import Answer, Site

    def features(first: int, last: int) -> bytes:
        return ",".join(
            f'{{"type":"Feature","id":"meldingen.{n}","geometry":{{"type":"Point","coordinates":[{120000 + n % 9973},'
            f'{487000 + n % 8839}]}},"properties":{{"id":{n + 1},"hoofdcategorie":"Afval","subcategorie":"Grofvuil",'
            f'"datumMelding":"2023-{1 + n % 12:02d}-{1 + n % 28:02d}","tijdstipMelding":"{n % 24:02d}:{n % 60:02d}:00",'
            f'"externeStatus":"Gemeld","melderEmail":"m{n}@example.org"}}}}'
            for n in range(first, last)
        ).encode()

    system = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}'
    head = f'{{"type":"FeatureCollection","crs":{system},"features":['.encode()
    tail = b'],"_links":[]}'
    pieces = [head]
    for at in range(0, rows, 5_000):
        pieces.append((b"," if at else b"") + features(at, min(at + 5_000, rows)))
    pieces.append(tail)

    def answer(request):
        if "_count" in request.query:
            return Answer("{}", headers={"X-Total-Count": str(rows)}, kind="application/hal+json")
        headers = {"Content-Crs": "EPSG:28992"}
        if "_pageSize" in request.query:
            return Answer(head + features(0, 1) + tail, headers=headers, kind="application/geo+json")
        return Answer(pieces, headers=headers, kind="application/geo+json", chunked=True)

    with Site({"/v1/meldingen/meldingen": answer}) as site:
        print(site.address("/v1/meldingen/meldingen"), flush=True)
        sys.stdin.read()


def serve_wfs(rows: int) -> None:
    from tests.servers.wfs import Wfs

    with Wfs(rows) as server:
        server.counted = True
        print(server.address, flush=True)
        sys.stdin.read()


def serve_postgis(rows: int) -> None:
    import psycopg2

    from tests.servers import postgres

    with postgres.database() as (host, port):
        login = {
            "host": host,
            "port": port,
            "user": "gis",
            "password": postgres.PASSWORD,
            "dbname": "postgres",
        }
        connection = psycopg2.connect(**login)
        connection.autocommit = True
        connection.cursor().execute(TABLE.format(rows=rows))
        connection.close()
        print(f"postgresql://{host}:{port}/postgres", flush=True)
        sys.stdin.read()


def ours(kind: str, address: str, folder: Path) -> None:
    """Print rows, seconds and peak memory of the records on disk, and of the events."""
    from igh_plugin.pipeline import download as downloads
    from igh_plugin.pipeline import refresh
    from igh_plugin.sources.definition import parse_definition
    from igh_plugin.sources.network.door import Plain
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace
    from tests.servers import postgres

    class Login(Plain):
        def login(self, credentials):
            return "gis", postgres.PASSWORD

    connection = {
        "csv": f"type: dso, address: '{address}'",
        "geojson": f"type: dso, address: '{address}', parameters: {{_format: geojson}}",
        "postgis": f"type: postgis, address: '{address}', credentials: x, table: cases",
        "wfs": f"type: wfs, address: '{address}'",
    }[kind]
    definition = parse_definition(YAML.format(connection=connection, id=IDS[kind], fields=FIELDS[kind]))
    plain, begin = downloads.download, time.perf_counter()

    def measured(*arguments):
        plain(*arguments)
        print("records", arguments[1].rows, time.perf_counter() - begin, _peak(resource.RUSAGE_SELF))

    downloads.download = measured
    with GeoPackageWorkspace.create(folder / "ours.gpkg", "EPSG:28992") as workspace:
        result = refresh.collect_source(workspace, definition, Login())
    print("events", result.read, time.perf_counter() - begin, _peak(resource.RUSAGE_SELF))


def peer(kind: str, address: str, folder: Path) -> None:
    """Print rows, seconds and peak memory of ogr2ogr."""
    from osgeo import ogr

    from tests.servers import postgres

    target, begin = str(folder / "peer.gpkg"), time.perf_counter()
    made = ["ogr2ogr", "-f", "GPKG", target]
    if kind == "csv":
        text = str(folder / "peer.csv")
        subprocess.run(["curl", "-sS", f"{address}?_format=csv", "-o", text], check=True)
        made += [text, "-oo", "GEOM_POSSIBLE_NAMES=geometrieVisualisatie", "-a_srs", "EPSG:28992"]
    elif kind == "geojson":
        text = str(folder / "peer.geojson")
        subprocess.run(["curl", "-sS", f"{address}?_format=geojson", "-o", text], check=True)
        made += [text]
    elif kind == "postgis":
        host, port = address.split("/")[2].split(":")
        made += [f"PG:host={host} port={port} dbname=postgres user=gis password={postgres.PASSWORD}", "cases"]
    else:
        made += [
            "--config",
            "OGR_WFS_PAGING_ALLOWED",
            "ON",
            "--config",
            "OGR_WFS_PAGE_SIZE",
            "5000",
            f"WFS:{address}",
            "app:meldingen",
        ]
    subprocess.run(made, check=True)
    seconds = time.perf_counter() - begin
    dataset = ogr.Open(target)
    rows = dataset.GetLayer(0).GetFeatureCount()
    print("ogr2ogr", rows, seconds, _peak(resource.RUSAGE_CHILDREN))


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


@contextlib.contextmanager
def serving(kind: str, rows: int):
    command = [sys.executable, __file__, "--serve", kind, "--rows", str(rows)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield server.stdout.readline().strip()
    finally:
        server.stdin.close()
        server.wait(60)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kinds", default="csv,geojson,postgis,wfs")
    parser.add_argument("--serve")
    parser.add_argument("--side", nargs=4)
    options = parser.parse_args()
    if options.serve:
        servers = {"csv": serve_csv, "geojson": serve_geojson, "wfs": serve_wfs, "postgis": serve_postgis}
        servers[options.serve](options.rows)
        return 0
    if options.side:
        side, kind, address, folder = options.side
        {"ours": ours, "peer": peer}[side](kind, address, Path(folder))
        return 0
    print(
        f"{'source':<9}{'what':<10}{'rows':>10}{'seconds':>9}{'rows/s':>10}{'peak MiB':>10}{'of ogr2ogr':>12}"
    )
    wrong = 0
    for kind in options.kinds.split(","):
        with serving(kind, options.rows) as address, tempfile.TemporaryDirectory() as folder:
            found = []
            for side in ("ours", "peer"):
                command = [sys.executable, __file__, "--side", side, kind, address, folder]
                environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
                done = subprocess.run(command, env=environment, capture_output=True, text=True)
                if done.returncode:
                    print(
                        f"{side} of {kind} ended with {done.returncode}\n{done.stderr[-2000:]}",
                        file=sys.stderr,
                    )
                    return 1
                found += [line.split() for line in done.stdout.splitlines()]
            base = next(float(seconds) for what, _, seconds, _ in found if what == "ogr2ogr")
            for what, rows, seconds, peak in found:
                ratio = float(seconds) / base
                print(
                    f"{kind:<9}{what:<10}{int(rows):>10}{float(seconds):>9.1f}{int(rows) / float(seconds):>10.0f}"
                    f"{float(peak):>10.0f}{ratio:>11.2f}x"
                )
            wrong += len({rows for _, rows, _, _ in found}) > 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
