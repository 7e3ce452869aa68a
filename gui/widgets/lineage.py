# SPDX-License-Identifier: AGPL-3.0-or-later
"""A chain of sources, drawn from top to bottom: layers of cards joined by lines, with chips on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsObject,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gui import icons, theme
from gui.widgets.bidi import is_right_to_left

_MARGIN = 16.0
_BETWEEN = 22.0
_CLOSE = 8.0
_INDENT = 28.0
_PAD = 10.0
_ICON = 18.0
_RADIUS = 8.0
_SIDE_BY_SIDE = 2


@dataclass(frozen=True)
class Chip:
    """A small part of a card that can be chosen by itself."""

    key: str
    text: str
    tip: str = ""


@dataclass(frozen=True)
class Card:
    """``parents`` are the keys of the cards of lower layers that this one came from."""

    key: str
    title: str
    under: str = ""
    glyph: str = ""
    tip: str = ""
    parents: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()
    role: str = "muted"


class LineageView(QGraphicsView):
    """``show_layers`` draws: up to two cards of a layer stand side by side, more as a list under a trunk.

    Emits ``chosen(key)`` on a click, Enter or Space; the arrow keys go from card to chip to card.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        # The picture is mirrored by its own layout; the scene's axes stay.
        self.setObjectName("lineage")
        self._layers: list[list[Card]] = []
        self._items: list[_Item] = []
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._draw)

    def show_layers(self, layers: Sequence[Sequence[Card]]) -> None:
        """The newest layer first, the sources last."""
        self._layers = [list(layer) for layer in layers if layer]
        for item in self._items:
            item.set_chosen(on=False)
        self._draw()
        self.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        self.show_layers([])

    def keys(self) -> list[str]:
        """What can be chosen, from top to bottom."""
        return [item.key for item in self._items]

    def choose(self, key: str) -> None:
        """As a click on it would."""
        for item in self._items:
            item.set_chosen(on=item.key == key)
        self.chosen.emit(key)
        self._again.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        focused = self.scene().focusItem()
        place = self._items.index(focused) if isinstance(focused, _Item) else -1
        if event.key() in step and self._items:
            self._focus(max(0, min(len(self._items) - 1, place + step[Qt.Key(event.key())])))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and place >= 0:
            self.choose(self._items[place].key)
        else:
            super().keyPressEvent(event)

    def _focus(self, place: int) -> None:
        self._items[place].setFocus()
        self.ensureVisible(self._items[place], 0, 24)

    # --- drawing ------------------------------------------------------------------------------

    def _draw(self) -> None:
        kept = {item.key for item in self._items if item.is_chosen}
        self.scene().clear()
        self._items = []
        width = max(220.0, float(self.viewport().width()))
        spots = self._spots(width)
        for layer in self._layers:
            for card in layer:
                self._join(card, spots, width)
        for layer in self._layers:
            for card in layer:
                self._place(card, spots[card.key], width)
        bottom = max((spot.bottom() for spot in spots.values()), default=0.0)
        self.scene().setSceneRect(0, 0, width, bottom + _MARGIN)
        for item in self._items:
            item.set_chosen(on=item.key in kept)
            if item.is_chosen:
                self.ensureVisible(item, 0, 24)

    def _spots(self, width: float) -> dict[str, QRectF]:
        """Where each card stands, as if read from left to right."""
        spots: dict[str, QRectF] = {}
        top = _MARGIN
        inner = width - 2 * _MARGIN
        for layer in self._layers:
            if len(layer) <= _SIDE_BY_SIDE and not any(card.chips for card in layer):
                each = (inner - (len(layer) - 1) * _CLOSE) / len(layer)
                height = max(_height(card, each, self.font()) for card in layer)
                for place, card in enumerate(layer):
                    spots[card.key] = QRectF(_MARGIN + place * (each + _CLOSE), top, each, height)
                top += height + _BETWEEN
                continue
            for card in layer:
                each = inner - _INDENT
                height = _height(card, each, self.font())
                spots[card.key] = QRectF(_MARGIN + _INDENT, top, each, height)
                top += height + _CLOSE
            top += _BETWEEN - _CLOSE
        return spots

    def _join(self, card: Card, spots: dict[str, QRectF], width: float) -> None:
        """Lines down to what it came from: straight, or around a corner to each card of a list."""
        start = spots[card.key]
        for parent in card.parents:
            if parent not in spots:
                continue
            end = spots[parent]
            path = QPainterPath()
            if end.left() == _MARGIN + _INDENT:
                trunk = _MARGIN + _INDENT / 2
                path.moveTo(QPointF(trunk, start.bottom()))
                path.lineTo(QPointF(trunk, end.center().y() - _RADIUS))
                corner = QPointF(trunk, end.center().y())
                path.quadTo(corner, corner + QPointF(_RADIUS, 0))
                path.lineTo(QPointF(end.left(), end.center().y()))
            else:
                middle = (start.bottom() + end.top()) / 2
                begin, finish = start.center().x(), end.center().x()
                path.moveTo(QPointF(begin, start.bottom()))
                path.cubicTo(QPointF(begin, middle), QPointF(finish, middle), QPointF(finish, end.top()))
            line = self.scene().addPath(self._mirror_path(path, width), _line_pen())
            line.setZValue(-1)

    def _place(self, card: Card, spot: QRectF, width: float) -> None:
        item = _Item(self, card.key, card.tip or card.title, self._mirrored(spot, width).size().toTuple())
        item.card = card
        item.setPos(self._mirrored(spot, width).topLeft())
        self.scene().addItem(item)
        self._items.append(item)
        for chip, place in _chip_spots(card, spot.width(), self.font()):
            on_scene = self._mirrored(place.translated(spot.topLeft()), width)
            made = _Item(self, chip.key, chip.tip or chip.text, on_scene.size().toTuple())
            made.chip = chip
            made.setPos(on_scene.topLeft())
            made.setZValue(1)
            self.scene().addItem(made)
            self._items.append(made)

    def _mirrored(self, spot: QRectF, width: float) -> QRectF:
        if self.layoutDirection() != Qt.LayoutDirection.RightToLeft:
            return spot
        return QRectF(width - spot.right(), spot.top(), spot.width(), spot.height())

    def _mirror_path(self, path: QPainterPath, width: float) -> QPainterPath:
        if self.layoutDirection() != Qt.LayoutDirection.RightToLeft:
            return path
        return QTransform(-1, 0, 0, 1, width, 0).map(path)


class _Item(QGraphicsObject):
    """A card or a chip that can be pointed at, focused and chosen."""

    card: Card | None = None
    chip: Chip | None = None

    def __init__(self, view: LineageView, key: str, tip: str, size: tuple[float, float]) -> None:
        super().__init__()
        self.key = key
        self.is_chosen = False
        self._view = view
        self._box = QRectF(0, 0, *size)
        self._hovered = False
        self.setToolTip(tip)
        self.setFlag(QGraphicsObject.GraphicsItemFlag.ItemIsFocusable)
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-2, -2, 2, 2)

    def set_chosen(self, *, on: bool) -> None:
        self.is_chosen = on
        self.update()

    def hoverEnterEvent(self, event: object) -> None:
        self._hovered = True
        self.update()

    def hoverLeaveEvent(self, event: object) -> None:
        self._hovered = False
        self.update()

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        if self._box.contains(event.pos()):
            self._view.choose(self.key)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        self._paint_ground(painter)
        right = self._view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if self.chip is not None:
            painter.setFont(self._view.font())
            painter.setPen(theme.color("on_soft"))
            painter.drawText(self._box, Qt.AlignmentFlag.AlignCenter, self.chip.text)
        elif self.card is not None:
            _paint_card(painter, self.card, self._box, self._view.font(), right=right)

    def _paint_ground(self, painter: QPainter) -> None:
        chip = self.chip is not None
        ground = "soft" if chip or self.is_chosen else "raised"
        edge = "focus" if self.hasFocus() else "accent" if self.is_chosen or self._hovered else "line_strong"
        if chip and edge == "line_strong":
            edge = "soft"
        painter.setBrush(theme.color(ground))
        painter.setPen(QPen(theme.color(edge), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(self._box, _RADIUS, _RADIUS)


def _paint_card(painter: QPainter, card: Card, box: QRectF, font: QFont, *, right: bool) -> None:
    metrics = QFontMetricsF(_bold(font))
    inside = box.adjusted(_PAD, _PAD - 2, -_PAD, 0)
    if card.glyph:
        left = inside.right() - _ICON if right else inside.left()
        icons.paint(painter, QRectF(left, inside.top() + 1, _ICON, _ICON), card.glyph, card.role)
        cut = _ICON + _CLOSE
        inside = inside.adjusted(0, 0, -cut, 0) if right else inside.adjusted(cut, 0, 0, 0)
    line = QRectF(inside.left(), inside.top(), inside.width(), metrics.height())
    _text(painter, line, card.title, _bold(font), theme.color("text"), right=right)
    if card.under:
        under = line.translated(0, metrics.height() + 1)
        _text(painter, under, card.under, _small(font), theme.color("muted"), right=right)


def _text(painter: QPainter, box: QRectF, text: str, font: QFont, color: QColor, *, right: bool) -> None:
    """One elided line at the window's leading side, in its own direction."""
    elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    own = Qt.LayoutDirection.RightToLeft if is_right_to_left(text) else Qt.LayoutDirection.LeftToRight
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font)
    painter.setPen(color)
    painter.setLayoutDirection(own)
    flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, int(flags), elided)


def _height(card: Card, width: float, font: QFont) -> float:
    height = 2 * _PAD - 4 + QFontMetricsF(_bold(font)).height()
    if card.under:
        height += QFontMetricsF(_small(font)).height() + 1
    chips = [spot.bottom() for _chip, spot in _chip_spots(card, width, font)]
    return max([height, *(bottom + _PAD - 4 for bottom in chips)])


def _chip_spots(card: Card, width: float, font: QFont) -> Iterator[tuple[Chip, QRectF]]:
    """Chips at the far end of the title's line where they fit, else in rows under it."""
    metrics, title = QFontMetricsF(font), QFontMetricsF(_bold(font))
    start = _PAD + (_ICON + _CLOSE if card.glyph else 0)
    wide = [max(26.0, metrics.horizontalAdvance(chip.text) + 14) for chip in card.chips]
    height = metrics.height() + 4
    left, top = width - _PAD - sum(wide) - 4 * (len(wide) - 1), _PAD - 4
    if left < start + title.horizontalAdvance(card.title) + 2 * _CLOSE:
        left, top = start, 2 * _PAD - 4 + title.height()
        top += QFontMetricsF(_small(font)).height() if card.under else 0
    for chip, own in zip(card.chips, wide, strict=True):
        if left + own > width - _PAD + 1 and left > start:
            left, top = start, top + height + 4
        yield chip, QRectF(left, top, own, height)
        left += own + 4


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() - 1)
    return made


def _line_pen() -> QPen:
    pen = QPen(theme.color("line_strong"), 1.5)
    pen.setCosmetic(True)
    return pen
