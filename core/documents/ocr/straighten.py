# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turning pictures: how far a scan is askew, and where a turned point was before."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from core.records import Box

if TYPE_CHECKING:
    from PIL.Image import Image

Back = Callable[[Box], Box]

_LOOKED_AT = 1000
_WIDEST = 6.0
_COARSE, _FINE = 0.5, 0.1
# Less than this does no harm, and turning blurs.
_LEAST = 0.4
_FEWEST_INK = 500
# How much sharper the lines must stand out for a turn to be believed.
_GAIN = 1.1


def skew(image: Image) -> float:
    """Degrees by which a grey picture must be turned counter-clockwise for its lines to lie level.

    The lines of a level page make the sharpest profile of ink along its height (Postl 1986).
    """
    small = image.reduce(max(1, max(image.size) // _LOOKED_AT))
    grey = np.asarray(small, dtype=np.float32)
    rows, columns = np.nonzero(grey < grey.mean() - 1.5 * max(float(grey.std()), 8.0))
    if len(rows) < _FEWEST_INK:
        return 0.0
    coarse = _best(rows, columns, np.arange(-_WIDEST, _WIDEST + 0.01, _COARSE))
    fine = _best(rows, columns, np.arange(coarse - _COARSE, coarse + _COARSE + 0.01, _FINE))
    if abs(fine) < _LEAST or abs(fine) >= _WIDEST:
        return 0.0
    level, turned = _sharpness(rows, columns, 0.0), _sharpness(rows, columns, fine)
    return round(float(fine), 2) if turned > _GAIN * level else 0.0


def turned(image: Image, degrees: float, fill: int = 255) -> tuple[Image, Back]:
    """The picture turned counter-clockwise, enlarged to hold all of it, and the way back for boxes on it."""
    from PIL import Image as Pillow

    if not degrees:
        return image, lambda box: box
    exact = degrees % 90 == 0
    method = Pillow.Resampling.NEAREST if exact else Pillow.Resampling.BICUBIC
    result = image.rotate(degrees, method, expand=True, fillcolor=fill)
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    from_x, from_y = result.width / 2, result.height / 2
    to_x, to_y = image.width / 2, image.height / 2

    def back(box: Box) -> Box:
        corners = [(x - from_x, y - from_y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [x * cosine - y * sine + to_x for x, y in corners]
        ys = [x * sine + y * cosine + to_y for x, y in corners]
        return (min(xs), min(ys), max(xs), max(ys))

    return result, back


def _best(rows: np.ndarray, columns: np.ndarray, angles: np.ndarray) -> float:
    return float(max(angles, key=lambda angle: _sharpness(rows, columns, float(angle))))


def _sharpness(rows: np.ndarray, columns: np.ndarray, degrees: float) -> float:
    """How unevenly the ink is spread over the rows of the picture turned by ``degrees``."""
    turned_rows = rows - columns * math.tan(math.radians(degrees))
    profile = np.bincount(np.round(turned_rows - turned_rows.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())
