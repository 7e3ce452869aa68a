# SPDX-License-Identifier: AGPL-3.0-or-later
"""Boxes (left, top, right, bottom) on a page, in any one unit."""

from __future__ import annotations

from collections.abc import Iterable

from core.records import Box

_SAME_LINE = 0.5


def around(boxes: Iterable[Box]) -> Box:
    """The least box that holds all of them; at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def on_one_line(first: Box, second: Box) -> bool:
    """Whether two boxes share more than half of the lower one's height."""
    common = min(first[3], second[3]) - max(first[1], second[1])
    return common > _SAME_LINE * min(first[3] - first[1], second[3] - second[1])
