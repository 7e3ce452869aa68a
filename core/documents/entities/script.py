# SPDX-License-Identifier: AGPL-3.0-or-later
"""What tells names in one script."""

from __future__ import annotations

import re
from typing import NamedTuple

Patterns = tuple[re.Pattern[str], ...]


class Script(NamedTuple):
    """Patterns of names, as a group "name" or as a whole. ``letters``: a text without them has none of these.

    ``pair`` is a group "first", followed by "rest": a name where the first word is one of ``given``.
    """

    letters: re.Pattern[str]
    people: Patterns
    organisations: Patterns
    places: Patterns
    pair: re.Pattern[str]
    given: frozenset[str]
