# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes a whole view take files and folders that are dropped on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui import icons, theme


class DropZone(QWidget):
    """Covers ``view`` while files are dragged over it, saying what letting go will do. Emits ``dropped``
    (list of Path)."""

    dropped = Signal(list)

    def __init__(self, view: QWidget, words: str) -> None:
        super().__init__(view)
        self.words = words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        view.setAcceptDrops(True)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent):
                return self._enter(event)
            case QEvent.Type.DragMove if isinstance(event, QDropEvent):
                event.acceptProposedAction()
                return True
            case QEvent.Type.DragLeave:
                self.hide()
                return True
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self.hide()
                event.acceptProposedAction()
                self.dropped.emit(paths_of(event.mimeData()))
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.color("soft"))
        veil.setAlphaF(0.93)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(12, 12, -12, -12), 10, 10)
        middle = self.rect().center()
        icons.paint(painter, QRect(middle.x() - 24, middle.y() - 56, 48, 48), "tray-arrow-down", "accent")
        font = painter.font()
        font.setPointSizeF(14)
        painter.setFont(font)
        painter.setPen(theme.color("on_soft"))
        painter.drawText(QRect(0, middle.y(), self.width(), 40), Qt.AlignmentFlag.AlignCenter, self.words)

    def _enter(self, event: QDragEnterEvent) -> bool:
        if not paths_of(event.mimeData()):
            return False
        event.acceptProposedAction()
        view = self.parentWidget()
        if view is not None:
            self.setGeometry(view.rect())
        self.raise_()
        self.show()
        return True


def paths_of(data: QMimeData) -> list[Path]:
    """The local files and folders among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
