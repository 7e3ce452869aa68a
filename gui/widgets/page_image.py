# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a page, with passages highlighted on it; zooms and scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from gui import theme

Box = tuple[float, float, float, float]

_STEP = 1.2
_SMALLEST, _LARGEST = 0.1, 8.0
_MARK_OPACITY = 0.35
_MARGIN = 12.0


class PageImage(QGraphicsView):
    """Shows one picture. Boxes are fractions of its width and height (left, top, right, bottom)."""

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName(self.tr("Page image"))
        self._fits = True
        self._page: QRectF | None = None
        self.boxes: list[Box] = []
        self._dress()

    @property
    def has_page(self) -> bool:
        return self._page is not None

    def show_page(self, png: bytes, boxes: Sequence[Box] = ()) -> None:
        """Shows a picture (PNG) and marks ``boxes`` on it; the first box is brought into view."""
        pixmap = QPixmap()
        pixmap.loadFromData(png)
        scene = self.scene()
        scene.clear()
        picture = scene.addPixmap(pixmap)
        picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._page = QRectF(pixmap.rect())
        frame = scene.addRect(self._page, QPen(theme.color("line_strong"), 0))
        frame.setZValue(1)
        scene.setSceneRect(self._page.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self.boxes = list(boxes)
        for box in boxes:
            self._mark(box)
        if self._fits:
            self.fit_width()
        self._bring_into_view()

    def clear(self) -> None:
        self.scene().clear()
        self._page = None
        self.boxes = []

    def zoom(self, factor: float) -> None:
        """Times ``factor``, within bounds; fit-to-width ends."""
        now = self.transform().m11()
        wanted = min(_LARGEST, max(_SMALLEST, now * factor))
        self._fits = False
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.scale(wanted / now, wanted / now)
        self.zoomed.emit(wanted)

    def fit_width(self) -> None:
        """As wide as the view, and stays so when the view is resized."""
        self._fits = True
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self._page is None:
            return
        width = self.viewport().width() / max(1.0, self.sceneRect().width())
        self.resetTransform()
        self.scale(width, width)
        self.zoomed.emit(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _STEP)
            case Qt.Key.Key_0:
                self.fit_width()
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit_width()
            self._bring_into_view()

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        self._dress()

    def _dress(self) -> None:
        self.setBackgroundBrush(QBrush(theme.color("paper")))

    def _mark(self, box: Box) -> None:
        assert self._page is not None  # noqa: S101 - show_page alone calls this
        left, top, right, bottom = box
        width, height = self._page.width(), self._page.height()
        spot = QRectF(QPointF(left * width, top * height), QPointF(right * width, bottom * height))
        fill = QColor(theme.color("mark"))
        fill.setAlphaF(_MARK_OPACITY)
        line = QPen(theme.color("mark_line"), 1)
        line.setCosmetic(True)
        self.scene().addRect(spot.adjusted(-2, -1, 2, 1), line, QBrush(fill)).setZValue(2)

    def _bring_into_view(self) -> None:
        if self._page is None:
            return
        if not self.boxes:
            self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())
            return
        top = min(box[1] for box in self.boxes) * self._page.height()
        bottom = max(box[3] for box in self.boxes) * self._page.height()
        spot = QRectF(0, top, self._page.width(), min(bottom - top, self._page.height() / 3))
        self.ensureVisible(spot, 0, round(self.viewport().height() / 4))
