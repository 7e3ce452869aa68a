# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the sentences of an answer stand in the text as it is shown, and what is marked there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor, QTextDocument

from gui import theme
from gui.chat.rich import at_once, plain

_LINES = {
    "partly": QTextCharFormat.UnderlineStyle.SingleUnderline,
    "unsupported": QTextCharFormat.UnderlineStyle.DotLine,
}


@dataclass(frozen=True)
class Mark:
    """``tag`` are the words after the sentence (empty: it is supported), ``tip`` what is wrong with it,
    ``numbers`` those of its sources."""

    support: str = "supported"
    tag: str = ""
    tip: str = ""
    numbers: tuple[int, ...] = ()


def places(shown: str, sentences: Sequence[str]) -> list[tuple[int, int] | None]:
    """For each sentence its place in ``shown``, in characters; None where it is not to be found.

    What is shown has lost the answer's asterisks and pipes: only letters and figures are compared.
    """
    letters = [place for place, character in enumerate(shown) if character.isalnum()]
    stream = "".join(shown[place] for place in letters)
    found: list[tuple[int, int] | None] = []
    at = 0
    for sentence in sentences:
        span = _find(stream, sentence, at)
        if span is None:
            found.append(None)
            continue
        at = span[1]
        end = letters[at - 1] + 1
        tail = sentence.rstrip()[-3:]
        while end < len(shown) and shown[end] in tail and not shown[end].isalnum() and shown[end] != "|":
            end += 1
        found.append((letters[span[0]], end))
    return found


def _find(stream: str, sentence: str, at: int) -> tuple[int, int] | None:
    wanted = "".join(character for character in sentence if character.isalnum())
    # A list shows its numbers by itself.
    for words in dict.fromkeys((wanted, wanted.lstrip("0123456789٠١٢٣٤٥٦٧٨٩"))):
        start = stream.find(words, at) if words else -1
        if start >= 0:
            return start, start + len(words)
    return None


def mark(document: QTextDocument, sentences: Sequence[str], marks: Sequence[Mark]) -> None:
    """Underlines sentences and writes tags and numbers of sources after them."""
    shown = document.toRawText()
    units = _units(shown)
    spans = places(shown, sentences)
    with at_once(document):
        # From the end, so that what is inserted moves nothing that is still to be found.
        for span, one in reversed(list(zip(_attached(spans, len(shown)), marks, strict=True))):
            cursor = QTextCursor(document)
            cursor.setPosition(units[span[1]])
            _append(cursor, one)
            if one.tag and span[0] < span[1]:
                cursor.setPosition(units[span[0]])
                cursor.setPosition(units[span[1]], QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(_underline(one))


def _attached(spans: Sequence[tuple[int, int] | None], length: int) -> list[tuple[int, int]]:
    """A sentence that is not to be found keeps its numbers after the one before it."""
    attached: list[tuple[int, int]] = []
    for span in spans:
        end = attached[-1][1] if attached else length
        attached.append(span if span is not None else (end, end))
    return attached


def _append(cursor: QTextCursor, one: Mark) -> None:
    if one.tag:
        cursor.insertText("\u00a0", plain())
        cursor.insertText(one.tag, _tag(one))
    for number in one.numbers:
        cursor.insertText("\u00a0", plain())
        cursor.insertText(f"[{number}]", _link(number))


def _units(text: str) -> list[int]:
    """Qt counts UTF-16 units: where each character begins, and where the last one ends."""
    at, begins = 0, [0]
    for character in text:
        at += 2 if ord(character) > 0xFFFF else 1
        begins.append(at)
    return begins


def _underline(one: Mark) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setUnderlineStyle(_LINES[one.support])
    form.setUnderlineColor(theme.color("warn"))
    form.setToolTip(one.tip)
    return form


def _tag(one: Mark) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(theme.color("warn"))
    form.setBackground(QColor(theme.color("warn_soft")))
    form.setProperty(QTextCharFormat.Property.FontSizeAdjustment, -1)
    form.setToolTip(one.tip)
    return form


def _link(number: int) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setAnchor(True)
    form.setAnchorHref(str(number))
    form.setForeground(theme.color("accent"))
    form.setFontWeight(QFont.Weight.DemiBold)
    return form
