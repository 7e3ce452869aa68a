# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dialogs of the chat view: what must not leave in an answer, and a file of questions to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QWidget

from core.errors import Cancelled, UserError
from core.records import Agent, Changes
from gui import language
from gui.chat import words
from gui.form_dialog import FormDialog, muted
from gui.ops import Ops
from gui.widgets.buttons import text_button
from gui.widgets.choice import Choice


class WithheldDialog(FormDialog):
    """Which rules keep something out of answers."""

    def __init__(self, ops: Ops, parent: QWidget, rules: Mapping[str, bool]) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("What must not leave in an answer"),
            self.tr("Keep"),
            self.tr(
                "What a rule finds is taken out of every answer, of all agents. That it was is noted with "
                "the answer and in the log; what it was is not."
            ),
        )
        self._before = dict(rules)
        self.boxes: dict[str, QCheckBox] = {}
        for name, on in rules.items():
            box = QCheckBox(words.rule(name))
            box.setChecked(on)
            self.boxes[name] = box
            self.form.addRow(box)

    async def submit(self) -> None:
        set_rule = self.ops.app.chat.set_withheld_rule
        for name, box in self.boxes.items():
            if box.isChecked() != self._before[name]:
                await self.ops.change(self, set_rule, name, box.isChecked(), changes=Changes(chats=True))
                self._before[name] = box.isChecked()


class BatchDialog(FormDialog):
    """Answers a file of questions while it is open; stopped, it goes on where it was the next time."""

    def __init__(self, ops: Ops, parent: QWidget, agents: Sequence[Agent], agent_id: str) -> None:
        super().__init__(
            ops,
            parent,
            self.tr("Answer a file of questions"),
            self.tr("Begin"),
            self.tr(
                "Each line of the file is a question: {example}. The answers go into another file, a line "
                "each with its sources; what is answered there already is not asked again."
            ).format(example=language.left_to_right('{"id": "1", "question": "…"}')),
        )
        self._stopped = False
        self._running = False
        self.agent = Choice()
        for agent in agents:
            self.agent.addItem(language.isolate(agent.name), agent.id)
        self.agent.setCurrentIndex(max(0, self.agent.findData(agent_id)))
        self.questions, self.answers = _path(), _path()
        self.add(self.tr("Agent"), self.agent)
        self.add(self.tr("Questions"), self._beside(self.questions, self._browse_questions))
        self.add(self.tr("Answers"), self._beside(self.answers, self._browse_answers))
        self.questions.setAccessibleName(self.tr("Questions"))
        self.answers.setAccessibleName(self.tr("Answers"))
        self.progress = QProgressBar(textVisible=False)
        self.told = muted("")
        self.progress.hide()
        self.form.addRow(self.progress)
        self.form.addRow(self.told)
        for field in (self.questions, self.answers):
            field.textChanged.connect(self._enable)
        self._enable()

    async def submit(self) -> None:
        """Asks until all are answered or it is stopped; then the dialog stays, to say what came of it."""
        questions, answers = Path(self.questions.text().strip()), Path(self.answers.text().strip())
        self._running, self._stopped = True, False
        self.progress.show()
        done = total = 0
        failed: list[dict[str, object]] = []
        try:
            batch = self.ops.app.chat.batch
            async for step in self.ops.stream(self, batch, self.agent.currentData(), questions, answers):
                done, total = int(step.done), int(step.total)
                failed = step.extra.get("failed", [])
                self._tell(done, total)
                if self._stopped:
                    break
        finally:
            self._running = False
        self._conclude(done, total, failed)
        raise Cancelled

    def reject(self) -> None:
        """While it works, it stops after the question at hand."""
        if self._running:
            self._stopped = True
            self.told.setText(self.tr("It stops after the question at hand…"))
            return
        super().reject()

    def _tell(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self.told.setText(
            self.tr("{done} of {total} questions answered").format(
                done=language.number(done), total=language.number(total)
            )
        )

    def _conclude(self, done: int, total: int, failed: Sequence[Mapping[str, object]]) -> None:
        self._tell(done, total)
        if failed:
            lines = [f"{one['id']}: {one['error']}" for one in failed]
            what = self.tr("%n questions got no answer.", "", len(failed))
            self.show_error(UserError(what, details=lines, do=self.tr("Begin again to ask these once more.")))
        elif done < total:
            self.told.setText(self.told.text() + "  ·  " + self.tr("Begin again to go on from here."))
        else:
            self.told.setText(self.tr("All %n questions are answered.", "", total))

    def _beside(self, field: QLineEdit, browse: object) -> QWidget:
        button = text_button(self.tr("Choose"))
        button.clicked.connect(browse)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(field, 1)
        row.addWidget(button)
        return place

    def _browse_questions(self) -> None:
        dialog = QFileDialog(self, self.tr("A file of questions"), str(Path.home()))
        dialog.setNameFilters([self.tr("Questions (*.jsonl)"), self.tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take_questions)
        dialog.open()

    def _take_questions(self, file: str) -> None:
        self.questions.setText(file)
        if not self.answers.text():
            path = Path(file)
            self.answers.setText(str(path.with_name(f"{path.stem}-answers.jsonl")))

    def _browse_answers(self) -> None:
        dialog = QFileDialog(self, self.tr("A file for the answers"), self.answers.text() or str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix("jsonl")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.answers.setText)
        dialog.open()

    def _enable(self) -> None:
        self.yes.setEnabled(bool(self.questions.text().strip() and self.answers.text().strip()))


def _path() -> QLineEdit:
    field = QLineEdit()
    field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return field
