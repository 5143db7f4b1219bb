"""The door in QGIS: its certificates, its proxy, its credentials; a secret is found nowhere afterwards."""

import json
import os
import ssl
import subprocess
import threading
from pathlib import Path

import pytest
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsNetworkAccessManager,
    QgsSettings,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtNetwork import QSslCertificate

from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from igh_plugin.sources.network.door import Ask, Door
from igh_plugin.sources.network.qgis import QgisSurroundings
from tests.servers.web import Answer, Site

QUICK = Limits(connect=3, read=3, pause=0.01, tries=2)
PASSWORD = "zeer-geheim-wachtwoord"


def fetch(address, credentials="", key_header=""):
    with QgisSurroundings(key_header) as around, Door("a source", around, None, QUICK) as door:
        return door.get(Ask(address, credentials=credentials))


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate authority of our own and a certificate for 127.0.0.1 that it signed."""
    folder = tmp_path_factory.mktemp("authority")

    def run(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
        "-subj", "/CN=IGH test authority", "-addext", "keyUsage=critical,keyCertSign,cRLSign")  # fmt: skip
    run(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "site.key",
        "-out",
        "site.csr",
        "-subj",
        "/CN=127.0.0.1",
    )
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    run("x509", "-req", "-in", "site.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "site.pem",
        "-days", "30", "-extfile", "names")  # fmt: skip
    return folder


def test_a_server_whose_authority_only_qgis_knows(store, authority):
    manager = QgsApplication.authManager()
    known = QSslCertificate((authority / "ca.pem").read_bytes())
    with Site(
        {"/": lambda request: Answer("hello")}, (authority / "site.pem", authority / "site.key")
    ) as site:
        with pytest.raises(
            errors.Untrusted, match="certificate of the server is not trusted.*Manage certificates"
        ):
            fetch(site.address("/"))
        assert manager.storeCertAuthority(known)
        manager.rebuildCaCertsCache()
        manager.rebuildTrustedCaCertsCache()
        try:
            assert fetch(site.address("/")).body == b"hello"
        finally:
            manager.removeCertAuthority(known)
            manager.rebuildCaCertsCache()
            manager.rebuildTrustedCaCertsCache()
        with pytest.raises(errors.Untrusted):
            fetch(site.address("/"))
    assert ssl.OPENSSL_VERSION


def test_credentials_of_the_store(store):
    basic = store("Basic", username="jan", password=PASSWORD)
    with Site(
        {
            "/": lambda request: Answer(
                request.headers.get("Authorization", "") + request.headers.get("X-Api-Key", "")
            )
        }
    ) as site:
        assert fetch(site.address("/"), basic).body.startswith(b"Basic ")
        assert fetch(site.address("/"), basic, "X-Api-Key").body == PASSWORD.encode()
        assert fetch(site.address("/"), basic, "Authorization: Bearer").body == b"Bearer " + PASSWORD.encode()
        if Qgis.QGIS_VERSION_INT >= 33000:
            key = store("APIHeader", X_Api_Key=PASSWORD)
            assert fetch(site.address("/"), key).body == PASSWORD.encode()


@pytest.mark.parametrize("thread", [False, True])
def test_a_token_of_oauth2_is_fetched_and_one_that_expired_is_renewed_once(store, thread):
    """The store's own OAuth2 asks a provider for a token, in whatever thread the algorithm runs."""
    forms = []

    def token(request):
        forms.append(request.form)
        page = {"access_token": f"token{len(forms)}", "token_type": "Bearer", "expires_in": 3600}
        return Answer(json.dumps(page), kind="application/json")

    def data(request):
        if request.headers.get("Authorization") != f"Bearer {valid[0]}":
            return Answer("expired", 401, {"WWW-Authenticate": "Bearer"})
        return Answer("hello")

    def get(site, credentials):
        got = []
        if not thread:
            return fetch(site.address("/data"), credentials).body

        def ask():
            try:
                got.append(fetch(site.address("/data"), credentials).body)
            except errors.Refused as error:
                got.append(error)

        running = threading.Thread(target=ask)
        running.start()
        while running.is_alive():
            QCoreApplication.processEvents()
            running.join(0.01)
        if isinstance(got[0], Exception):
            raise got[0]
        return got[0]

    valid = ["token1"]
    with Site({"/token": token, "/data": data}) as site:
        url = site.address("/token")
        said = {
            "accessMethod": 0, "clientId": "igh", "clientSecret": "of the client", "configType": 1, "grantFlow": 2, "password": PASSWORD,
            "persistToken": False, "refreshTokenUrl": url, "requestTimeout": 5, "requestUrl": url, "tokenUrl": url, "username": "jan",
            "version": 1,
        }  # fmt: skip
        credentials = store("OAuth2", oauth2config=json.dumps(said))
        assert get(site, credentials) == b"hello" and get(site, credentials) == b"hello"
        assert [(form["username"], form["grant_type"]) for form in forms] == [("jan", "password")]
        valid[0] = "token2"
        assert get(site, credentials) == b"hello" and len(forms) == 2
        valid[0], before = "never", len(site.asked)
        with pytest.raises(errors.Refused, match="401: expired"):
            get(site, credentials)
        assert [path for path, _ in site.asked[before:]].count("/data") == 2


def test_what_cannot_be_used_is_told(store):
    certificate = store("PKI-Paths", certpath="/nowhere", keypath="/nowhere")
    with Site({"/": lambda request: Answer("hello")}) as site:
        with pytest.raises(errors.CredentialsError, match="kind PKI-Paths cannot be used"):
            fetch(site.address("/"), certificate)
        with pytest.raises(errors.CredentialsError, match="no credentials with the id nowhere"):
            fetch(site.address("/"), "nowhere")
        assert not site.asked


def test_a_locked_store_ends_at_once_with_the_sentence(store):
    manager = QgsApplication.authManager()
    basic = store("Basic", username="jan", password=PASSWORD)
    manager.clearMasterPassword()
    try:
        with pytest.raises(errors.CredentialsError, match="QGIS_AUTH_PASSWORD_FILE"):
            fetch("http://127.0.0.1:9/", basic)
    finally:
        manager.setMasterPassword("hoofdwachtwoord", True)


def test_the_proxy_of_qgis_and_its_exclusions(qgis_app):
    settings = QgsSettings()
    manager = QgsNetworkAccessManager.instance()

    def set_up(**values):
        for name, value in values.items():
            settings.setValue("proxy/" + name, value)
        manager.setupDefaultProxyAndCache()

    with Site() as proxy, Site({"/": lambda request: Answer("direct")}) as site:
        # A proxy is asked for the whole address.
        proxy.pages["*"] = lambda request: Answer("by proxy: " + request.target)
        set_up(proxyEnabled=True, proxyHost="127.0.0.1", proxyPort=str(proxy.port), proxyType="HttpProxy",
               noProxyUrls=[site.address("")])  # fmt: skip
        try:
            assert fetch("http://nowhere.example/data").body == b"by proxy: http://nowhere.example/data"
            assert fetch(site.address("/")).body == b"direct"
        finally:
            set_up(proxyEnabled=False)
    assert QgisSurroundings().proxies("http://nowhere.example/data") == {}


def test_a_secret_is_found_nowhere_afterwards(store, tmp_path, capfd):
    """Errors, output, settings and files of the profile are searched for the password."""
    basic = store("Basic", username="jan", password=PASSWORD)
    with Site({"/": lambda request: Answer(f"no entry for {PASSWORD}", 403)}) as site:
        with pytest.raises(errors.Refused) as caught:
            fetch(site.address("/"), basic, "X-Api-Key")
    assert PASSWORD not in str(caught.value) and "***" in str(caught.value)
    out, err = capfd.readouterr()
    assert PASSWORD not in out + err
    settings = QgsSettings()
    assert not [key for key in settings.allKeys() if PASSWORD in str(settings.value(key))]
    folders = [
        Path(QgsApplication.qgisSettingsDirPath()),
        Path(os.environ.get("TMPDIR", "/tmp")).joinpath("igh"),
    ]
    files = [file for folder in folders if folder.exists() for file in folder.rglob("*") if file.is_file()]
    assert not [file for file in files if PASSWORD.encode() in file.read_bytes()]
