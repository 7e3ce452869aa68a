# SPDX-License-Identifier: AGPL-3.0-or-later
"""A query as it was typed, pasted or read from a file, made fit for searching."""

from __future__ import annotations

import unicodedata

from core.retrieval import normalise

# A longer query is searched by its beginning.
LONGEST = 2000
_INVISIBLE = {"Cf": "", "Cc": " ", "Cs": " ", "Co": " ", "Cn": " "}


def clean(typed: str) -> str:
    """``typed`` without control characters, invisible marks and surplus white space, cut at 2,000 characters.

    Empty where there is no letter and no digit: then there is nothing to search for.
    """
    seen = "".join(_INVISIBLE.get(unicodedata.category(c), c) for c in typed[: 4 * LONGEST])
    text = " ".join(seen.split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    return text if normalise.words(text) else ""


def writable(text: str) -> str:
    """Bytes on the command line that are no UTF-8 come as lone surrogates, which no file takes: now "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")
