# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing what a search found into a file, each passage with the document, page and place it is from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.documents.language import language_of
from core.errors import UserError
from core.paths import atomic_write
from core.records import Hit, SearchResult

_COLUMNS = ("rank", "score", "document", "page", "start", "end", "text", "document_id", "chunk_id")
# What a spreadsheet takes for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he"})


def export(result: SearchResult, path: Path) -> None:
    """Writes ``result`` as .md, .csv, .json or .docx, by the end of the name, whole or not at all.

    Raises :class:`UserError` for another one, and where the file cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise UserError(
            f"Hits cannot be written as “{path.suffix or path.name}”.",
            do=f"Give the file a name that ends with one of: {', '.join(_WRITERS)}.",
        )
    try:
        with atomic_write(path) as file:
            file.write(write(result))
    except OSError as error:
        raise UserError(
            f"The file {path} cannot be written: {error.strerror}.", do="Choose another place."
        ) from error


def _json(result: SearchResult) -> bytes:
    return json.dumps(asdict(result), ensure_ascii=False, indent=2).encode()


def _csv(result: SearchResult) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    for hit in result.hits:
        table.writerow([_harmless(getattr(hit, column)) for column in _COLUMNS])
    return written.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _markdown(result: SearchResult) -> bytes:
    parts = [f"# {_one_line(result.query)}"]
    parts += [f"*{line}*" for line in _head(result)]
    for hit in result.hits:
        quoted = "\n".join(f"> {line}" for line in hit.text.splitlines() or [""])
        parts += [f"## {hit.rank}. {_one_line(hit.document)}, {_place(hit)}", quoted]
    return ("\n\n".join(parts) + "\n").encode()


def _docx(result: SearchResult) -> bytes:
    from docx import Document

    document = Document()
    _written(document.add_heading(level=1), _writable(result.query))
    for line in _head(result):
        _written(document.add_paragraph(), _writable(line))
    for hit in result.hits:
        _written(document.add_heading(level=2), _writable(f"{hit.rank}. {hit.document}, {_place(hit)}"))
        _written(document.add_paragraph(), _writable(hit.text))
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def _written(paragraph: Any, text: str) -> None:
    """Puts text into a paragraph, from right to left where its language is written so."""
    from docx.oxml import OxmlElement

    run = paragraph.add_run(text)
    if language_of(text) in _RIGHT_TO_LEFT:
        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run.font.rtl = True


def _writable(text: str) -> str:
    """Without the control characters that XML does not take."""
    return "".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and c not in "\ufffe\uffff"))


def _head(result: SearchResult) -> list[str]:
    searched = [] if result.corrected is None else [f"Searched for: {_one_line(result.corrected)}"]
    return [*searched, *([result.note] if result.note else [])]


def _place(hit: Hit) -> str:
    return f"page {hit.page}, characters {hit.start}–{hit.end} (score {hit.score:g})"


def _one_line(text: str) -> str:
    return " ".join(text.split())


_WRITERS: dict[str, Callable[[SearchResult], bytes]] = {
    ".md": _markdown,
    ".csv": _csv,
    ".json": _json,
    ".docx": _docx,
}
