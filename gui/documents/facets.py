# SPDX-License-Identifier: AGPL-3.0-or-later
"""Limits of a search as small menus: how the passages found spread, and a tick for what to keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.records import SearchFilters, SearchResult
from gui import icons, language
from gui.documents import words
from gui.widgets.buttons import text_button
from gui.widgets.flow import FlowLayout

NO_LIMITS = SearchFilters()
_SEVERAL = ("tags", "languages", "types", "sources")
_MOST_VALUES = 30


class Facets(QWidget):
    """A menu for each way in which the passages differ. Emits ``changed`` when a person ticks a value."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limits = NO_LIMITS
        self.menus: dict[str, QMenu] = {}
        self._lines = FlowLayout()
        self.setLayout(self._lines)

    def forget(self) -> None:
        """Limits no longer."""
        self.limits = NO_LIMITS

    def show_result(self, result: SearchResult, *, in_collection: bool) -> None:
        """Offers what ``result`` found. ``in_collection``: one was chosen already beside it."""
        self._lines.clear()
        self.menus.clear()
        for name, title in self._titles().items():
            if not (name == "collection" and in_collection):
                self._add_menu(name, title, dict(result.facets.get(name, ())))
        if self.limits != NO_LIMITS:
            clear = text_button(self.tr("No limits"), icons.icon("filter-off-outline"), bordered=False)
            clear.clicked.connect(self._clear)
            self._lines.addWidget(clear)
        self.setVisible(self._lines.count() > 0)
        self.updateGeometry()

    def _titles(self) -> dict[str, str]:
        return {
            "collection": self.tr("Collection"),
            "tags": self.tr("Tag"),
            "languages": self.tr("Language"),
            "types": self.tr("Kind of file"),
            "sources": self.tr("Text from"),
            "years": self.tr("Year"),
        }

    def _add_menu(self, name: str, title: str, counts: dict[str, int]) -> None:
        chosen = self._chosen(name)
        if len(counts) < 2 and not chosen:
            return
        shown = [value for value in counts if value not in chosen][: _MOST_VALUES - len(chosen)]
        menu = QMenu(self)
        for value in [*chosen, *shown]:
            count = language.number(counts.get(value, 0))
            action = menu.addAction(f"{_word(name, value)}  ({count})")
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.triggered.connect(lambda on, value=value: self._tick(name, value, on))
        said = self.tr("{field}: {values}").format(
            field=title, values=", ".join(_word(name, value) for value in chosen)
        )
        button = text_button(said if chosen else title)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menus[name] = menu
        self._lines.addWidget(button)

    def _chosen(self, name: str) -> tuple[str, ...]:
        if name in _SEVERAL:
            return tuple(getattr(self.limits, name))
        value = self.limits.since if name == "years" else self.limits.collection
        return (value,) if value else ()

    def _tick(self, name: str, value: str, on: bool) -> None:
        kept = tuple(one for one in self._chosen(name) if one != value)
        if name in _SEVERAL:
            values: dict[str, object] = {name: (*kept, value) if on else kept}
        elif name == "years":
            values = dict.fromkeys(("since", "until"), value if on else None)
        else:
            values = {"collection": value if on else None}
        self.limits = replace(self.limits, **values)  # type: ignore[arg-type]
        self.changed.emit()

    def _clear(self) -> None:
        self.forget()
        self.changed.emit()


def limits_in_words(limits: SearchFilters) -> str:
    """The limits in a line, for a tooltip."""
    told = []
    for field in fields(SearchFilters):
        value = getattr(limits, field.name)
        if value and field.name != "documents":
            values = (value,) if isinstance(value, str) else value
            told.append(", ".join(_word(field.name, one) for one in values))
    return " · ".join(told)


def _word(name: str, value: str) -> str:
    say: dict[str, Callable[[str], str]] = {
        "languages": language.language_names,
        "sources": lambda value: words.SOURCES[value].word() if value in words.SOURCES else value,
        "types": language.left_to_right,
    }
    return say.get(name, language.isolate)(value)
