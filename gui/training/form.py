# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a new run: what to learn from, which model, a preset; the rest folded; a live forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.records import Dataset, Forecast, Mistake, Model, SettingInfo
from gui import icons, language
from gui.form_dialog import muted
from gui.training import words
from gui.training.fields import Fields
from gui.training.forecast import ForecastCard
from gui.widgets.buttons import text_button
from gui.widgets.choice import Choice
from gui.widgets.segments import Segments
from gui.widgets.state_label import wear

Presets = Mapping[str, Mapping[str, Any]]


class SettingsForm(QWidget):
    """Emits ``edited`` when anything in it altered, ``method_chosen`` when it needs other fields."""

    edited = Signal()
    method_chosen = Signal()

    def __init__(self, start: QAction, presets: Sequence[str]) -> None:
        super().__init__()
        self._presets: Presets = {}
        self.dataset = _combo(self.tr("Dataset"))
        self.model = _combo(self.tr("Base model"))
        self.method = _combo(self.tr("Method"))
        self.dataset_hint, self.method_hint, self.preset_hint = muted(""), muted(""), muted("")
        self.preset = Segments(self.tr("Preset"), [(name, words.preset(name)) for name in presets])
        self.advanced = text_button(
            self.tr("Advanced settings"), icons.icon("chevron-right", "muted", directed=True), bordered=False
        )
        self.advanced.setCheckable(True)
        self.changed_words = QLabel()
        self.changed_words.setProperty("role", "muted")
        self.fields = Fields()
        self.fields.hide()
        self.forecast = ForecastCard()
        self.start_button = _main_button(start)
        self._build()
        self._connect()

    # --- what stands in it --------------------------------------------------------------------

    def set_datasets(self, datasets: Sequence[Dataset]) -> None:
        _refill(
            self.dataset,
            [(dataset.id, language.isolate(dataset.name), dataset) for dataset in datasets],
        )
        self._explain()

    def set_models(self, models: Sequence[Model]) -> None:
        _refill(self.model, [(model.id, language.isolate(model.name), model) for model in models])

    def set_methods(self, methods: Sequence[str]) -> None:
        _refill(self.method, [(name, words.method(name), name) for name in methods])
        self._explain()

    def set_fields(self, infos: Sequence[SettingInfo], presets: Presets) -> None:
        """The fields of the method that is chosen now, filled from the preset."""
        self._presets = presets
        self.fields.set_fields(infos)
        self._fill_preset()

    def fill(self, dataset_id: str, model: str, method: str, settings: Mapping[str, Any]) -> None:
        """Another run's choices; its method's fields must be set already."""
        _select(self.dataset, dataset_id)
        self.model.setCurrentIndex(self.model.findText(language.isolate(model)))
        _select(self.method, method)
        self.fields.fill(settings)
        self._tell_changed()

    @property
    def dataset_id(self) -> str | None:
        return _chosen(self.dataset)

    @property
    def model_id(self) -> str | None:
        return _chosen(self.model)

    @property
    def method_name(self) -> str:
        return _chosen(self.method) or ""

    def values(self) -> dict[str, str]:
        """Every setting as it is typed."""
        return self.fields.values()

    # --- what is told in it -------------------------------------------------------------------

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """All at once, each beside its field; the fold opens so that none is hidden."""
        self.fields.show_mistakes(mistakes)
        general = [mistake.what for mistake in mistakes if mistake.setting not in self.fields.fields]
        self.general.setText("\n".join(general))
        self.general.setVisible(bool(general))
        if len(general) < len(mistakes):
            self.advanced.setChecked(True)
        if mistakes:
            self.forecast.show_mistakes(len(mistakes))
            self._bring_into_view(mistakes[0].setting)

    def _bring_into_view(self, setting: str) -> None:
        field = self.fields.fields.get(setting)
        typing = any(one.input.hasFocus() for one in self.fields.fields.values())
        if field is not None and not typing:
            self._scroll.ensureWidgetVisible(field)

    def show_forecast(self, forecast: Forecast, free_bytes: int) -> None:
        self.forecast.show_forecast(forecast, free_bytes)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.general = QLabel(wordWrap=True)
        self.general.setProperty("role", "bad")
        self.general.hide()
        inside = QWidget()
        inside.setObjectName("ground")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(4)
        heading = QLabel(self.tr("New run"))
        heading.setProperty("role", "strong")
        column.addWidget(heading)
        for label, field, hint in (
            (self.tr("Dataset"), self.dataset, self.dataset_hint),
            (self.tr("Base model"), self.model, None),
            (self.tr("Method"), self.method, self.method_hint),
            (self.tr("Preset"), self.preset, self.preset_hint),
        ):
            column.addSpacing(8)
            column.addWidget(_section(label))
            column.addWidget(field)
            if hint is not None:
                column.addWidget(hint)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.advanced)
        row.addWidget(self.changed_words, 1)
        column.addLayout(row)
        column.addWidget(self.fields)
        column.addWidget(self.general)
        column.addStretch()
        self._scroll = scroll = QScrollArea(widgetResizable=True)
        scroll.setObjectName("ground")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("pane_foot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.forecast)
        column.addWidget(self.start_button)
        return foot

    def _connect(self) -> None:
        self.dataset.currentIndexChanged.connect(self._on_choice)
        self.model.currentIndexChanged.connect(self._on_choice)
        self.method.currentIndexChanged.connect(self._on_method)
        self.preset.chosen.connect(self._on_preset)
        self.advanced.toggled.connect(self._fold)
        self.fields.edited.connect(self._tell_changed)
        self.fields.edited.connect(self.edited)

    def _on_choice(self) -> None:
        self._explain()
        self.edited.emit()

    def _on_method(self) -> None:
        self._explain()
        self.method_chosen.emit()

    def _on_preset(self, _name: str) -> None:
        self._fill_preset()
        self.edited.emit()

    def _fill_preset(self) -> None:
        self.fields.fill(self._presets.get(self.preset.current(), {}))
        self.fields.show_mistakes([])
        self._explain()
        self._tell_changed()

    def _fold(self, unfolded: bool) -> None:
        glyph = "chevron-down" if unfolded else "chevron-right"
        self.advanced.setIcon(icons.icon(glyph, "muted", directed=True))
        self.fields.setVisible(unfolded)

    def _explain(self) -> None:
        dataset = self.dataset.currentData()
        if isinstance(dataset, Dataset):
            told = self.tr("%n accepted examples", "", dataset.accepted)
            waiting = self.tr("%n wait for review", "", dataset.pending) if dataset.pending else ""
            self.dataset_hint.setText("  ·  ".join(part for part in (told, waiting) if part))
            wear(self.dataset_hint, "muted" if dataset.accepted else "warn")
        self.method_hint.setText(words.method_hint(self.method_name))
        self.preset_hint.setText(words.preset_hint(self.preset.current()))

    def _tell_changed(self) -> None:
        """How many fields differ from the preset."""
        plan = self._presets.get(self.preset.current(), {})
        typed = self.values()
        changed = [name for name, value in plan.items() if name in typed and not _same(typed[name], value)]
        self.changed_words.setText(self.tr("%n differ from the preset", "", len(changed)) if changed else "")


def _same(typed: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return typed.strip().lower() == str(value).lower()
    try:
        return float(typed) == float(value)
    except ValueError:
        return False


def _combo(name: str) -> Choice:
    combo = Choice()
    combo.setAccessibleName(name)
    return combo


def _section(words_: str) -> QLabel:
    label = QLabel(words_)
    label.setProperty("role", "section")
    return label


def _main_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(icons.beside_text())
    button.setProperty("main", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    return button


def _refill(combo: QComboBox, entries: Sequence[tuple[str, str, Any]]) -> None:
    """Puts entries in; what was chosen stays chosen. Emits nothing."""
    kept = _chosen(combo)
    blocked = combo.blockSignals(True)
    combo.clear()
    for _key, text, data in entries:
        combo.addItem(text, data)
    keys = [key for key, _text, _data in entries]
    combo.setCurrentIndex(keys.index(kept) if kept in keys else (0 if keys else -1))
    combo.blockSignals(blocked)


def _chosen(combo: QComboBox) -> str | None:
    """The id, or the name itself, of what is chosen."""
    data = combo.currentData()
    return data if isinstance(data, str) or data is None else str(data.id)


def _select(combo: QComboBox, key: str) -> None:
    blocked = combo.blockSignals(True)
    for place in range(combo.count()):
        data = combo.itemData(place)
        if (data if isinstance(data, str) else data.id) == key:
            combo.setCurrentIndex(place)
    combo.blockSignals(blocked)
