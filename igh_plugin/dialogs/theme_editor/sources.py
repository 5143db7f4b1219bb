"""The second step: of which sources, kinds and categories the theme is made."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional

from qgis.PyQt.QtWidgets import QFormLayout, QLineEdit, QWidget

from ...core.cleaning.model import KINDS
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...themes.stock import most_first, shown
from ...translation import language, reader_locale, tr
from .draft import merged, put
from .fields import CheckList, plain_label
from .step import Step
from .wording import EVENT_KINDS

WITH_COUNT = QT_TRANSLATE_NOOP("core", "{what}: {n} events")
NOT_COLLECTED = QT_TRANSLATE_NOOP("core", "{what}: not collected yet")
ALL = QT_TRANSLATE_NOOP("core", "None ticked: all.")
CHOSEN = QT_TRANSLATE_NOOP("core", "The theme is made of {n} of the {total} events of the workspace.")
NONE = QT_TRANSLATE_NOOP(
    "core",
    "The workspace holds no events of these: the theme will show nothing until they are collected. Tick less, or other ones.",
)
NO_WORKSPACE = QT_TRANSLATE_NOOP(
    "core", "Choose a workspace above to see how many events there are of what you tick."
)


class SourcesStep(Step):
    """Ticks of kinds, categories and sources, each with its number of events in the workspace."""

    TITLE = QT_TRANSLATE_NOOP("core", "Sources")
    INTRODUCTION = QT_TRANSLATE_NOOP(
        "core",
        "Tick what belongs to the question. Where nothing is ticked in a list, all of it counts. Most themes need categories only.",
    )
    KEYS = ("sources", "kinds", "categories")

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.lists: Dict[str, CheckList] = {}
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Letters of a category"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda *_: self._narrow())
        self.faults.add_row(
            form, ("search",), tr("Search"), self.search, tr("Shows what holds these letters")
        )
        for name, title, tip in (
            ("categories", tr("Categories"), tr("What the events are about")),
            ("kinds", tr("Kinds"), tr("How the events came to be known")),
            ("sources", tr("Sources"), tr("Where the events come from")),
        ):
            self.lists[name] = CheckList(self)
            self.lists[name].changed.connect(self.note_change)
            self.faults.add_row(form, (name,), title, self.lists[name], f"{tip}. {tr(ALL)}")
        self.lists["kinds"].setMaximumHeight(self.fontMetrics().height() * 7)
        self.lists["categories"].setMinimumHeight(self.fontMetrics().height() * 7)
        self.lists["sources"].setMinimumHeight(self.fontMetrics().height() * 6)
        self.column.addLayout(form, 1)
        self.said = plain_label()
        self.column.addWidget(self.said)

    def fill(self) -> None:
        """Fill the fields with what the draft says."""
        stock = self.stock
        titles: Dict[str, Mapping[str, str]] = {
            "categories": {name: shown(name, title, language()) for name, title in stock.categories.items()},
            "kinds": {name: tr(EVENT_KINDS[name]) for name in KINDS},
            "sources": {name: shown(name, title, language()) for name, title in stock.sources.items()},
        }
        for name, singular in (("categories", "category"), ("kinds", "kind"), ("sources", "source")):
            counts = stock.by(singular)
            words = [
                (key, self._counted(titles[name][key], key, counts))
                for key in most_first(list(titles[name]), counts)
            ]
            self.lists[name].offer(words, self.draft.get(name, []))
        self._narrow()
        self._tell()

    def write(self) -> None:
        """Write what the fields say into the draft."""
        for name, widget in self.lists.items():
            before: List[str] = self.draft.get(name, [])
            put(self.draft, name, merged(before, widget.ticked(), ()))
        self._tell()

    def _counted(self, what: str, name: str, counts: Mapping[str, int]) -> str:
        if name in counts:
            return tr(Text(WITH_COUNT, {"what": what, "n": _number(counts[name])}))
        if self.stock.place and name in self.stock.sources and name not in self.stock.collected:
            return tr(Text(NOT_COLLECTED, {"what": what}))
        return what

    def _narrow(self) -> None:
        self.lists["categories"].narrow(self.search.text())

    def _tell(self) -> None:
        if not self.stock.place:
            return self.said.setText(tr(NO_WORKSPACE))
        n = self.stock.count(*(self.draft.get(name, []) for name in ("sources", "kinds", "categories")))
        values = {"n": _number(n), "total": _number(self.stock.count())}
        self.said.setText(tr(Text(CHOSEN, values)) if n else tr(NONE))


def _number(value: int) -> str:
    return reader_locale().toString(value)
