# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a query asks for beyond its words: its intent, its limits, its spelling, and what it leaves unsaid."""

from __future__ import annotations

from core.retrieval.understanding.understood import Understood

__all__ = ["Understood"]
