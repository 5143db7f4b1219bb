"""Real servers beside our imitations of them: QGIS Server, pygeoapi and django-gisserver, each a program of its own."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

from .ports import free_port

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parents[1] / "build" / "peers" / "bin" / "python"
QGIS_SERVER = shutil.which("qgis_mapserver", path="/usr/bin")
OWN = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
"""What a server sees of the surroundings: nothing of the QGIS the tests run in."""


@contextlib.contextmanager
def running(command, ask, folder, **environment):
    """Run a server until it answers at `ask`, and stop it at the end."""
    log = open(Path(folder) / "server.log", "wb")
    server = subprocess.Popen(
        command, stdout=log, stderr=log, cwd=folder, env={**OWN, "HOME": str(folder), **environment}
    )
    try:
        for _ in range(300):
            assert server.poll() is None, (Path(folder) / "server.log").read_text()[-2000:]
            with contextlib.suppress(OSError), urllib.request.urlopen(ask, timeout=5):
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(10)
        log.close()


@contextlib.contextmanager
def qgis_server(project):
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    ask = address + "?SERVICE=WFS&REQUEST=GetCapabilities"
    command = [QGIS_SERVER, "-p", str(project), f"127.0.0.1:{port}"]
    with running(command, ask, project.parent, QT_QPA_PLATFORM="offscreen"):
        yield address


@contextlib.contextmanager
def gisserver(database, folder):
    """Run a WFS over the table `reports`; `database` are host, port, name, user and password."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/wfs/"
    command = [str(PYTHON), str(HERE / "gisserver_site.py"), *map(str, database), str(port)]
    with running(command, address + "?SERVICE=WFS&REQUEST=GetCapabilities&ACCEPTVERSIONS=2.0.0", folder):
        yield address


@contextlib.contextmanager
def pygeoapi(geopackage, tables, id_field, folder):
    """Run an OGC API with these tables of a GeoPackage as collections; give the address they stand under."""
    import yaml

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    systems = [f"http://www.opengis.net/def/crs/{one}" for one in ("OGC/1.3/CRS84", "EPSG/0/28992")]
    known = {"name": "x", "url": "http://x.example"}
    settings = {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port}, "url": address, "mimetype": "application/json", "encoding": "utf-8",
            "language": "en-US", "limits": {"default_items": 10, "max_items": 500}, "map": {"url": "http://x.example", "attribution": "x"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {"title": "t", "description": "d", "keywords": ["k"], "terms_of_service": "x", "url": "http://x.example"},
            "license": known, "provider": known, "contact": {**known, "email": "a@b.example"},
        },
        "resources": {table: {
            "type": "collection", "title": "t", "description": "d", "keywords": ["k"], "links": [],
            "extents": {"spatial": {"bbox": [4, 52, 5, 53], "crs": systems[0]}},
            "providers": [{"type": "feature", "name": "SQLiteGPKG", "data": str(geopackage), "id_field": id_field,
                           "table": table, "crs": systems, "storage_crs": systems[1]}],
        } for table in tables},
    }  # fmt: skip
    folder = Path(folder)
    (folder / "settings.yml").write_text(yaml.safe_dump(settings))
    where = {
        "PYGEOAPI_CONFIG": str(folder / "settings.yml"),
        "PYGEOAPI_OPENAPI": str(folder / "openapi.yml"),
    }
    program = [str(PYTHON.with_name("pygeoapi"))]
    made = [
        *program,
        "openapi",
        "generate",
        where["PYGEOAPI_CONFIG"],
        "--output-file",
        where["PYGEOAPI_OPENAPI"],
    ]
    subprocess.run(made, check=True, capture_output=True, env={**OWN, **where})
    with running([*program, "serve"], address + "/collections?f=json", folder, **where):
        yield f"{address}/collections"
