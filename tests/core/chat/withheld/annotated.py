# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sentences of tests/data/withheld.jsonl: [[rule|value]] marks what must not leave.

In it <36> stands for 36 characters drawn by chance (d: digits, U: capitals and digits), so that no file holds
what looks like somebody's real token.
"""

from __future__ import annotations

import json
import random
import re
import string
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "data" / "withheld.jsonl"
_MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\](?!\])", re.DOTALL)
_DRAWN = re.compile(r"<([dU]?)(\d+)>")
_LETTERS = {
    "": string.ascii_letters + string.digits,
    "d": string.digits,
    "U": string.ascii_uppercase + string.digits,
}


@dataclass(frozen=True)
class Row:
    """``marked``: (start, end, rule) of each value."""

    id: str
    language: str
    text: str
    marked: tuple[tuple[int, int, str], ...]


def rows() -> list[Row]:
    """All sentences, the same each time."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [_row(**json.loads(line)) for line in lines]


def _row(id: str, language: str, text: str) -> Row:  # noqa: A002 - the name in the file
    chance = random.Random(id)  # noqa: S311 - no secret is made here
    text = _DRAWN.sub(lambda found: "".join(chance.choices(_LETTERS[found[1]], k=int(found[2]))), text)
    bare, marked, at = "", [], 0
    for found in _MARK.finditer(text):
        bare += text[at : found.start()]
        marked.append((len(bare), len(bare) + len(found[2]), found[1]))
        bare += found[2]
        at = found.end()
    return Row(id, language, bare + text[at:], tuple(marked))
