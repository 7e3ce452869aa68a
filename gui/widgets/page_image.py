# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a page, with passages highlighted on it; zooms, scrolls, and tells where one clicks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gui import theme
from gui.widgets.bidi import MARKS

Box = tuple[float, float, float, float]

_STEP = 1.2
_SMALLEST, _LARGEST = 0.1, 8.0
_MARGIN = 12.0
_OUTLINED = {"passage", "current"}


class _Mark(QGraphicsRectItem):
    """Colours the paper and leaves the ink."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        super().paint(painter, option, widget)


class PageImage(QGraphicsView):
    """Shows one picture. Boxes are fractions of its width and height (left, top, right, bottom).

    Emits ``clicked(x, y)`` with such fractions, ``turn_asked(by)`` when the keyboard scrolls beyond an end,
    ``zoomed(scale)``: 1 is a picture's pixel on a pixel of the screen.
    """

    zoomed = Signal(float)
    clicked = Signal(float, float)
    turn_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("Page image"))
        self._fit: Literal["width", "page", ""] = "width"
        self._page: QRectF | None = None
        self._picture: QGraphicsPixmapItem | None = None
        self._marks: dict[str, list[QGraphicsRectItem]] = {}
        self._pressed = QPoint()
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
        self.clear()
        self._picture = scene.addPixmap(pixmap)
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._page = QRectF(pixmap.rect())
        frame = scene.addRect(self._page, QPen(theme.color("line_strong"), 0))
        frame.setZValue(1)
        scene.setSceneRect(self._page.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self._apply_fit()
        self.set_marks("passage", boxes)
        self._bring_into_view()

    def sharpen(self, png: bytes) -> None:
        """The same page from more dots; nothing moves."""
        if self._picture is None or self._page is None:
            return
        pixmap = QPixmap()
        pixmap.loadFromData(png)
        if not pixmap.isNull():
            self._picture.setPixmap(pixmap)
            self._picture.setScale(self._page.width() / pixmap.width())

    def set_marks(self, kind: str, boxes: Sequence[Box]) -> None:
        """Highlights ``boxes`` as ``kind`` (see gui.widgets.bidi.MARKS), and no others."""
        for item in self._marks.pop(kind, []):
            self.scene().removeItem(item)
        if kind == "passage":
            self.boxes = list(boxes)
        if self._page is not None:
            self._marks[kind] = [self._mark(kind, box) for box in boxes]

    def marks(self, kind: str) -> int:
        """How many boxes of this kind are highlighted."""
        return len(self._marks.get(kind, []))

    def bring_box_into_view(self, box: Box) -> None:
        """Scrolls as little as needed."""
        self.ensureVisible(self._spot(box), 40, round(self.viewport().height() / 4))

    def clear(self) -> None:
        self.scene().clear()
        self._page = None
        self._picture = None
        self._marks = {}
        self.boxes = []

    def zoom(self, factor: float) -> None:
        """Times ``factor``, within bounds; fitting to width or page ends."""
        now = self.transform().m11()
        wanted = min(_LARGEST, max(_SMALLEST, now * factor))
        self._fit = ""
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.scale(wanted / now, wanted / now)
        self.zoomed.emit(wanted)

    def zoom_in(self) -> None:
        self.zoom(_STEP)

    def zoom_out(self) -> None:
        self.zoom(1 / _STEP)

    def fit_width(self) -> None:
        """As wide as the view, and stays so when the view is resized."""
        self._fit = "width"
        self._apply_fit()

    def fit_page(self) -> None:
        """The whole page at once, and stays so."""
        self._fit = "page"
        self._apply_fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus:
                self.zoom_out()
            case Qt.Key.Key_0:
                self.fit_width()
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space if bar.value() >= bar.maximum():
                self.turn_asked.emit(1)
            case Qt.Key.Key_PageUp if bar.value() <= bar.minimum():
                self.turn_asked.emit(-1)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        moved = (event.position().toPoint() - self._pressed).manhattanLength()
        if event.button() != Qt.MouseButton.LeftButton or moved > QApplication.startDragDistance():
            return
        at = self.mapToScene(event.position().toPoint())
        if self._page is not None and self._page.contains(at):
            self.clicked.emit(at.x() / self._page.width(), at.y() / self._page.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit:
            self._apply_fit()
            self._bring_into_view()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._dress()

    def _apply_fit(self) -> None:
        if not self._fit:
            return
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self._page is None:
            return
        view, scene = self.viewport(), self.sceneRect()
        wanted = view.width() / max(1.0, scene.width())
        if self._fit == "page":
            wanted = min(wanted, view.height() / max(1.0, scene.height()))
        self.resetTransform()
        self.scale(wanted, wanted)
        self.zoomed.emit(wanted)

    def _dress(self) -> None:
        self.setBackgroundBrush(QBrush(theme.color("paper")))

    def _spot(self, box: Box) -> QRectF:
        page = self._page or QRectF()
        left, top, right, bottom = box
        return QRectF(
            QPointF(left * page.width(), top * page.height()),
            QPointF(right * page.width(), bottom * page.height()),
        )

    def _mark(self, kind: str, box: Box) -> QGraphicsRectItem:
        # On paper, which is white in both schemes, the marks wear the colours of the light one.
        role, opacity, _ = MARKS[kind]
        fill = QColor(getattr(theme.LIGHT, role))
        fill.setAlphaF(opacity)
        line = QPen(Qt.PenStyle.NoPen)
        if kind in _OUTLINED:
            line = QPen(theme.color("mark_line"), 1)
            line.setCosmetic(True)
        item = _Mark(self._spot(box).adjusted(-2, -1, 2, 1))
        item.setPen(line)
        item.setBrush(QBrush(fill))
        self.scene().addItem(item)
        item.setZValue(2 + list(MARKS).index(kind) - list(MARKS).index("passage"))
        return item

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
