"""The night's work by `qgis_process` in a fresh profile, with a secret in its authentication store that nobody finds."""

import base64
import json
import subprocess
import time

import numpy as np
import pytest
from virtual_desktop import program, qgis_environment

from tests.servers.dso import Dso, reports

SECRET = "zeer-geheime-sleutel-9f8e7d6c"
MASTER = "hoofdwachtwoord-van-de-nacht"
COUNT = 3_000
YAML = """
source: meldingen
kind: report
crs: EPSG:28992
licence: CC BY 4.0
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
connection: {{type: dso, address: "{address}", credentials: {credentials}, key_header: X-Api-Key}}
refresh: {{every: 1, field: datumMelding}}
id: id
fields:
  occurred_from: {{column: datumMelding, clock: tijdstipMelding}}
  category: {{column: hoofdcategorie}}
  wkt: {{column: geometrieVisualisatie}}
personal: [melderEmail]
"""
STORE = """
import sys
from qgis.core import QgsApplication, QgsAuthMethodConfig
application = QgsApplication([], False)
application.initQgis()
manager = QgsApplication.authManager()
assert manager.setMasterPassword(sys.argv[1], True), manager.disabledMessage()
config = QgsAuthMethodConfig("Basic")
config.setName("the key")
config.setConfig("username", "key")
config.setConfig("password", sys.argv[2])
assert manager.storeAuthenticationConfig(config)
print(config.id())
"""


@pytest.fixture
def dso():
    start = str(np.datetime64("now", "D") - COUNT // 10)
    with Dso(reports(COUNT, start), key=SECRET) as running:
        yield running


def test_a_night_with_a_secret(profile, tmp_path, dso, version):
    environment = qgis_environment(version)
    environment.update(
        QGIS_CUSTOM_CONFIG_PATH=str(profile.parents[1]), QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(tmp_path),
        HOME=str(tmp_path), QGIS_AUTH_DB_DIR_PATH=str(profile),
    )  # fmt: skip
    said = []

    def run(*words, **more):
        done = subprocess.run(
            words, env={**environment, **more}, cwd=tmp_path, capture_output=True, text=True, timeout=200
        )
        said.append(done.stdout + done.stderr)
        return done

    credentials = run("/usr/bin/python3", "-c", STORE, MASTER, SECRET).stdout.split()[-1]
    unlocked = tmp_path.parent / f"{tmp_path.name}-master-password"
    unlocked.write_text(MASTER)
    unlocked.chmod(0o600)
    password = {"QGIS_AUTH_PASSWORD_FILE": str(unlocked)}
    source, workspace, report = tmp_path / "meldingen.yaml", tmp_path / "city.gpkg", tmp_path / "report.json"
    source.write_text(YAML.format(address=dso.address, credentials=credentials), encoding="utf-8")
    process = program("qgis_process", version)

    first = run(process, "run", "igh:collect", f"--WORKSPACE={workspace}", f"--SOURCE={source}", **password)
    assert first.returncode == 0, said[-1]
    night = (
        process, "run", "igh:nightly", f"--WORKSPACE={workspace}", f"--PROJECT={tmp_path / 'city.qgz'}",
        f"--BRIEFINGS={tmp_path / 'briefings'}", f"--REPORT={report}", "--ALL=true",
    )  # fmt: skip
    whole = run(*night, **password)
    assert whole.returncode == 0, said[-1]
    found = json.loads(report.read_text())
    assert (found["exit_code"], found["sources"]["meldingen"]["new"]) == (0, 0)
    assert (tmp_path / "city.qgz").exists() and len(list((tmp_path / "briefings").glob("*.pdf"))) == 1

    begin = time.monotonic()
    locked = run(*night)
    assert locked.returncode == 1 and "QGIS_AUTH_PASSWORD_FILE" in said[-1]
    assert time.monotonic() - begin < 30
    dso.key = "another"
    refused = run(*night, **password)
    assert refused.returncode == 0 and json.loads(report.read_text())["exit_code"] == 2

    hidden = (
        SECRET.encode(),
        base64.b64encode(SECRET.encode()),
        base64.b64encode(f"key:{SECRET}".encode()),
        MASTER.encode(),
    )
    assert not any(one in text.encode() for one in hidden for text in said)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) > 100
    assert [file for file in files if any(one in file.read_bytes() for one in hidden)] == []
    assert not [
        file for file in files if b"@example.org" in file.read_bytes() and "plugins" not in file.parts
    ]
