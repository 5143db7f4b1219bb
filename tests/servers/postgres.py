"""A PostgreSQL of our own for a test, with PostGIS, that is gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .ports import free_port

PASSWORD = "wachtwoord-van-de-databank"


def programs():
    """Return the folder with PostgreSQL's programs, None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def has_postgis():
    return bool(list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")))


@contextlib.contextmanager
def database():
    """Run a server whose user `gis` needs a password; give host and port."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    folder.chmod(0o755)
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres", "postgres")
    port = free_port()
    bin_ = programs()
    secret = folder / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)

    def run(*command):
        subprocess.run([*user, *map(str, command)], check=True, capture_output=True, cwd=folder)

    run(bin_ / "initdb", "-D", folder / "data", "-U", "gis", "-A", "scram-sha-256", f"--pwfile={secret}", "--no-sync",
        "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
    options = (
        f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"
        " -c full_page_writes=off -c autovacuum=off"
    )
    run(bin_ / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield "127.0.0.1", port
    finally:
        run(bin_ / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def with_postgis():
    """Run a server with PostGIS, and give the address of its database; who connects is `gis`, by the environment."""
    import psycopg2

    with database() as (host, port):
        login = {"PGUSER": "gis", "PGPASSWORD": PASSWORD}
        before = {name: os.environ.get(name) for name in login}
        os.environ.update(login)
        try:
            connection = psycopg2.connect(host=host, port=port, dbname="postgres")
            connection.autocommit = True
            connection.cursor().execute("CREATE EXTENSION postgis")
            connection.close()
            yield f"postgresql://{host}:{port}/postgres"
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
