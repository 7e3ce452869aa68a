# SPDX-License-Identifier: AGPL-3.0-or-later
"""Even black on even white: uneven light, coloured boxes and light letters on dark ground are taken away.

The page is looked at in small squares. The median of a square is its ground, since letters cover less than
half of it; to which side the rest differs tells whether its letters are darker or lighter than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

# The side of a square in pixels, and how far a point must differ from the ground to be no noise.
_SQUARE = 32
_NOISE = 20.0
# Squares lighter than this are plain paper; ground darker than the other may carry light letters.
_PAPER, _DARK = 235.0, 200.0
# How many squares around one have a say in whether its letters are light.
_AROUND = 2


def evened(image: Image) -> Image:
    """A grey picture (mode L) as dark letters on white; the same one where it is that already."""
    grey = np.asarray(image, dtype=np.float32)
    squares = _squares(grey)
    ground = np.median(squares, axis=2)
    if ground.min() >= _PAPER:
        return image
    light = _carries_light_letters(squares, ground)
    smooth = np.median(_neighbours(ground, 1), axis=0)
    return _levelled(grey, smooth, light)


def _squares(grey: np.ndarray) -> np.ndarray:
    """Every second point of each square: rows of squares, squares, points."""
    height, width = grey.shape
    edges = ((0, -height % _SQUARE), (0, -width % _SQUARE))
    part = np.pad(grey, edges, mode="edge")[::2, ::2]
    side = _SQUARE // 2
    rows, columns = part.shape[0] // side, part.shape[1] // side
    return part.reshape(rows, side, columns, side).transpose(0, 2, 1, 3).reshape(rows, columns, side * side)


def _carries_light_letters(squares: np.ndarray, ground: np.ndarray) -> np.ndarray:
    differ = squares - ground[..., None]
    weight = np.sign(differ) * np.square(np.maximum(np.abs(differ) - _NOISE, 0))
    balance = _neighbours(weight.sum(axis=2), _AROUND).sum(axis=0)
    return (balance > 0) & (ground < _DARK)  # type: ignore[no-any-return]


def _neighbours(squares: np.ndarray, reach: int) -> np.ndarray:
    """The squares shifted by up to ``reach`` to all sides, one upon the other."""
    rows, columns = squares.shape
    wide = np.pad(squares, reach, mode="edge")
    steps = range(2 * reach + 1)
    return np.stack([wide[y : y + rows, x : x + columns] for y in steps for x in steps])


def _levelled(grey: np.ndarray, ground: np.ndarray, light: np.ndarray) -> Image:
    from PIL import Image as Pillow

    height, width = grey.shape
    size = (ground.shape[1] * _SQUARE, ground.shape[0] * _SQUARE)
    soft = Pillow.fromarray(ground.astype(np.float32)).resize(size, Pillow.Resampling.BILINEAR)
    paper = np.asarray(soft)[:height, :width]
    result = grey / np.maximum(paper, 1.0)
    if light.any():
        turned = np.repeat(np.repeat(light, _SQUARE, axis=0), _SQUARE, axis=1)[:height, :width]
        result = np.where(turned, (255.0 - grey) / np.maximum(255.0 - paper, 1.0), result)
    return Pillow.fromarray(np.clip(255.0 * result, 0, 255).astype(np.uint8))
