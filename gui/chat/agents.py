# SPDX-License-Identifier: AGPL-3.0-or-later
"""Making an agent from a template, and changing one: each change is a release that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.records import Agent, AgentTemplate, Changes, Collection, Model, Version
from gui import icons, language
from gui.chat.words import Word
from gui.form_dialog import FormDialog, muted
from gui.ops import Ops
from gui.widgets.buttons import text_button
from gui.widgets.choice import Choice

AGENTS = Changes(agents=True, chats=True)
_COLUMNS = 2

# The settings that a person may want to change, by what they concern. Kind: number, yes, or the choices.
_SEARCH: dict[str, tuple[Word, str]] = {
    "mode": (lambda: QCoreApplication.translate("Chat words", "How to search"), "mode"),
    "k": (lambda: QCoreApplication.translate("Chat words", "Passages searched for"), "number"),
    "sentences": (
        lambda: QCoreApplication.translate("Chat words", "Best sentences read (0: all)"),
        "number",
    ),
    "threshold": (
        lambda: QCoreApplication.translate("Chat words", "Share of the question needed"),
        "number",
    ),
    "context_tokens": (
        lambda: QCoreApplication.translate("Chat words", "Room for passages, tokens"),
        "number",
    ),
    "quote_only": (lambda: QCoreApplication.translate("Chat words", "Answers by quotation alone"), "yes"),
}
_SAMPLING: dict[str, tuple[Word, str]] = {
    "temperature": (lambda: QCoreApplication.translate("Chat words", "Temperature"), "number"),
    "max_tokens": (lambda: QCoreApplication.translate("Chat words", "Longest answer, tokens"), "number"),
    "top_p": (lambda: QCoreApplication.translate("Chat words", "Top-p"), "number"),
    "top_k": (lambda: QCoreApplication.translate("Chat words", "Top-k"), "number"),
    "min_p": (lambda: QCoreApplication.translate("Chat words", "Min-p"), "number"),
    "seed": (lambda: QCoreApplication.translate("Chat words", "Seed"), "number"),
}
_MODES: dict[str, Word] = {
    "hybrid": lambda: QCoreApplication.translate("Chat words", "By words and by meaning"),
    "lexical": lambda: QCoreApplication.translate("Chat words", "By words"),
    "dense": lambda: QCoreApplication.translate("Chat words", "By meaning"),
}


class SettingFields(QWidget):
    """A field for each setting. ``values()`` are those that were filled in or changed."""

    def __init__(self, now: Mapping[str, Any]) -> None:
        super().__init__()
        self._now = dict(now)
        self.fields: dict[str, QWidget] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        row = 0
        groups = ((self.tr("Search"), _SEARCH), (self.tr("Writing"), _SAMPLING))
        for heading, settings in groups:
            title = QLabel(heading)
            title.setProperty("role", "section")
            grid.addWidget(title, row, 0, 1, _COLUMNS)
            row += 1
            for place, (name, (word, kind)) in enumerate(settings.items()):
                column = place % _COLUMNS
                grid.addWidget(self._labelled(name, word(), kind), row + place // _COLUMNS, column)
            row += (len(settings) + 1) // _COLUMNS
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)

    def values(self) -> dict[str, Any]:
        return {
            name: value
            for name, field in self.fields.items()
            if (value := _value(field)) not in {"", _text(self._now.get(name))}
        }

    def _labelled(self, name: str, words: str, kind: str) -> QWidget:
        field = self._field(name, words, kind)
        field.setAccessibleName(words)
        self.fields[name] = field
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if kind != "yes":
            label = QLabel(words)
            label.setProperty("role", "muted")
            column.addWidget(label)
        column.addWidget(field)
        column.addStretch()
        return box

    def _field(self, name: str, words: str, kind: str) -> QWidget:
        now = _text(self._now.get(name))
        if kind == "yes":
            box = QCheckBox(words)
            box.setChecked(now == "true")
            return box
        if kind == "mode":
            choice = Choice()
            if not now:
                choice.addItem(self.tr("As suits it"), "")
            for value, word in _MODES.items():
                choice.addItem(word(), value)
            choice.setCurrentIndex(max(0, choice.findData(now)))
            return choice
        line = QLineEdit(now)
        line.setPlaceholderText(self.tr("as suits it"))
        return line


class AgentDialog(FormDialog):
    """Makes an agent, or changes ``agent``: its model's version, collection, instructions and settings."""

    def __init__(
        self,
        ops: Ops,
        parent: QWidget,
        templates: Sequence[AgentTemplate],
        made_of: Sequence[Model | Version],
        collections: Sequence[Collection],
        agent: Agent | None = None,
    ) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Edit the agent") if agent is not None else self.tr("New agent"),
            self.tr("Release the change") if agent is not None else self.tr("Make it"),
            self.tr("What is changed is a new release; the one before can be taken back.")
            if agent is not None
            else self.tr("It answers from your documents, each sentence with its page."),
        )
        self.agent = agent
        self.setMinimumWidth(580)
        self.name = QLineEdit(agent.name if agent is not None else "", readOnly=agent is not None)
        self.template = self._templates(templates)
        self.summary = muted("")
        self.made_of = self._choose_made_of(made_of)
        self.collection = Choice()
        self.collection.addItem(self.tr("All documents"), "")
        for one in collections:
            self.collection.addItem(language.isolate(one.name), one.name)
        self.prompt = QPlainTextEdit(tabChangesFocus=True)
        self.prompt.setFixedHeight(130)
        self.settings = SettingFields(agent.settings if agent is not None else {})
        self.settings.hide()
        self._fill()
        self._lay_out()
        self.template.currentIndexChanged.connect(self._begin_from)
        self.name.textChanged.connect(self._enable)
        self._enable()
        (self.name if agent is None else self.prompt).setFocus()

    async def submit(self) -> None:
        agents = self.ops.app.agents
        if self.agent is None:
            made = self.made_of.currentData()
            which = "version_id" if isinstance(made, Version) else "model_id"
            await self.ops.change(
                self,
                agents.create,
                self.name.text(),
                template=self.template.currentData().name,
                language=language.chosen(),
                collection=self.collection.currentData() or None,
                system_prompt=self.prompt.toPlainText(),
                settings=self.settings.values(),
                changes=AGENTS,
                **({which: made.id} if made is not None else {}),
            )
            return
        await self._change(self.agent)

    async def _change(self, agent: Agent) -> None:
        agents = self.ops.app.agents
        collection = self.collection.currentData()
        prompt = self.prompt.toPlainText().strip()
        altered: dict[str, Any] = {}
        if collection != (agent.collection or ""):
            altered["collection"] = collection
        if prompt != agent.system_prompt.strip():
            altered["system_prompt"] = prompt
        if settings := self.settings.values():
            altered["settings"] = settings
        if altered:
            await self.ops.change(self, agents.change, agent.id, changes=AGENTS, **altered)
        made = self.made_of.currentData()
        version_id = made.id if isinstance(made, Version) else None
        if version_id != agent.version_id:
            await self.ops.change(self, agents.release, agent.id, version_id, changes=AGENTS)

    # --- building -----------------------------------------------------------------------------

    def _templates(self, templates: Sequence[AgentTemplate]) -> QComboBox:
        box = Choice()
        for one in templates:
            box.addItem(one.title, one)
        return box

    def _choose_made_of(self, made_of: Sequence[Model | Version]) -> QComboBox:
        box = Choice()
        for one in made_of:
            kind = self.tr("version") if isinstance(one, Version) else self.tr("base model")
            box.addItem(f"{language.isolate(one.name)}  ·  {kind}", one)
        return box

    def _fill(self) -> None:
        agent = self.agent
        if agent is None:
            self._begin_from()
            return
        rows = [self.template.itemData(row).name for row in range(self.template.count())]
        name = agent.settings.get("template", "")
        self.template.setCurrentIndex(rows.index(name) if name in rows else 0)
        self._tell_summary()
        for row in range(self.made_of.count()):
            made = self.made_of.itemData(row)
            own = made.id == agent.version_id if agent.version_id else made.name == agent.base
            if own:
                self.made_of.setCurrentIndex(row)
                break
        self.collection.setCurrentIndex(max(0, self.collection.findData(agent.collection or "")))
        self.prompt.setPlainText(agent.system_prompt)

    def _begin_from(self) -> None:
        """The template's instructions, which a person can change."""
        template: AgentTemplate | None = self.template.currentData()
        if template is not None:
            self.prompt.setPlainText(template.prompt)
            self._tell_summary()

    def _tell_summary(self) -> None:
        template: AgentTemplate | None = self.template.currentData()
        if template is not None:
            columns = len(template.form) > 1
            form = self.tr("Answers as a table: {columns}.").format(columns=", ".join(template.form))
            self.summary.setText(" ".join([template.summary, form] if columns else [template.summary]))
        self._fit()

    def _lay_out(self) -> None:
        self.add(self.tr("Name"), self.name)
        self.add(self.tr("Begins from"), self.template)
        self.template.setEnabled(self.agent is None)
        self.form.addRow("", self.summary)
        self.add(self.tr("Speaks through"), self.made_of)
        self.add(self.tr("Looks in"), self.collection)
        self.add(self.tr("Instructions"), self.prompt)
        self.advanced = text_button(
            self.tr("Search and writing"), icons.icon("chevron-right", "muted", directed=True), bordered=False
        )
        self.advanced.setCheckable(True)
        self.advanced.toggled.connect(self._unfold)
        self.form.addRow("", self.advanced)
        self.form.addRow(self.settings)

    def _unfold(self, shown: bool) -> None:
        glyph = "chevron-down" if shown else "chevron-right"
        self.advanced.setIcon(icons.icon(glyph, "muted", directed=True))
        self.settings.setVisible(shown)
        self._fit()

    def _enable(self) -> None:
        self.yes.setEnabled(bool(self.name.text().strip()))


def _value(field: QWidget) -> str:
    if isinstance(field, QCheckBox):
        return "true" if field.isChecked() else "false"
    if isinstance(field, QComboBox):
        return str(field.currentData())
    return field.text().strip() if isinstance(field, QLineEdit) else ""


def _text(value: Any) -> str:
    """A setting as it stands in its field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)
