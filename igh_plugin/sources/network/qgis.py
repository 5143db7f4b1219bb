"""What QGIS knows of the network: trusted certificates, proxies, and credentials in its authentication store."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Dict, Optional, Tuple, Union
from urllib.parse import quote

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QDir, QSettings, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery, QNetworkRequest

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text

METHODS = ("Basic", "APIHeader", "OAuth2", "EsriToken")
_LEAST = 100
"""A bundle shorter than this many bytes holds no certificate."""

DISABLED = QT_TRANSLATE_NOOP("core", "the authentication store of QGIS is switched off")
LOCKED = QT_TRANSLATE_NOOP(
    "core",
    "the authentication store of QGIS is locked: set QGIS_AUTH_PASSWORD_FILE to the path of a file with its master "
    "password",
)
UNKNOWN = QT_TRANSLATE_NOOP(
    "core", "there are no credentials with the id {id} in the authentication store of QGIS"
)
UNSUPPORTED = QT_TRANSLATE_NOOP(
    "core",
    "credentials of the kind {kind} cannot be used here, only user and password, a header with a key, and OAuth2",
)
FAILED = QT_TRANSLATE_NOOP("core", "QGIS could not make use of the credentials {id}")


class QgisSurroundings:
    """What the door asks of QGIS; `key_header` is the header that takes the password of credentials of kind Basic.

    `key_header` is a name, or a name and the word before the key (`Authorization: Bearer`): QGIS 3.22 has no kind of
    credentials for a header of one's own. Use as context manager: the file of certificates is removed at the end.
    """

    def __init__(self, key_header: str = ""):
        self._key_header = key_header
        self._bundle: Optional[Path] = None

    def __enter__(self) -> QgisSurroundings:
        return self

    def __exit__(self, kind, error, trace) -> None:
        if self._bundle is not None:
            self._bundle.unlink(missing_ok=True)
            self._bundle = None

    def certificates(self) -> Union[str, bool]:
        """Return a file with the certificates QGIS trusts: the system's and those the user added."""
        if self._bundle is None:
            manager = QgsApplication.authManager()
            text = b"" if manager.isDisabled() else bytes(manager.trustedCaCertsPemText())
            if len(text) < _LEAST:
                return True
            handle, name = tempfile.mkstemp(prefix="igh-certificates-", suffix=".pem")
            with os.fdopen(handle, "wb") as stream:
                stream.write(text)
            self._bundle = Path(name)
        return str(self._bundle)

    def proxies(self, address: str) -> Dict[str, str]:
        """Return the proxy QGIS would use for this address, exclusions heeded."""
        factory = QgsNetworkAccessManager.instance().proxyFactory()
        found = factory.queryProxy(QNetworkProxyQuery(QUrl(address))) if factory is not None else []
        proxy = found[0] if found else QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)
        kinds = QNetworkProxy.ProxyType
        schemes = {kinds.HttpProxy: "http", kinds.HttpCachingProxy: "http", kinds.Socks5Proxy: "socks5h"}
        if proxy.type() not in schemes or not proxy.hostName():
            return {}
        user = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
        there = f"{schemes[proxy.type()]}://{user}{proxy.hostName()}:{proxy.port()}"
        return {"http": there, "https": there}

    def authorise(self, credentials: str, address: str, renew: bool) -> Dict[str, str]:
        """Return the headers by which QGIS shows credentials; `PermissionError` with a sentence when it cannot."""
        kind = kind_of(credentials, METHODS)
        manager = QgsApplication.authManager()
        if renew:
            manager.clearCachedConfig(credentials)
            _forget_token(credentials)
        if kind == "Basic" and self._key_header:
            _, password = login_of(credentials)
            name, _, prefix = self._key_header.partition(":")
            return {name.strip(): f"{prefix.strip()} {password}".strip()}
        done, request = manager.updateNetworkRequest(QNetworkRequest(QUrl(address)), credentials)
        if not done:
            raise PermissionError(Text(FAILED, {"id": credentials}))
        names = request.rawHeaderList()
        return {
            bytes(name).decode("latin-1"): bytes(request.rawHeader(name)).decode("latin-1") for name in names
        }

    def login(self, credentials: str) -> Tuple[str, str]:
        """Return user and password of credentials of kind Basic."""
        return login_of(credentials)


def _forget_token(credentials: str) -> None:
    """Delete the token QGIS keeps for credentials of kind OAuth2: it would show it again until its time is over."""
    for folder in (QDir.tempPath(), QgsApplication.qgisSettingsDirPath()):
        for file in Path(folder, "oauth2-cache").glob(f"authcfg-{credentials}*.ini"):
            held = QSettings(str(file), QSettings.Format.IniFormat)  # what Qt holds in memory goes too
            held.clear()
            held.sync()
            file.unlink(missing_ok=True)


def login_of(credentials: str) -> Tuple[str, str]:
    """Return user and password of credentials of kind Basic; `PermissionError` with a sentence when it cannot."""
    kind_of(credentials, ("Basic",))
    manager = QgsApplication.authManager()
    done, config = manager.loadAuthenticationConfig(credentials, QgsAuthMethodConfig(), True)
    if not done:
        raise PermissionError(Text(FAILED, {"id": credentials}))
    return config.config("username"), config.config("password")


def kind_of(credentials: str, allowed: Tuple[str, ...]) -> str:
    """Return the kind of credentials; `PermissionError` with a sentence when the store is shut or it is not allowed."""
    manager = QgsApplication.authManager()
    unlock(manager)
    kind = manager.configAuthMethodKey(credentials)
    if not kind:
        raise PermissionError(Text(UNKNOWN, {"id": credentials}))
    if kind not in allowed:
        raise PermissionError(Text(UNSUPPORTED, {"kind": kind}))
    return kind


def unlock(manager) -> None:
    """See that the store can be read; only the desktop, where somebody sits, is asked for the master password."""
    if manager.isDisabled():
        raise PermissionError(Text(DISABLED))
    if manager.masterPasswordIsSet():
        return
    if QgsApplication.platform() != "desktop" or not manager.setMasterPassword(True):
        raise PermissionError(Text(LOCKED))


def open_store() -> None:
    """See that the store of credentials can be read; `UserError` with what to do when it cannot."""
    try:
        unlock(QgsApplication.authManager())
    except PermissionError as error:
        raise UserError(error.args[0]) from error


def surroundings_of(definition) -> QgisSurroundings:
    """Return the surroundings for the source of a definition."""
    return QgisSurroundings(definition.remote.key_header if definition.remote else "")
