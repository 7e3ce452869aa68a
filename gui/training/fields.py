# SPDX-License-Identifier: AGPL-3.0-or-later
"""The advanced settings: a field for each, what is wrong with it right under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.records import Mistake, SettingInfo
from gui.training import words
from gui.widgets.choice import Choice

_COLUMNS = 2


class Fields(QWidget):
    """``set_fields`` makes them; ``values`` tells what stands in them, as typed. Emits ``edited``."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def set_fields(self, infos: Sequence[SettingInfo]) -> None:
        """One field for each setting; what was typed into a field of the same name stays."""
        kept = self.values()
        for field in self.fields.values():
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()
        self.fields = {info.name: Field(info) for info in infos}
        for place, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, place // _COLUMNS, place % _COLUMNS)
            field.fill(kept.get(field.info.name, field.info.default))
            field.edited.connect(self.edited)

    def fill(self, values: Mapping[str, Any]) -> None:
        """Writes values into the fields of these names; emits nothing."""
        for name, value in values.items():
            if name in self.fields:
                self.fields[name].fill(value)

    def values(self) -> dict[str, str]:
        return {name: field.value() for name, field in self.fields.items()}

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Each under its field; fields without one lose theirs."""
        told: dict[str, list[str]] = {}
        for mistake in mistakes:
            told.setdefault(mistake.setting, []).append(mistake.what)
        for name, field in self.fields.items():
            field.show_mistake(" ".join(told.get(name, [])))


class Field(QWidget):
    """A label, an input that suits the setting's kind, and room for what is wrong."""

    edited = Signal()

    def __init__(self, info: SettingInfo) -> None:
        super().__init__()
        self.info = info
        name = words.setting(info)
        self.label = QLabel(name)
        self.label.setProperty("role", "muted")
        self.mistake = QLabel(wordWrap=True)
        self.mistake.setProperty("role", "bad")
        self.mistake.hide()
        self.input = self._make_input()
        self.input.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self.label, self.input, self.mistake):
            layout.addWidget(widget)
        layout.addStretch()
        self.setToolTip(words.setting_hint(info))

    def value(self) -> str:
        if isinstance(self.input, QCheckBox):
            return "true" if self.input.isChecked() else "false"
        return str(self.input.currentData()) if isinstance(self.input, QComboBox) else self.input.text()

    def fill(self, value: Any) -> None:
        blocked = self.input.blockSignals(True)
        if isinstance(self.input, QCheckBox):
            self.input.setChecked(str(value).lower() == "true")
        elif isinstance(self.input, QComboBox):
            self.input.setCurrentIndex(self.input.findData(str(value)))
        else:
            self.input.setText(f"{value:g}" if isinstance(value, float) else str(value))
        self.input.blockSignals(blocked)

    def show_mistake(self, sentence: str) -> None:
        self.mistake.setText(sentence)
        self.mistake.setVisible(bool(sentence))
        self.input.setProperty("wrong", bool(sentence))
        self.input.style().unpolish(self.input)
        self.input.style().polish(self.input)

    def _make_input(self) -> QCheckBox | QComboBox | QLineEdit:
        if self.info.kind == "bool":
            box = QCheckBox(self.tr("yes"))
            box.toggled.connect(self.edited)
            return box
        if self.info.choices:
            combo = Choice()
            for value in self.info.choices:
                combo.addItem(words.choice(value), value)
            combo.currentIndexChanged.connect(lambda _index: self.edited.emit())
            return combo
        line = QLineEdit()
        line.textEdited.connect(lambda _text: self.edited.emit())
        return line
