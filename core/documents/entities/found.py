# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a recogniser gives."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """``text[start:end]`` of a page. ``value`` is one spelling for all of its spellings.

    ``day`` (ISO 8601, "2026-11-20") for what stands on a timeline.
    """

    start: int
    end: int
    kind: str
    value: str
    day: str | None = None
