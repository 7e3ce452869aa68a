# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words by which names are told: given names that are seldom anything else, countries and great cities.

They lie in resources/names, a name a line; Arabic ones with bare alefs.
"""

from __future__ import annotations

import re

from core.paths import RESOURCES


def names(file: str) -> frozenset[str]:
    """The names of a list."""
    text = (RESOURCES / "names" / f"{file}.txt").read_text(encoding="utf-8")
    return frozenset(text.splitlines())


def pattern(file: str) -> str:
    """A pattern for any name of a list, the longest first."""
    return "|".join(map(re.escape, sorted(names(file), key=lambda name: (-len(name), name))))
