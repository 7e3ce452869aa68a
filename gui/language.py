# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window's own language: English or Arabic, with the layout's direction that belongs to it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from core.paths import RESOURCES
from gui import remembered, theme

NAMES = {"en": "English", "ar": "العربية"}
_loaded: list[QTranslator] = []

_FIRST_STRONG, _LEFT_TO_RIGHT, _POP = "\u2068", "\u2066", "\u2069"


def chosen() -> str:
    """The code of the language to show: what the person chose, else the desktop's, else English."""
    remembered_code = str(remembered.recall("language", ""))
    system = QLocale.system().name().split("_")[0]
    return next((code for code in (remembered_code, system) if code in NAMES), "en")


def use(app: QApplication, code: str) -> None:
    """Loads the translations of ``code`` and turns the layout; widgets made from now on speak it."""
    for translator in _loaded:
        app.removeTranslator(translator)
    _loaded.clear()
    # English has a file too, for its plurals alone.
    folders = {
        f"isnad_{code}": str(RESOURCES / "translations"),
        f"qtbase_{code}": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
    }
    for name, folder in folders.items():
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            _loaded.append(translator)
    right_to_left = code == "ar"
    app.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    )
    # Latin digits in both: page numbers are compared with those printed on the page.
    locale = QLocale("ar_AE" if right_to_left else "en")
    QLocale.setDefault(locale)
    theme.apply_font(app, arabic=right_to_left)


def is_right_to_left() -> bool:
    return QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def isolate(text: str) -> str:
    """``text`` (a title, a file's name) in its own direction, whatever stands around it."""
    return f"{_FIRST_STRONG}{text}{_POP}"


def left_to_right(text: str) -> str:
    """``text`` (a path, code, a number with its unit) left-to-right, whatever stands around it."""
    return f"{_LEFT_TO_RIGHT}{text}{_POP}"


def duration(seconds: float) -> str:
    """A length of time as people say it: "40 s", "3 min", "2 h 5 min"."""
    whole = max(1, round(seconds))
    if whole < 60:
        return QCoreApplication.translate("Words", "{n} s").format(n=whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return QCoreApplication.translate("Words", "{n} min").format(n=minutes)
    return QCoreApplication.translate("Words", "{h} h {m} min").format(h=minutes // 60, m=minutes % 60)


def size(count: float) -> str:
    """A number of bytes as people say it."""
    units = (
        QCoreApplication.translate("Words", "{n} bytes"),
        QCoreApplication.translate("Words", "{n} KB"),
        QCoreApplication.translate("Words", "{n} MB"),
        QCoreApplication.translate("Words", "{n} GB"),
    )
    power = 0
    while count >= 1024 and power < len(units) - 1:
        count, power = count / 1024, power + 1
    return isolate(units[power].format(n=number(count, 1 if power > 1 else 0)))


def number(value: float, digits: int = 0) -> str:
    return QLocale().toString(float(value), "f", digits)


_LANGUAGES = {
    "en": lambda: QCoreApplication.translate("Words", "English"),
    "ar": lambda: QCoreApplication.translate("Words", "Arabic"),
    "fr": lambda: QCoreApplication.translate("Words", "French"),
    "de": lambda: QCoreApplication.translate("Words", "German"),
    "es": lambda: QCoreApplication.translate("Words", "Spanish"),
    "und": lambda: QCoreApplication.translate("Words", "Other"),
}


def language_names(codes: str) -> str:
    """ "ar,en" as "Arabic, English"; codes that have no name here stay as they are."""
    separator = QCoreApplication.translate("Words", ", ")
    return separator.join(_LANGUAGES.get(code, lambda code=code: code)() for code in codes.split(",") if code)


def day(seconds: float) -> str:
    """The day of a time (Unix seconds), as :func:`moment` writes it."""
    return left_to_right(QDateTime.fromSecsSinceEpoch(int(seconds)).toString("yyyy-MM-dd"))


def moment(seconds: float) -> str:
    """A time (Unix seconds) that sorts as it reads and means the same everywhere: 2024-03-16 18:05."""
    return left_to_right(QDateTime.fromSecsSinceEpoch(int(seconds)).toString("yyyy-MM-dd HH:mm"))
