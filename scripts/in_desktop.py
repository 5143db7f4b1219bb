"""Runs inside QGIS at its start (PYQGIS_STARTUP): writes the message log down and executes what is asked.

The other side is virtual_desktop.py: requests are files NNNN.py in the folder IGH_MESSAGES, answers NNNN.json.
"""

import ast
import json
import os
import traceback
from pathlib import Path

import qgis.utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt import QtWidgets
from qgis.PyQt.QtCore import QTimer

MESSAGES = Path(os.environ["IGH_MESSAGES"])
LOG = open(MESSAGES / "log.jsonl", "a", encoding="utf-8", buffering=1)  # noqa: SIM115 - open until QGIS ends
NAMES = {"qgis": qgis, "QgsProject": QgsProject, "QgsApplication": QgsApplication}
NAMES.update({name: value for name, value in vars(QtWidgets).items() if name.startswith("Q")})
NAMES["plugin"] = lambda: qgis.utils.plugins["igh_plugin"]


def write_down(text, tag, level):
    LOG.write(json.dumps({"tag": tag, "level": int(level), "text": text}) + "\n")


def value_of(code):
    """Execute a piece of code and give the value of its last expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<asked>", "exec"), NAMES)
    return eval(compile(ast.Expression(last.value), "<asked>", "eval"), NAMES) if last else None


def answer(request):
    """Execute one request, and only once: a dialog it opens must not let it run again."""
    code = request.read_text(encoding="utf-8")
    request.rename(request.with_suffix(".done"))
    try:
        result = {"value": value_of(code)}
    except Exception:
        result = {"error": traceback.format_exc()}
    written = request.with_suffix(".part")
    written.write_text(json.dumps(result, default=str), encoding="utf-8")
    written.rename(request.with_suffix(".json"))


def leave():
    QgsProject.instance().setDirty(False)
    qgis.utils.iface.actionExit().trigger()


def look():
    """Called fifty times a second: say when ready, answer, leave."""
    if qgis.utils.iface is None:
        return
    NAMES["iface"] = qgis.utils.iface
    if not (MESSAGES / "ready").exists():
        if QtWidgets.QApplication.activeModalWidget() is None and qgis.utils.iface.mainWindow().isVisible():
            width, height = map(int, os.environ["IGH_SIZE"].split("x"))
            qgis.utils.iface.mainWindow().setGeometry(0, 0, width, height)
            (MESSAGES / "ready").touch()
        return
    if (MESSAGES / "quit").exists():
        TIMER.stop()
        leave()
        return
    for request in sorted(MESSAGES.glob("*.py")):
        answer(request)


QgsApplication.messageLog().messageReceived[str, str, "Qgis::MessageLevel"].connect(write_down)
TIMER = QTimer()
TIMER.timeout.connect(look)
TIMER.start(20)
