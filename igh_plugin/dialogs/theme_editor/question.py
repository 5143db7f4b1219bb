"""The first step: what the theme is called and which question it answers."""

from __future__ import annotations

from typing import Optional, Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLineEdit, QPushButton, QWidget

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...themes.model import Theme
from ...translation import language, tr
from .draft import own_id, put, slug
from .fields import Choice, Texts, describe, row_of
from .step import Step

OWN = QT_TRANSLATE_NOOP("core", "Your own: {title}")


class QuestionStep(Step):
    """Title, id and question; and the theme to begin with, whose folder `begun` carries, empty for a new one."""

    TITLE = QT_TRANSLATE_NOOP("core", "Question")
    INTRODUCTION = QT_TRANSLATE_NOOP(
        "core",
        "A theme answers one question, with figures, layers and charts. Write the question first; all else follows from it. "
        "Who reads Dutch sees the Dutch texts, everybody else the English ones; one of the two is enough.",
    )
    KEYS = ("theme", "title", "question")
    begun = pyqtSignal(str)
    opened = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self._made = ""
        self.start = Choice({"": QT_TRANSLATE_NOOP("core", "A new theme")}, self)
        self.start.setObjectName("IghThemeStart")
        self.start.activated.connect(lambda *_: self.begun.emit(self.start.name()))
        self.open_zip = QPushButton(tr("Open zip…"), self)
        self.open_zip.setToolTip(tr("Look at a theme that somebody sent you as a zip, and save it as yours"))
        self.open_zip.clicked.connect(lambda *_: self.opened.emit())
        beside = QWidget(self)
        line = row_of(self.start, self.open_zip, stretch=(1, 0))
        line.setContentsMargins(0, 0, 0, 0)
        beside.setLayout(line)
        title = tr("Title")
        self.title = Texts(title, tr("The name of the theme in lists, on the panel and on paper"), self)
        asked = tr("Question")
        self.question = Texts(asked, tr("One sentence with a question mark; it stands under the title"), self)
        self.id = QLineEdit(self)
        self.id.setObjectName("IghThemeId")
        form = QFormLayout()
        begin = tr("Begin with")
        describe(self.start, begin, tr("A new theme, or one that is there, to be changed"))
        self.faults.add_row(form, ("start",), begin, beside).setBuddy(self.start)
        self.faults.add_row(form, ("title",), title, self.title)
        self.faults.add_row(form, ("question",), asked, self.question)
        self.faults.add_row(
            form,
            ("theme",),
            tr("Id"),
            self.id,
            tr("Small letters, digits and underscores; made of the title, and never translated"),
        )
        self.column.addLayout(form)
        self.column.addStretch(1)
        self.title.changed.connect(self._name_by_title)
        for signal in (self.title.changed, self.question.changed, self.id.textChanged):
            signal.connect(lambda *_: self.note_change())

    def offer_themes(self, own: Sequence[Theme], packaged: Sequence[Theme], chosen: str = "") -> None:
        """Offer a new theme, the user's own ones and those of the package to begin with."""
        words = {"": tr("A new theme")}
        for theme in own:
            words[str(theme.folder)] = tr(Text(OWN, {"title": theme.title(language())}))
        words.update((str(theme.folder), theme.title(language())) for theme in packaged)
        self.start.offer(words, chosen)

    def fill(self) -> None:
        """Fill the fields with what the draft says."""
        self.title.show_texts(self.draft.get("title", {}))
        self.question.show_texts(self.draft.get("question", {}))
        self.id.setText(self.draft.get("theme", ""))
        self._made = own_id(slug(self.title.texts()))

    def write(self) -> None:
        """Write what the fields say into the draft."""
        put(self.draft, "title", self.title.texts())
        put(self.draft, "question", self.question.texts())
        put(self.draft, "theme", self.id.text().strip())

    def _name_by_title(self) -> None:
        """Make the id of the title, as long as the user gave no other."""
        made = own_id(slug(self.title.texts()))
        if not self._filling and self.id.text().strip() in ("", self._made):
            self.id.setText(made)
        self._made = made
