"""Translation of sentences at the moment they are shown."""

from __future__ import annotations

from typing import Any, Union

from qgis.PyQt.QtCore import QCoreApplication, QLocale, QSettings

from .core.text import Text

CONTEXT = "core"


def tr(text: Union[str, Text]) -> str:
    """Translate a sentence; of a `Text`, the template is translated and then filled in.

    A value that is itself a `Text` is translated too; a real number is written with the decimal sign of the locale.
    """
    if isinstance(text, Text):
        values = {key: _shown(value) for key, value in text.values.items()}
        template = QCoreApplication.translate(CONTEXT, text.template)
        return template.format(**values) if values else template
    return QCoreApplication.translate(CONTEXT, text)


def _shown(value: Any) -> Any:
    if isinstance(value, Text):
        return tr(value)
    return reader_locale().toString(value, "g", 6) if isinstance(value, float) else value


def language() -> str:
    """Two letters of the language QGIS runs in, as the user set it."""
    if QSettings().value("locale/overrideFlag", False, type=bool):
        name = QSettings().value("locale/userLocale", "") or QLocale.system().name()
    else:
        name = QLocale.system().name()
    return name[:2].lower()


def reader_locale() -> QLocale:
    """The locale that QGIS writes numbers and times in, or that of its language where those do not fit together."""
    locale, spoken = QLocale(), QLocale(language())
    return locale if locale.language() == spoken.language() else spoken
