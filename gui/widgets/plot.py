# SPDX-License-Identifier: AGPL-3.0-or-later
"""A live curve or several, with a legend in words. pyqtgraph is loaded when the first plot is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui import theme

Points = Sequence[tuple[float, float]]


class Plot(QWidget):
    """One pair of axes. ``set_series("loss", self.tr("Loss"), points, "accent")`` adds or redraws a curve.

    Curves are told apart by colour, by line style (``dashed``) or by ``dots``, and by the legend's words. The
    value under the pointer is told beside the title. ``from_zero``: the axis of values begins at zero, so
    that small changes look small.
    """

    def __init__(
        self,
        title: str,
        x_label: str = "",
        unit: str = "",
        parent: QWidget | None = None,
        *,
        from_zero: bool = False,
    ) -> None:
        super().__init__(parent)
        import pyqtgraph

        self._unit = unit
        self._from_zero = from_zero
        self._curves: dict[str, _Curve] = {}
        self._title = QLabel(title)
        self._title.setProperty("role", "strong")
        self._value = QLabel()
        self._value.setProperty("role", "muted")
        self._legend = QHBoxLayout()
        self._legend.setSpacing(12)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 0)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._value)
        head.addStretch()
        head.addLayout(self._legend)
        self._graph = pyqtgraph.PlotWidget()
        # Steps run from left to right in every language, as on the axes of a printed chart.
        self._graph.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._graph.setMenuEnabled(False)
        self._graph.hideButtons()
        self._graph.setAntialiasing(True)
        self._graph.setLabel("bottom", x_label)
        self._graph.getAxis("left").enableAutoSIPrefix(False)
        self._graph.getAxis("bottom").enableAutoSIPrefix(False)
        self._graph.scene().sigMouseMoved.connect(self._on_pointer)
        self._graph.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._graph, 1)
        self._dress()

    def set_series(
        self,
        name: str,
        words: str,
        points: Points,
        role: str = "accent",
        *,
        dashed: bool = False,
        dots: bool = False,
    ) -> None:
        """Adds the curve ``name``, or draws it again with new points."""
        curve = self._curves.get(name)
        if curve is None:
            curve = self._curves[name] = _Curve(self._graph, words, role, dashed=dashed, dots=dots)
            self._legend.addWidget(curve.label)
            curve.dress()
        curve.draw(points)
        if self._from_zero:
            highest = max((y for one in self._curves.values() for _, y in one.points), default=1.0)
            self._graph.setYRange(0, highest * 1.15, padding=0)

    def show_from_to(self, first: float, last: float) -> None:
        """What the lower axis shows, whatever points there are."""
        self._graph.setXRange(first, last, padding=0.02)

    def clear(self) -> None:
        for curve in self._curves.values():
            self._graph.removeItem(curve.item)
            curve.label.deleteLater()
        self._curves = {}
        self._value.clear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_graph"):
            self._dress()

    def _dress(self) -> None:
        self._graph.setBackground(theme.color("base"))
        self._graph.showGrid(x=False, y=True, alpha=0.15)
        for side in ("left", "bottom"):
            axis = self._graph.getAxis(side)
            axis.setPen(theme.color("line_strong"))
            axis.setTextPen(theme.color("muted"))
            axis.setStyle(tickFont=self.font())
        for curve in self._curves.values():
            curve.dress()

    def _on_pointer(self, position: QPointF) -> None:
        if not self._curves:
            return
        x = self._graph.getPlotItem().vb.mapSceneToView(position).x()
        told = [curve.told(x, self._unit) for curve in self._curves.values() if curve.points]
        self._value.setText("   ".join(told))


class _Curve:
    def __init__(self, graph: Any, words: str, role: str, *, dashed: bool, dots: bool) -> None:
        self.words = words
        self.points: list[tuple[float, float]] = []
        self.label = QLabel()
        self._role = role
        self._style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._sign = "●" if dots else "╌╌" if dashed else "━━"
        self.item = graph.plot([], [], symbol="o" if dots else None, symbolSize=6)

    def draw(self, points: Points) -> None:
        self.points = sorted((float(x), float(y)) for x, y in points)
        self.item.setData([x for x, _ in self.points], [y for _, y in self.points])

    def dress(self) -> None:
        color = theme.color(self._role)
        pen = QPen(color, 2.0)
        pen.setCosmetic(True)
        pen.setStyle(self._style)
        self.item.setPen(pen)
        self.item.setSymbolBrush(color)
        self.item.setSymbolPen(color)
        self.label.setText(f'<span style="color:{color.name()}">{self._sign}</span> {self.words}')

    def told(self, x: float, unit: str) -> str:
        near = min(self.points, key=lambda point: abs(point[0] - x))
        return f"{self.words} {near[1]:.4g}{unit} @ {near[0]:.0f}"
