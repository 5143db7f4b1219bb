"""With Dutch as the language of QGIS everything a user reads is Dutch: algorithms, panel, map and briefing."""

from __future__ import annotations

import re
import subprocess
from shutil import which

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QLocale, QSettings, QTranslator
from qgis.PyQt.QtWidgets import QLabel

from igh_plugin import plugin
from igh_plugin.core.text import Text
from igh_plugin.dock.panel import IghPanel
from igh_plugin.provider import ALGORITHMS
from igh_plugin.settings import Settings
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.grouping import theme_layer
from igh_plugin.themes.project import load_theme
from igh_plugin.translation import language, tr

from .built_city import THEMES, build_city, run_algorithm
from .paper_workspace import make_workspace

KEYS = {"locale/overrideFlag": True, "locale/userLocale": "nl_NL"}
ENGLISH = re.compile(
    r"\b(the|and|with|than|from|by|more|less|fewer|where|which|how|made|events?|reports?|inspections?|registrations?|"
    r"period|areas?|whole|hot spots?|cold spots?|cells|page|sources|licences?|base map|share|confidence|expected|"
    r"chance|better|worse|points|careful|hour|weekday|weeks|months?|quarters?|years?|days|jan|mar|may|oct|mon|tue|wed|thu|fri)\b"
)
NAMES_AND_TERMS = ("false discovery rate", "empirical bayes", "igh for qgis")
"""What stays English in a Dutch text: a term of statistics that Dutch writers use as it is, and a name."""


@pytest.fixture(scope="module")
def dutch(qgis_app, qgis_processing):
    """QGIS in Dutch, with the plugin's translation as the plugin installs it."""
    settings, locale = QSettings(), QLocale()
    before = {key: settings.value(key) for key in KEYS}
    for key, value in KEYS.items():
        settings.setValue(key, value)
    QLocale.setDefault(QLocale("nl_NL"))
    loaded = plugin.IghPlugin(None)
    loaded._install_translator()
    yield loaded
    QCoreApplication.removeTranslator(loaded.translator)
    QLocale.setDefault(locale)
    for key, value in before.items():
        settings.remove(key) if value is None else settings.setValue(key, value)


@pytest.fixture(scope="module")
def city(dutch, tmp_path_factory):
    return build_city(tmp_path_factory.mktemp("stad"))


@pytest.fixture
def project(city):
    made = QgsProject()
    assert made.read(str(city.parent / "p.qgz"))
    yield made
    made.clear()


def english_in(text: str) -> set[str]:
    text = text.lower()
    for name in NAMES_AND_TERMS:
        text = text.replace(name, "")
    return set(ENGLISH.findall(re.sub(r"\s+", " ", text)))


def test_the_translation_is_loaded(dutch):
    assert language() == "nl"
    assert isinstance(dutch.translator, QTranslator) and not dutch.translator.isEmpty()
    assert tr("Not significant") == "Niet significant"
    assert (
        tr(Text("compared with {period}", {"period": Text("{n} events", {"n": 1.5})}))
        == "vergeleken met 1,5 registraties"
    )


def test_algorithms_are_named_and_explained_in_dutch(dutch):
    names = {}
    for make in ALGORITHMS:
        algorithm = make().create()
        names[algorithm.name()] = algorithm.displayName()
        said = [algorithm.displayName(), algorithm.group(), algorithm.shortHelpString()]
        for parameter in algorithm.parameterDefinitions():
            said += [parameter.description(), parameter.help()]
        said += [output.description() for output in algorithm.outputDefinitions()]
        assert english_in(re.sub(r"`[^`]*`", "", " ".join(said))) == set(), algorithm.name()
    assert names["buildtheme"] == "Thema opbouwen" and names["getisord"] == "Hotspots (Getis-Ord Gi*)"


def test_the_layers_are_dutch(project):
    for theme in THEMES:
        hot = theme_layer(project, theme, "strategic", "hotspots")
        labels = [item.label() for item in hot.renderer().legendSymbolItems()]
        assert labels[0] == "Hotspot, 99 % zekerheid" and "Niet significant" in labels
    said = []
    for node in project.layerTreeRoot().findGroups(True):
        said.append(node.name())
    for layer in project.mapLayers().values():
        said += [layer.name(), layer.metadata().abstract()]
        if hasattr(layer, "renderer"):
            said += [item.label() for item in layer.renderer().legendSymbolItems()]
    assert "Wijken" not in said and {"Buurten", "Stadsdelen", "Tactisch", "Afval naast containers"} <= set(
        said
    )
    assert english_in(" ".join(said)) == set()


def test_the_panel_is_dutch(dutch):
    class Interface:
        canvas = QgsMapCanvas()

        def mapCanvas(self):  # noqa: N802
            return self.canvas

    QgsProject.instance().clear()
    panel = IghPanel(Interface())
    try:
        panel.show()
        QCoreApplication.processEvents()
        assert panel.theme_box.accessibleName() == "Thema"
        assert panel.wording.number(1234.5, 1) == "1.234,5"
        said = " ".join(label.text() for label in panel.findChildren(QLabel))
        assert "Er staat nog geen thema in dit project" in said
    finally:
        panel.close()
        panel.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("area", ["", "Binnenstad"])
def test_the_briefing_is_dutch(city, theme, area):
    target = city.parent / f"{theme}{area}.pdf"
    run_algorithm("briefing", WORKSPACE=str(city), THEME=theme, AREA=area, LEVEL=2, OUTPUT=str(target))
    text = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, check=True).stdout.decode()
    flat = re.sub(r"\s+", " ", text)
    for words in (
        area or "Hele gebied",
        "Strategisch",
        "Zo leest u dit",
        "Zo is het gemaakt",
        "Pagina 1 van 3",
    ):
        assert words in flat
    assert re.search(r"Dat is [\d.,]+ (%|procentpunt) (meer|minder) dan in de vorige periode", flat)
    assert english_in(text) == set()


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_the_briefing_for_the_public_is_dutch(city):
    target = city.parent / "openbaar.pdf"
    run_algorithm("briefing", WORKSPACE=str(city), LEVEL=2, AUDIENCE=2, UNLICENSED=True, OUTPUT=str(target))
    text = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, check=True).stdout.decode()
    flat = re.sub(r"\s+", " ", text)
    for words in ("publiek: Openbaar", "Aantallen van 1 tot en met 9 zijn achtergehouden", "Zo leest u dit"):
        assert words in flat
    assert english_in(text) == set()


def test_a_theme_computed_in_english_is_read_in_dutch(dutch, tmp_path):
    workspace, project = make_workspace(tmp_path / "igh.gpkg"), QgsProject()
    load_theme(project, str(workspace), find_theme("registrations"), "nl", Settings())
    areas = theme_layer(project, "registrations", "tactical", "areas")
    assert areas.name() == "Registraties per dag"
    labels = [item.label() for item in areas.renderer().legendSymbolItems()]
    assert any("per dag" in label for label in labels) and english_in(" ".join(labels)) == set()
    project.clear()
