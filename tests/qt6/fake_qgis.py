"""A `qgis` package over PyQt6 alone, for widgets without QGIS.

`qgis.PyQt` is PyQt6 as it is: an enum that is not scoped has no attribute there, as in QGIS 4. `qgis.core` and
`qgis.gui` have what the panel and the dialogs call; of every other class only the name exists.
"""

from __future__ import annotations

import enum
import importlib
import sys
import types

from PyQt6 import QtCore, QtGui, QtWidgets

MODULES = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtXml", "QtSvg")


class _Named(type):
    """A class of which only the name is known; so are its enums and nested classes."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Named(name, (), {})
        setattr(cls, name, made)
        return made


class _Signal:
    """A signal that is connected and never sent."""

    def connect(self, _slot):
        pass

    def disconnect(self, _slot):
        pass


class QgsTask(QtCore.QObject):
    """Runs when the manager is told to."""

    progressChanged = QtCore.pyqtSignal(float)  # noqa: N815 - QGIS's name
    taskCompleted = QtCore.pyqtSignal()  # noqa: N815 - QGIS's name
    taskTerminated = QtCore.pyqtSignal()  # noqa: N815 - QGIS's name

    class Flag:
        CanCancel = 1

    def __init__(self, description="", flags=None):
        super().__init__()
        self._cancelled = False

    def setProgress(self, percent):
        self.progressChanged.emit(percent)

    def isCanceled(self):
        return self._cancelled

    def cancel(self):
        self._cancelled = True


class TaskManager:
    """Keeps tasks until `work` runs them, in the thread of the caller."""

    def __init__(self):
        self.tasks = []

    def addTask(self, task, priority=0):
        self.tasks.append(task)

    def work(self):
        while self.tasks:
            task = self.tasks.pop(0)
            done = task.run()
            if hasattr(task, "finished"):
                task.finished(done)
            (task.taskCompleted if done else task.taskTerminated).emit()


class QgsApplication:
    manager = TaskManager()

    @classmethod
    def taskManager(cls):
        return cls.manager

    @staticmethod
    def getThemeIcon(_name):
        return QtGui.QIcon()

    @staticmethod
    def qgisSettingsDirPath():
        return "/nowhere/profile"


class Project:
    """An empty project that remembers entries."""

    def __init__(self):
        self.entries = {}
        self.readProject, self.cleared, self.layersAdded, self.layersRemoved = (_Signal() for _ in range(4))

    def fileName(self):
        return "project.qgz"

    def readEntry(self, scope, key, default=""):
        return self.entries.get((scope, key), default), True

    def writeEntry(self, scope, key, value):
        self.entries[scope, key] = value

    def readBoolEntry(self, scope, key, default=False):
        return self.entries.get((scope, key), default), True

    def writeEntryBool(self, scope, key, value):
        self.entries[scope, key] = value

    def mapLayers(self):
        return {}

    def layerTreeRoot(self):
        return types.SimpleNamespace(children=lambda: [])


class QgsProject(metaclass=_Named):
    _instance = Project()

    @classmethod
    def instance(cls):
        return cls._instance


class QgsSettings:
    stored: dict = {}

    def value(self, key, default=None, type=None):
        return self.stored.get(key, default)

    def setValue(self, key, value):
        self.stored[key] = value

    def remove(self, key):
        self.stored.pop(key, None)


class QgsCoordinateReferenceSystem:
    def __init__(self, name=""):
        self._name = name

    def authid(self):
        return self._name


class QgsProjectionSelectionWidget(QtWidgets.QWidget):
    crsChanged = QtCore.pyqtSignal(object)  # noqa: N815 - QGIS's name

    class CrsOption(enum.Enum):
        CrsNotSet = 6

    def setNotSetText(self, text):
        pass

    def setOptionVisible(self, option, visible):
        pass

    def setCrs(self, crs):
        self._crs = crs

    def crs(self):
        return self._crs


class QgsAuthConfigSelect(QtWidgets.QWidget):
    selectedConfigIdChanged = QtCore.pyqtSignal(str)  # noqa: N815 - QGIS's name

    def configId(self):
        return ""


class QgsFileWidget(QtWidgets.QWidget):
    fileChanged = QtCore.pyqtSignal(str)  # noqa: N815 - QGIS's name

    class StorageMode:
        GetFile, GetDirectory = range(2)

    def __init__(self, parent=None):
        super().__init__(parent)
        self._path = ""

    def setStorageMode(self, mode):
        pass

    def setFilePath(self, path):
        self._path = path

    def filePath(self):
        return self._path


class QgsOptionsPageWidget(QtWidgets.QWidget):
    pass


class QgsOptionsWidgetFactory:
    def setTitle(self, title):
        self.title = title

    def setIcon(self, icon):
        self.icon = icon


KNOWN = {
    "qgis.core": (QgsTask, QgsApplication, QgsProject, QgsSettings, QgsCoordinateReferenceSystem),
    "qgis.gui": (
        QgsAuthConfigSelect,
        QgsFileWidget,
        QgsProjectionSelectionWidget,
        QgsOptionsPageWidget,
        QgsOptionsWidgetFactory,
    ),
    "qgis.utils": (),
    "osgeo": (),
    "osgeo.gdal": (),
    "osgeo.ogr": (),
    "osgeo.osr": (),
}


def install() -> None:
    """Put the package among the modules of this process."""
    top, bridge = types.ModuleType("qgis"), types.ModuleType("qgis.PyQt")
    top.__path__, bridge.__path__ = [], []
    sys.modules.update({"qgis": top, "qgis.PyQt": bridge})
    top.PyQt = bridge
    for name in MODULES:
        try:
            real = importlib.import_module(f"PyQt6.{name}")
        except ImportError:
            continue
        module = types.ModuleType(f"qgis.PyQt.{name}")
        module.__dict__.update({key: value for key, value in vars(real).items() if not key.startswith("__")})
        if name == "QtWidgets":
            # So does the bridge of QGIS 4: these moved from one module to the other.
            module.QAction, module.QActionGroup = QtGui.QAction, QtGui.QActionGroup
        sys.modules[f"qgis.PyQt.{name}"] = module
        setattr(bridge, name, module)
    for path, classes in KNOWN.items():
        module = types.ModuleType(path)
        for known in classes:
            setattr(module, known.__name__, known)
        module.__getattr__ = _namer(module)
        sys.modules[path] = module
        if "." in path:
            setattr(sys.modules[path.partition(".")[0]], path.partition(".")[2], module)


def _namer(module):
    def named(name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Named(name, (), {})
        setattr(module, name, made)
        return made

    return named
