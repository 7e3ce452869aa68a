# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting a chunk into the windows that an embedder reads whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Span = tuple[int, int]

# A sentence ends at its mark and the white space after it, or at the end of a paragraph.
_SENTENCE = re.compile(r"\S.*?(?:[.!?؟؛。]+[\"'”’)\]]*(?=\s)|(?=\n\s*\n)|$(?![\s\S]))", re.DOTALL)


def sentences(text: str) -> list[Span]:
    """The spans of the sentences of ``text``, white space at the ends left out."""
    return [(match.start(), match.end()) for match in _SENTENCE.finditer(text)]


def windows(text: str, limit: int, count: Callable[[Sequence[str]], list[int]]) -> list[Span]:
    """Spans of whole sentences, as many as fit into ``limit`` tokens, one after the other.

    ``count`` gives the tokens of each of several texts. A sentence longer than the limit is cut at words.
    """
    spans = sentences(text)
    sizes = count([text[start:end] for start, end in spans])
    found: list[Span] = []
    filled = limit
    for (start, end), size in zip(spans, sizes, strict=True):
        if size > limit:
            found.extend(_cut(text, start, end, -(-size // limit)))
            filled = limit
        elif filled + size <= limit:
            found[-1] = (found[-1][0], end)
            filled += size
        else:
            found.append((start, end))
            filled = size
    return found


def _cut(text: str, start: int, end: int, parts: int) -> list[Span]:
    """A long span in ``parts`` of about the same length, cut before words where there are any."""
    cuts = [start]
    for part in range(1, parts):
        aim = start + (end - start) * part // parts
        space = text.rfind(" ", cuts[-1] + 1, aim)
        cuts.append(space + 1 if space > 0 else aim)
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True) if text[a:b].strip()]
