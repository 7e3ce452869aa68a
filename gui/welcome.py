# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page: makes a workspace, or unlocks one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from gui import icons, language
from gui.ops import Ops, slot
from gui.widgets.busy import BusyLine
from gui.widgets.buttons import icon_button
from gui.widgets.message import InlineMessage


class Welcome(QWidget):
    """Unlocks ``folder`` where it is a workspace, else offers to make one there. The ops emit ``opened``."""

    folder_chosen = Signal(Path)

    def __init__(self, ops: Ops, folder: Path) -> None:
        super().__init__()
        self.ops = ops
        self.folder = folder
        self.message = InlineMessage()
        self._busy = BusyLine()
        self.title = QLabel(wordWrap=True)
        self.title.setProperty("role", "title")
        self.words = QLabel(wordWrap=True)
        self.words.setProperty("role", "muted")
        self.path = QLineEdit(str(folder))
        self.path.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.path.editingFinished.connect(lambda: self.show_folder(Path(self.path.text()).expanduser()))
        self.passphrase = self._secret(self.tr("Passphrase"))
        self.again = self._secret(self.tr("The same again"))
        self.button = QPushButton(default=True)
        self.button.setProperty("main", True)
        self.button.clicked.connect(self.go)
        self._again_label = QLabel(self.tr("The same again"))
        self._build()
        self.show_folder(folder)

    @property
    def makes_new(self) -> bool:
        return not (self.folder / "vault.json").exists()

    def show_folder(self, folder: Path) -> None:
        self.folder = folder
        self.path.setText(str(folder))
        new = self.makes_new
        self.title.setText(self.tr("Make a workspace") if new else self.tr("Unlock the workspace"))
        self.words.setText(
            self.tr(
                "Everything you add is kept encrypted in this folder, on this computer only. "
                "The passphrase is the only way in: nobody can restore it."
            )
            if new
            else self.tr("It is encrypted. Its passphrase opens it.")
        )
        self.again.setVisible(new)
        self._again_label.setVisible(new)
        self.button.setText(self.tr("Make the workspace") if new else self.tr("Unlock"))
        self.message.hide()

    @slot
    async def go(self) -> None:
        """Makes or unlocks."""
        self.message.hide()
        new, passphrase = self.makes_new, self.passphrase.text()
        if new and passphrase != self.again.text():
            raise UserError(
                self.tr("The two passphrases differ."), do=self.tr("Type the same one in both fields.")
            )
        self.button.setEnabled(False)
        try:
            await self.ops.open(self, self.folder, passphrase, new=new)
        finally:
            self.button.setEnabled(True)
            self.passphrase.selectAll()
        self.passphrase.clear()
        self.again.clear()

    @slot
    async def open_with(self, passphrase: str | None) -> None:
        """Opens without asking: with a passphrase from a file, or (None) with the system's keyring."""
        try:
            await self.ops.open(_Silent(self) if passphrase is None else self, self.folder, passphrase)
        finally:
            self.passphrase.setFocus()

    def show_error(self, error: UserError) -> None:
        self.message.show_message(error.what, error.do, details=error.details)
        self.passphrase.setFocus()

    def begin_busy(self) -> None:
        self._busy.begin()

    def end_busy(self) -> None:
        self._busy.end()

    def _secret(self, name: str) -> QLineEdit:
        field = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        field.setAccessibleName(name)
        field.returnPressed.connect(self.go)
        eye = field.addAction(icons.icon("eye-outline", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        eye.setCheckable(True)
        eye.setToolTip(self.tr("Show what is typed"))
        modes = QLineEdit.EchoMode
        eye.toggled.connect(lambda on: field.setEchoMode(modes.Normal if on else modes.Password))
        return field

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("The workspace's folder"), str(self.folder.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.show_folder(Path(path)))
        dialog.open()

    def _build(self) -> None:
        browse = icon_button("folder-outline", self.tr("Choose a folder"), role="text")
        browse.clicked.connect(self._choose)
        where = QHBoxLayout()
        where.addWidget(self.path, 1)
        where.addWidget(browse)
        form = QFormLayout(fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setSpacing(12)
        form.addRow(self.tr("Folder"), where)
        form.addRow(self.tr("Passphrase"), self.passphrase)
        form.addRow(self._again_label, self.again)
        logo = QLabel()
        logo.setPixmap(icons.program_icon().pixmap(48, 48))
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(520)
        card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 32, 32, 32)
        inside.setSpacing(12)
        inside.addWidget(logo)
        inside.addWidget(self.title)
        inside.addWidget(self.words)
        inside.addWidget(self.message)
        inside.addSpacing(8)
        inside.addLayout(form)
        inside.addSpacing(8)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTrailing)
        inside.addWidget(self._busy)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.path.setAccessibleName(self.tr("Folder"))


class _Silent(QWidget):
    """A place that keeps quiet: no key in the keyring is no error, the page asks for the passphrase."""

    def __init__(self, page: Welcome) -> None:
        super().__init__(page)
        self.begin_busy = page.begin_busy
        self.end_busy = page.end_busy

    def show_error(self, error: UserError) -> None:
        return


def shown_path(folder: Path) -> str:
    """A folder as the person knows it: their home as ~, always left-to-right."""
    home = Path.home()
    text = f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
    return language.left_to_right(text)
